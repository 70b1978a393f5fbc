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
  const size_t slot = SlotOf(name);
  if (slot >= names_.size()) return;
  std::string other(text);
  if (values_[slot].empty() || (wins && !won_[slot])) {
    values_[slot].swap(other);
    won_[slot] = wins;
  }
  if (other.empty() || !IsCategory(name)) return;
  const size_t others = SlotOf(name + "[]");
  if (others >= names_.size()) return;
  if (!values_[others].empty()) values_[others] += '\n';
  values_[others] += other;
}

bool NamedValues::IsCategory(std::string_view name) {
  return name.find("categor") != std::string_view::npos || name == "product_type";
}

size_t NamedValues::SlotOf(const std::string& name) {
  // Records name most things in the same order.
  const bool is_next = next_ < names_.size() && names_[next_] == name;
  const auto found = is_next ? names_.begin() + static_cast<std::ptrdiff_t>(next_)
                             : std::find(names_.begin(), names_.end(), name);
  const auto slot = static_cast<size_t>(found - names_.begin());
  if (slot == names_.size()) {
    if (name.size() > kMaxNameBytes || slot >= kMaxNames) return slot + 1;
    names_.push_back(name);
    values_.emplace_back();
    won_.push_back(false);
  }
  next_ = slot + 1;
  return slot;
}

}  // namespace hearth
