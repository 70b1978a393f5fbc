#include "import/json_values.h"

#include <algorithm>
#include <utility>

#include "input/letters.h"
#include "input/lines.h"

namespace hearth {
namespace {

// Of so many lines that are no JSON nobody wants to hear one by one, and memory would not hold
// them.
constexpr size_t kMostBroken = 10'000;

constexpr std::string_view kBlanks = " \t\n\f\r";

// Whether a text begins with `tag` ("<script") as a whole name, whatever its capitals.
bool BeginsTag(std::string_view text, std::string_view tag) {
  if (text.size() <= tag.size()) return false;
  const char after = text[tag.size()];
  const bool is_end = after == '>' || after == '/' || kBlanks.find(after) != kBlanks.npos;
  return is_end && SmallLetters(text.substr(0, tag.size())) == tag;
}

// Where one begins, be it in a comment or, for a script's first tag, outside of them; the end where
// nowhere.
size_t FindTag(std::string_view page, std::string_view tag, bool in_comments) {
  size_t at = page.find('<');
  for (; at != std::string_view::npos; at = page.find('<', at + 1)) {
    if (BeginsTag(page.substr(at), tag)) return at;
    if (in_comments || !page.substr(at).starts_with("<!--")) continue;
    at = page.find("-->", at + 2);
    if (at == std::string_view::npos) break;
  }
  return page.size();
}

// The length of a tag with its ">", of which there may be some in quotes.
size_t LengthOfTag(std::string_view tag) {
  char quote = 0;
  for (size_t i = 0; i < tag.size(); ++i) {
    if (quote == 0 && tag[i] == '>') return i + 1;
    if (quote == 0 && (tag[i] == '"' || tag[i] == '\'')) {
      quote = tag[i];
    } else if (tag[i] == quote) {
      quote = 0;
    }
  }
  return tag.size();
}

}  // namespace

JsonValues JsonOf(std::string_view text) {
  JsonValues found;
  Result<Json> whole = Json::Parse(text);
  if (whole.ok()) {
    found.values.push_back(*std::move(whole));
    found.places.push_back(1);
    return found;
  }
  ForEachNumberedLine(text, [&](size_t number, std::string_view line) {
    Result<Json> value = Json::Parse(line);
    // A number or a text is a line of anything; an object says that these are lines of JSON.
    const bool is_list = value.ok() && (value->is_object() || value->is_array());
    if (found.values.empty() && value.ok() && (!is_list || value->size() == 0)) {
      value = Malformed("expected an object");
    }
    if (value.ok()) {
      found.values.push_back(*std::move(value));
      found.places.push_back(number);
    } else {
      found.broken.push_back({number, Skip::kUnreadable, value.error().message, found.unit});
    }
    const bool is_lost = found.broken.size() >= kMostBroken;
    if (is_lost) found.values.clear();
    return !is_lost;
  });
  if (!found.values.empty()) return found;
  found = {};
  found.broken.push_back({1, Skip::kUnreadable, whole.error().message, found.unit});
  return found;
}

size_t AddScripts(std::string_view page, size_t before, JsonValues* found) {
  size_t scripts = 0;
  for (;;) {
    page.remove_prefix(FindTag(page, "<script", false));
    if (page.empty()) return scripts;
    if (found->broken.size() >= kMostBroken) {
      found->broken.push_back({before + scripts + 1, Skip::kUnreadable,
                               "not read, nor what follows: too many mistakes", RowUnit::kScript});
      return scripts;
    }
    const std::string_view tag = page.substr(0, LengthOfTag(page));
    page.remove_prefix(tag.size());
    const size_t end = FindTag(page, "</script", true);
    if (SmallLetters(tag).find("application/ld+json") != std::string::npos) {
      const size_t number = before + ++scripts;
      JsonValues values = JsonOf(page.substr(0, end));
      for (Json& value : values.values) {
        found->values.push_back(std::move(value));
        found->places.push_back(number);
      }
      for (SkippedRow& each : values.broken) {
        if (!values.values.empty()) {
          each.detail = "line " + std::to_string(each.row) + ": " + each.detail;
        }
        each.row = number;
        each.unit = RowUnit::kScript;
        found->broken.push_back(std::move(each));
      }
    }
    page.remove_prefix(end);
  }
}

}  // namespace hearth
