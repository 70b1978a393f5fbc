// Products in JSON: an array, JSON lines, or an object with an array of them ("products", "items",
// "@graph", "itemListElement", ...); one of these after the other, too. Each is read by itself with
// base/json.h, so that one that is broken costs no other. Values are named by their path
// ("offers.price"); of a list the first counts. O(length) time; memory for one product at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "input/records.h"

namespace hearth {

// A number of JSON, as digits that a reader of prices cannot take for thousands: "1.299" is
// "1.2990", "1e3" is "1000.000000".
std::string PlainNumber(const Json& value);

class JsonRecords : public RecordSource {
 public:
  // `text` must outlive this.
  JsonRecords(std::string_view text, std::string name);

  // Each element of the list of this name is a record of its own, with what stands around it:
  // "variants" makes a record of each variant, with slots "title" and "variants.title". Products
  // without that list are one record.
  void SplitBy(std::string list) { list_ = std::move(list); }

  Result<bool> Next() override;
  const std::vector<std::string>& names() const override { return values_.names(); }
  std::string_view Value(size_t slot) const override { return values_.Value(slot); }
  Error At(size_t slot, const Error& error) const override;
  size_t line() const override { return line_; }
  size_t offset() const override { return at_; }
  bool IsBroken() const override { return is_broken_; }

 private:
  bool SkipBlanks();
  void Enter();
  bool EnterContainer();
  bool GoToList();
  void LeaveContainer();
  std::optional<std::string_view> TakeValue();
  Result<bool> NextElement();
  void Fill();
  void Flatten(const Json& value, const std::string& name);
  Error Broken(const std::string& message);

  std::string_view text_;
  std::string name_, list_;
  size_t at_ = 0;
  size_t counted_to_ = 0, line_at_ = 1;  // lines before `counted_to_`
  bool in_array_ = false, in_container_ = false, first_ = true;
  bool is_lines_ = false, ended_ = false, is_broken_ = false;
  size_t line_ = 1;
  Json element_;
  size_t row_ = 0, rows_ = 0;  // of `list_` in the element
  NamedValues values_;
};

}  // namespace hearth
