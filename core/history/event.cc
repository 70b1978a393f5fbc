#include "history/event.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/utf8.h"
#include "catalog/catalog.h"

namespace hearth {
namespace {

constexpr uint64_t kSearchSeed = 0x536561726368;  // "Search"

bool IsTextWithin(std::string_view text, size_t max_bytes) {
  return text.size() <= max_bytes && IsCleanUtf8(text);
}

Status CheckSearch(const ItemDescription& search) {
  const std::string& words = search.title;
  const bool controls = std::any_of(words.begin(), words.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (words.empty() || controls || words.front() == ' ' || words.back() == ' ' ||
      !IsTextWithin(words, kMaxQueryBytes)) {
    return InvalidArgument("query: expected 1 to 512 bytes of UTF-8 without control characters");
  }
  if (!search.category.empty() || !search.brand.empty()) {
    return InvalidArgument("query: a search has no category and no brand");
  }
  return {};
}

template <typename T>
void Put(uint8_t*& out, T value) {
  std::memcpy(out, &value, sizeof(value));
  out += sizeof(value);
}

}  // namespace

std::strong_ordering operator<=>(const Event& a, const Event& b) {
  if (auto c = a.time <=> b.time; c != 0) return c;
  if (auto c = a.item <=> b.item; c != 0) return c;
  if (auto c = a.description <=> b.description; c != 0) return c;
  if (auto c = a.session <=> b.session; c != 0) return c;
  if (auto c = a.price_minor <=> b.price_minor; c != 0) return c;
  if (auto c = a.quantity <=> b.quantity; c != 0) return c;
  if (auto c = a.type <=> b.type; c != 0) return c;
  if (auto c = a.owner <=> b.owner; c != 0) return c;
  return a.label <=> b.label;
}

bool SameEvent(const Event& a, const Event& b) {
  return a.time == b.time && a.item == b.item && a.description == b.description &&
         a.session == b.session && a.price_minor == b.price_minor && a.quantity == b.quantity &&
         a.type == b.type && a.owner == b.owner;
}

EventId Event::Id() const {
  std::array<uint8_t, 31> bytes;  // time .. type, packed
  uint8_t* out = bytes.data();
  Put(out, time);
  Put(out, item);
  Put(out, description);
  Put(out, session);
  Put(out, price_minor);
  Put(out, quantity);
  Put(out, static_cast<uint8_t>(type));
  return Hash64(bytes);
}

ItemKey ItemDescription::Key() const {
  return sku.empty() ? Hash64(title, kSearchSeed) : KeyOf(sku);
}

uint32_t ItemDescription::Hash() const {
  uint64_t hash = 0;
  for (const std::string* text : {&sku, &title, &category, &brand}) hash = Hash64(*text, hash);
  return static_cast<uint32_t>(hash);
}

bool IsPathWithin(std::string_view path, std::string_view ancestor) {
  return path == ancestor || (path.size() > ancestor.size() && path.starts_with(ancestor) &&
                              path.substr(ancestor.size()).starts_with(" > "));
}

ItemDescription DescriptionOfSearch(std::string_view words) {
  return {"", std::string(words), "", ""};
}

Status Check(const ItemDescription& description) {
  if (description.sku.empty()) return CheckSearch(description);
  if (!IsTextWithin(description.sku, kMaxSkuBytes)) {
    return InvalidArgument("sku: expected 1 to 64 bytes of UTF-8");
  }
  if (!IsTextWithin(description.title, kMaxTitleBytes)) {
    return InvalidArgument("title: expected at most 512 bytes of UTF-8");
  }
  if (!IsTextWithin(description.category, kMaxCategoryPathBytes)) {
    return InvalidArgument("category: expected at most 2093 bytes of UTF-8");
  }
  if (!IsTextWithin(description.brand, kMaxNameBytes)) {
    return InvalidArgument("brand: expected at most 128 bytes of UTF-8");
  }
  return {};
}

Status Check(const Event& event) {
  if (!IsPlausible(event.time)) {
    return InvalidArgument("time: expected milliseconds from 2000-01-01 to 2199-12-31");
  }
  if (event.price_minor < 0) return InvalidArgument("priceMinor: expected 0 or more");
  if (event.quantity == 0) return InvalidArgument("quantity: expected 1 or more");
  if (IsSearch(event) && (event.price_minor != 0 || event.quantity != 1)) {
    return InvalidArgument("query: a search has no price and no quantity");
  }
  return {};
}

Status Check(const Event& event, const ItemDescription& description) {
  if (IsSearch(event) != description.sku.empty()) {
    return InvalidArgument(IsSearch(event) ? "query: a search has no item"
                                           : "sku: expected 1 to 64 bytes of UTF-8");
  }
  const Status status = Check(description);
  return status.ok() ? Check(event) : status;
}

}  // namespace hearth
