#include "engine/fields_json.h"

#include <algorithm>

namespace hearth {
Fields::Fields(const Json& object, std::string place) : object_(object), place_(std::move(place)) {
  if (!object_.is_object()) {
    status_ = InvalidArgument((place_.empty() ? "request" : place_) + ": expected an object");
  }
}

bool Fields::Has(std::string_view name) const { return object_.find(name) != nullptr; }

bool Fields::HasText(std::string_view name) const {
  const Json* value = object_.find(name);
  return value != nullptr && value->is_string();
}

bool Fields::IsNull(std::string_view name) {
  const Json* value = Find(name);
  return value != nullptr && value->is_null();
}

const Json* Fields::Find(std::string_view name) {
  if (!object_.is_object()) return nullptr;
  for (size_t i = 0; i < object_.size(); ++i) {
    const Json::Entry& entry = object_.entries()[i];
    if (entry.name != name) continue;
    asked_.set(i);
    return &entry.value;
  }
  return nullptr;
}

std::string Fields::Place(std::string_view name) const {
  return place_.empty() ? std::string(name) : place_ + "." + std::string(name);
}

void Fields::Fail(std::string_view name, std::string_view message) {
  if (status_.ok()) status_ = InvalidArgument(Place(name) + ": " + std::string(message));
}

std::string Fields::Text(std::string_view name) {
  const Json* value = Find(name);
  if (value != nullptr && value->is_string()) return value->string();
  Fail(name, "expected a string");
  return {};
}

std::string Fields::TextOr(std::string_view name, std::string_view fallback) {
  return Has(name) ? Text(name) : (Find(name), std::string(fallback));
}

int64_t Fields::Integer(std::string_view name, int64_t low, int64_t high) {
  const Json* value = Find(name);
  if (value != nullptr && value->is_number_integer()) {
    const int64_t number = value->integer();
    if (number >= low && number <= high) return number;
  }
  Fail(name, "expected a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return low;
}

int64_t Fields::IntegerOr(std::string_view name, int64_t low, int64_t high, int64_t fallback) {
  return Has(name) ? Integer(name, low, high) : (Find(name), fallback);
}

bool Fields::Flag(std::string_view name) {
  const Json* value = Find(name);
  if (value != nullptr && value->is_boolean()) return value->boolean();
  Fail(name, "expected true or false");
  return false;
}

std::vector<std::string> Fields::TextsOr(std::string_view name, size_t max_count) {
  std::vector<std::string> texts;
  const Json* values = Array(name);
  if (values == nullptr) return texts;
  if (values->size() > max_count) {
    Fail(name, "expected at most " + std::to_string(max_count) + " entries");
    return texts;
  }
  for (const Json& value : values->elements()) {
    if (!value.is_string()) {
      Fail(name, "expected an array of strings");
      return {};
    }
    texts.push_back(value.string());
  }
  return texts;
}

size_t Fields::OneOf(std::string_view name, std::span<const std::string_view> names) {
  const std::string text = Text(name);
  const auto at = std::find(names.begin(), names.end(), text);
  if (at != names.end()) return static_cast<size_t>(at - names.begin());
  std::string expected = "expected one of";
  for (std::string_view each : names) expected.append(" ").append(each);
  Fail(name, expected);
  return 0;
}

size_t Fields::OneOfOr(std::string_view name, std::span<const std::string_view> names,
                       size_t fallback) {
  return Has(name) ? OneOf(name, names) : (Find(name), fallback);
}

const Json* Fields::Object(std::string_view name) {
  const Json* value = Find(name);
  if (value == nullptr || value->is_object()) return value;
  Fail(name, "expected an object");
  return nullptr;
}

const Json* Fields::Array(std::string_view name) {
  const Json* value = Find(name);
  if (value == nullptr || value->is_array()) return value;
  Fail(name, "expected an array");
  return nullptr;
}

Status Fields::Finish() {
  if (!status_.ok() || !object_.is_object()) return status_;
  for (size_t i = 0; i < object_.size(); ++i) {
    if (!asked_[i]) Fail(object_.entries()[i].name.substr(0, 64), "not a field of this request");
  }
  return status_;
}

}  // namespace hearth
