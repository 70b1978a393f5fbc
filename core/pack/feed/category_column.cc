#include "pack/feed/category_column.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr size_t kNamesLookedAt = 1000;

// "A > B\, C, D" as "A > B\, C" and "D": WooCommerce escapes commas of names.
std::vector<std::string_view> SplitAtCommas(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && (text[at] != ',' || (at > 0 && text[at - 1] == '\\'))) continue;
    const std::string_view part = Trim(text.substr(begin, at - begin));
    if (!part.empty()) parts.push_back(part);
    begin = at + 1;
  }
  return parts;
}

size_t Count(std::string_view text, std::string_view of) {
  size_t count = 0;
  for (size_t at = text.find(of); at != std::string_view::npos;
       at = text.find(of, at + of.size())) {
    ++count;
  }
  return count;
}

std::string WithoutEscapes(std::string text) {
  for (size_t at = text.find("\\,"); at != std::string::npos; at = text.find("\\,", at)) {
    text.erase(at, 1);
  }
  return text;
}

}  // namespace

void CategoryColumn::Observe(std::string_view value) {
  if (Trim(value).empty()) return;
  ++values_;
  with_angle_ += value.find('>') != std::string_view::npos ? 1 : 0;
  with_guillemet_ += value.find("»") != std::string_view::npos ? 1 : 0;
  with_bar_ += value.find('|') != std::string_view::npos ? 1 : 0;
  const size_t slash = value.find('/');
  with_any_ += value.find_first_of(">|/") != std::string_view::npos ||
                       value.find("»") != std::string_view::npos
                   ? 1
                   : 0;
  if (slash == std::string_view::npos) return;
  ++with_slash_;
  spaced_slash_ += value.find(" / ") != std::string_view::npos ? 1 : 0;
  if (whole_with_slash_.size() >= kNamesLookedAt) return;
  before_slash_.emplace(Trim(value.substr(0, slash)));
  whole_with_slash_.emplace(value);
}

std::string_view CategoryColumn::Separator() const {
  if (2 * with_angle_ >= std::max<size_t>(1, with_any_)) return ">";
  if (2 * with_guillemet_ > values_) return "»";
  if (2 * with_bar_ > values_) return "|";
  if (!root_.empty()) return "/";
  if (2 * with_slash_ <= values_ || with_slash_ < 2) return ">";
  const bool few_before = 2 * before_slash_.size() <= whole_with_slash_.size();
  return few_before || spaced_slash_ == with_slash_ ? "/" : ">";
}

// The one that counts comes first.
std::vector<std::string_view> CategoryColumn::PathsOf(std::string_view value) const {
  if (style_ == CategoryStyle::kPath) return {value};
  std::vector<std::string_view> paths = SplitAtCommas(value);
  if (paths.empty()) return {};
  const std::string_view separator = Separator();
  const auto counts =
      style_ == CategoryStyle::kNames
          ? std::prev(paths.end())
          : std::max_element(paths.begin(), paths.end(),
                             [&](std::string_view left, std::string_view right) {
                               return Count(left, separator) < Count(right, separator);
                             });
  std::rotate(paths.begin(), counts, std::next(counts));
  return paths;
}

std::string CategoryColumn::Read(std::string_view value) const {
  const std::vector<std::string_view> paths = PathsOf(value);
  return paths.empty() ? "" : ReadPath(paths.front());
}

std::vector<std::string> CategoryColumn::ReadAll(std::string_view value) const {
  std::vector<std::string> all;
  for (const std::string_view path : PathsOf(value)) all.push_back(ReadPath(path));
  return all;
}

std::string CategoryColumn::ReadPath(std::string_view rest) const {
  const std::string_view separator = Separator();
  std::string path;
  for (bool more = !rest.empty(); more;) {
    const size_t end = rest.find(separator);
    more = end != std::string_view::npos;
    const std::string_view name = Trim(rest.substr(0, end));
    rest.remove_prefix(more ? end + separator.size() : rest.size());
    if (path.empty() && !root_.empty() && name == root_) continue;
    path += std::string(name) + (more ? " > " : "");
  }
  return style_ == CategoryStyle::kPath ? path : WithoutEscapes(path);
}

}  // namespace hearth
