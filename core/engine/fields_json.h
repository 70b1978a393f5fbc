// Reading a JSON object whose every field is checked: its type, its range, and that no field is
// left over. The first mistake is kept and reported by Finish(); getters return a default after it.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hearth {

class Fields {
 public:
  // `place` begins every message: "event" gives "event.sku: expected a string". May be empty.
  Fields(const Json& object, std::string place);

  bool Has(std::string_view name) const;
  bool IsNull(std::string_view name);  // given, as null
  bool HasText(std::string_view name) const;
  std::string Text(std::string_view name);  // required
  std::string TextOr(std::string_view name, std::string_view fallback);
  int64_t Integer(std::string_view name, int64_t low, int64_t high);  // required
  int64_t IntegerOr(std::string_view name, int64_t low, int64_t high, int64_t fallback);
  bool Flag(std::string_view name);                                           // required
  std::vector<std::string> TextsOr(std::string_view name, size_t max_count);  // default none
  // The position of the text in `names`.
  size_t OneOf(std::string_view name, std::span<const std::string_view> names);
  size_t OneOfOr(std::string_view name, std::span<const std::string_view> names, size_t fallback);
  const Json* Object(std::string_view name);  // nullptr when absent
  const Json* Array(std::string_view name);   // nullptr when absent

  void Fail(std::string_view name, std::string_view message);
  // The first mistake, or one that names a field nobody asked for.
  Status Finish();

 private:
  const Json* Find(std::string_view name);
  std::string Place(std::string_view name) const;

  const Json& object_;
  std::string place_;
  std::bitset<kMaxJsonEntries> asked_;  // entries of the object
  Status status_;
};

}  // namespace hearth
