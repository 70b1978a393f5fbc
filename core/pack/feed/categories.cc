#include "pack/feed/categories.h"

#include <algorithm>

#include "catalog/builder.h"
#include "input/lines.h"

namespace hearth {
namespace {

bool IsWordByte(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

std::string UpperCased(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::vector<std::string_view> WordsOf(std::string_view upper) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < upper.size();) {
    size_t end = at;
    while (end < upper.size() && IsWordByte(upper[end])) ++end;
    if (end > at) words.push_back(upper.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

Result<CategoryRules> CategoryRules::Parse(std::string_view text, const std::string& file_name) {
  CategoryRules rules;
  const Status status = ForEachLine(text, file_name, [&](std::string_view line) -> Status {
    if (line.front() == '#') return {};
    return line.front() == '[' ? rules.AddCategory(line) : rules.AddRule(line);
  });
  if (!status.ok()) return status.error();
  return rules;
}

Status CategoryRules::AddCategory(std::string_view line) {
  if (line.back() != ']') return Malformed("expected \"]\" at the end of a category");
  const std::string_view path = Trim(line.substr(1, line.size() - 2));
  const std::vector<std::string> names = SplitCategoryPath(path);
  const bool has_empty_name = std::find(names.begin(), names.end(), "") != names.end();
  if (names.empty() || has_empty_name || path.back() == '>') {
    return Malformed("expected a category like [Home & Garden > Decor]");
  }
  categories_.emplace_back(path);
  return {};
}

Result<CategoryRules::Term> CategoryRules::ParseTerm(std::string_view text) {
  Term term = {"", text.starts_with('-'), text.ends_with('*')};
  if (term.excluded) text.remove_prefix(1);
  if (term.prefix && !text.empty()) text.remove_suffix(1);
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsWordByte)) {
    return Malformed("expected words of A-Z and 0-9, with \"-\" before or \"*\" behind them");
  }
  term.word = text;
  return term;
}

Status CategoryRules::AddRule(std::string_view line) {
  if (categories_.empty()) return Malformed("expected a category in brackets before the rules");
  Rule rule;
  rule.category = categories_.size() - 1;
  while (!line.empty()) {
    const size_t end = std::min(line.find_first_of(" \t"), line.size());
    Result<Term> term = ParseTerm(line.substr(0, end));
    if (!term.ok()) return term.error();
    rule.terms.push_back(*std::move(term));
    line = Trim(line.substr(end));
  }
  const bool only_excludes = std::all_of(rule.terms.begin(), rule.terms.end(),
                                         [](const Term& term) { return term.excluded; });
  if (only_excludes) return Malformed("expected a word that must be there");
  rules_.push_back(std::move(rule));
  return {};
}

std::string_view CategoryRules::CategoryOf(std::string_view description) const {
  const std::string upper = UpperCased(description);
  const std::vector<std::string_view> words = WordsOf(upper);
  const auto fits = [&](const Term& term) {
    const bool there = std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return term.prefix ? word.starts_with(term.word) : word == term.word;
    });
    return there != term.excluded;
  };
  for (const Rule& rule : rules_) {
    if (std::all_of(rule.terms.begin(), rule.terms.end(), fits)) return categories_[rule.category];
  }
  return "Other";
}

}  // namespace hearth
