// JSON: a value, its text, and reading it within bounds.
//
//   Json answer{{"total", 2}, {"items", std::move(items)}};  // an object, in this order
//   answer["note"] = "text";
//   answer.Write();                                          //
//   {"total":2,"items":[...],"note":"text"}
//
// It reads what nlohmann::json (https://json.nlohmann.me) reads and writes what that writes, which
// tests/core/base/json_test.cc holds it to, and bears the names that are usual there; in the
// browser it is a sixth of the size. Keys keep their order, so that an answer reads as it was
// written; of equal keys the last one counts. Whole numbers of 64 bits are numbers here; any other
// number keeps the digits it was written with, and is read as a double nowhere. So 1e999, which
// nlohmann::json refuses, is a number here.
//
// Nothing of it throws. To read a value as what it is not is our own mistake.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace hearth {

inline constexpr size_t kMaxJsonDepth = 16;
inline constexpr size_t kMaxJsonEntries = 256;  // of one object

struct JsonField;

class Json {
 public:
  struct Entry;  // a key and its value

  // Depth and entries of an object are bounded, so that no text costs out of proportion to its
  // length. Errors: malformed, "expected JSON, syntax error at byte 17" or which bound is passed.
  static Result<Json> Parse(std::string_view text);

  // Implicit, so that an answer is written as it reads. NOLINTBEGIN(google-explicit-constructor)
  Json();  // null
  Json(bool value);
  template <std::integral T>
  Json(T value) : Json(Number{static_cast<uint64_t>(value), std::is_signed_v<T> && value < T{0}}) {}
  Json(std::string_view text);
  Json(const std::string& text);
  Json(const char* text);
  Json(std::initializer_list<JsonField> fields);  // an object
  // NOLINTEND(google-explicit-constructor)
  static Json array();
  static Json object();

  Json(Json&& other) noexcept;
  Json& operator=(Json&& other) noexcept;
  ~Json();

  bool is_null() const { return Is<std::monostate>(); }
  bool is_boolean() const { return Is<bool>(); }
  bool is_number() const { return is_number_integer() || Is<Decimal>(); }
  bool is_number_integer() const { return Is<int64_t>() || Is<uint64_t>(); }
  bool is_number_unsigned() const { return Is<uint64_t>(); }  // written without a minus
  bool is_string() const { return Is<std::string>(); }
  bool is_array() const { return Is<std::vector<Json>>(); }
  bool is_object() const { return Is<std::vector<Entry>>(); }

  bool boolean() const { return std::get<bool>(value_); }
  const std::string& string() const { return std::get<std::string>(value_); }
  uint64_t unsigned_integer() const { return std::get<uint64_t>(value_); }
  // Of any whole number; INT64_MAX for one that is larger.
  int64_t integer() const;
  // Of any number: its digits as they were written (of a whole number in the usual form).
  std::string number_text() const;

  size_t size() const;  // of an array or an object
  const std::vector<Json>& elements() const { return std::get<std::vector<Json>>(value_); }
  const std::vector<Entry>& entries() const { return std::get<std::vector<Entry>>(value_); }
  const Json& operator[](size_t i) const { return elements()[i]; }
  // nullptr when an object has no such key, or when this is no object.
  const Json* find(std::string_view name) const;

  void push_back(Json value);               // to an array
  Json& operator[](std::string_view name);  // of an object; null when it was not there

  // Without spaces. What is not UTF-8 becomes U+FFFD, one for each piece that cannot go on.
  std::string Write() const;

 private:
  friend class JsonReader;

  struct Number {
    uint64_t bits;
    bool negative;
  };
  struct Decimal {
    std::string text;
  };

  explicit Json(Number number);
  explicit Json(Decimal decimal);
  void AppendTo(std::string& text) const;

  template <typename T>
  bool Is() const {
    return std::holds_alternative<T>(value_);
  }

  std::variant<std::monostate, bool, int64_t, uint64_t, Decimal, std::string, std::vector<Json>,
               std::vector<Entry>>
      value_;
};

struct Json::Entry {
  std::string name;
  Json value;
};

// Of an object that is being written down; the value is moved out of it.
struct JsonField {
  const char* name;
  mutable Json value;
};

}  // namespace hearth
