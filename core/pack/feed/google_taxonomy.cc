#include "pack/feed/google_taxonomy.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace hearth {
namespace {

constexpr std::string_view kTaxonomy =
#include "pack/feed/google_taxonomy.inc"
    ;

// A line is as many blanks as there are levels above, a number or "-", a blank, and a name.
std::unordered_map<uint32_t, std::string> ReadTaxonomy() {
  std::unordered_map<uint32_t, std::string> paths;
  std::vector<std::string> above = {""};  // by level, with the separator that follows
  for (std::string_view rest = kTaxonomy; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (line.starts_with('#')) continue;
    const size_t level = line.find_first_not_of(' ');
    line.remove_prefix(level);
    const size_t end = line.find(' ');
    const std::string path = above[level] + std::string(line.substr(end + 1));
    above.resize(level + 1);
    above.push_back(path + " > ");
    uint32_t number = 0;
    std::from_chars(line.data(), line.data() + end, number);
    if (number != 0) paths.emplace(number, path);
  }
  return paths;
}

}  // namespace

std::string_view GooglePath(uint32_t number) {
  static const auto& paths = *new std::unordered_map<uint32_t, std::string>(ReadTaxonomy());
  const auto found = paths.find(number);
  return found == paths.end() ? std::string_view() : found->second;
}

void NameGoogleCategory(FeedItem* item) {
  if (item->google_path.empty()) item->google_path = GooglePath(item->google_category);
}

UnknownGoogleNumbers FindUnknownNumbers(std::span<const FeedItem> items) {
  UnknownGoogleNumbers unknown;
  std::map<uint32_t, size_t> items_of;
  for (const FeedItem& item : items) {
    const uint32_t number = item.google_category;
    if (number == 0 || !item.google_path.empty() || !GooglePath(number).empty()) continue;
    ++unknown.items;
    ++items_of[number];
    if (item.category.empty()) ++unknown.without_category;
  }
  for (const auto& [number, count] : items_of) unknown.examples.push_back(number);
  std::stable_sort(unknown.examples.begin(), unknown.examples.end(),
                   [&](uint32_t x, uint32_t y) { return items_of[x] > items_of[y]; });
  if (unknown.examples.size() > kUnknownNumberExamples) {
    unknown.examples.resize(kUnknownNumberExamples);
  }
  return unknown;
}

}  // namespace hearth
