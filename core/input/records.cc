#include "input/records.h"

#include <algorithm>
#include <utility>

#include "catalog/feed_values.h"
#include "input/letters.h"

namespace hearth {
namespace {

bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool HasText(const std::vector<std::string_view>& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](std::string_view field) { return !Trim(field).empty(); });
}

}  // namespace

std::string PlainName(std::string_view name) {
  name = Trim(name);
  if (name.starts_with("g:")) name.remove_prefix(2);
  std::string plain;
  for (size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool begins_word = IsCapital(c) && i > 0 && IsSmall(name[i - 1]);
    const bool is_kept = IsSmall(c) || IsDigit(c) || c == '@' || static_cast<int8_t>(c) < 0;
    if ((begins_word || (!is_kept && !IsCapital(c))) && !plain.empty() && plain.back() != '_') {
      plain += '_';
    }
    if (is_kept || IsCapital(c)) plain += ToSmall(c);
  }
  while (plain.ends_with('_')) plain.pop_back();
  return plain;
}

TableRecords::TableRecords(std::string_view text, std::string name, Dialect dialect)
    : reader_(text, std::move(name), dialect) {
  for (;;) {
    const Result<bool> more = reader_.Next();
    if (reader_.fields().empty() || (more.ok() && !*more)) return;
    const std::string_view first = reader_.fields()[0];
    if (!first.starts_with('#') && !first.starts_with("sep=")) break;
  }
  reader_.TakeAsHeader();
  for (size_t i = 0; i < reader_.fields().size(); ++i) {
    header_.emplace_back(Trim(reader_.fields()[i]));
    names_.push_back(PlainName(header_.back()));
    header_places_.push_back(reader_.At(i, Malformed("")).message);
  }
}

Result<bool> TableRecords::Next() {
  for (;;) {
    const Result<bool> more = reader_.Next();
    if (more.ok() && *more && !HasText(reader_.fields())) continue;
    return more;
  }
}

void NamedValues::Clear() {
  for (std::string& value : values_) value.clear();
  std::fill(won_.begin(), won_.end(), false);
}

void NamedValues::Set(const std::string& name, std::string_view text, bool wins) {
  text = Trim(text);
  if (text.empty()) return;
  if (name.size() > kMaxNameBytes) return;
  const auto found = slots_.find(name);
  if (found == slots_.end()) {
    if (names_.size() >= kMaxNames) return;
    slots_.emplace(name, names_.size());
    names_.push_back(name);
    values_.emplace_back(text);
    won_.push_back(wins);
    return;
  }
  const size_t slot = found->second;
  if (values_[slot].empty() || (wins && !won_[slot])) {
    const std::string before = std::exchange(values_[slot], std::string(text));
    won_[slot] = wins;
    if (!before.empty()) AddOther(name, before);
  } else {
    AddOther(name, text);
  }
}

bool NamedValues::IsCategory(std::string_view name) {
  return !name.ends_with("[]") && (name.find("categor") != std::string_view::npos ||
                                   name.find("product_type") != std::string_view::npos);
}

void NamedValues::AddOther(const std::string& name, std::string_view text) {
  if (!IsCategory(name)) return;
  const std::string others = name + "[]";
  const auto found = slots_.find(others);
  const bool is_there = found != slots_.end() && !values_[found->second].empty();
  if (!is_there) return Set(others, text);
  values_[found->second] += '\n';
  values_[found->second] += text;
}

}  // namespace hearth
