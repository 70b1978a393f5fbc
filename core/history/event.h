// Events: what happened between one shopper and one item, in 32 bytes.
//
// An event is plain integers. What a person would read (title, category, brand) is an
// ItemDescription, stored once for all events that share it, so that a history can be read,
// exported and folded when the shop no longer carries the item.
//
// A search is about no item: in its description stand its words for the title, and nothing else.
// Its `item` is a key made of the words: two searches share neither it nor the text's hash.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "policy/policy.h"

namespace hearth {

enum class EventType : uint8_t {
  kImpression,
  kView,
  kSearch,
  kBasketAdd,
  kBasketRemove,
  kWish,
  kBuy,
  kReturn,
  kDismiss,
  kLike,
  kOfferSeen,
  kOfferUsed,
};
inline constexpr std::array<std::string_view, 12> kEventTypeNames = {
    "impression", "view",   "search",  "basket_add", "basket_remove", "wish",
    "buy",        "return", "dismiss", "like",       "offer_seen",    "offer_used"};

// What its member said of an event. Private, gift and sensitive events are sealed: they exist for
// their member alone and teach nothing.
enum class Label : uint8_t { kPersonal, kShared, kPrivate, kGift, kSensitive };
inline constexpr std::array<std::string_view, 5> kLabelNames = {"personal", "shared", "private",
                                                                "gift", "sensitive"};

constexpr std::string_view Name(EventType type) {
  return kEventTypeNames[static_cast<size_t>(type)];
}
constexpr std::string_view Name(Label label) { return kLabelNames[static_cast<size_t>(label)]; }

using MemberId = uint8_t;
using SessionId = uint32_t;  // names one visit, as the host counts them
using EventId = uint64_t;

inline constexpr MemberId kFirstMember = 0;
inline constexpr MemberId kNobody = 0xFF;  // not known who it was
inline constexpr size_t kMaxMembers = 16;  // of a household; ids are 0-15
// The host did not say. Visits are then told apart when a history is folded (profile.h), never
// before: what is stored of one event must not depend on another.
inline constexpr SessionId kNoSession = 0;

// The canonical order of events: by time, then by the rest as listed, owner before label.
struct Event {
  Time time = 0;
  ItemKey item = 0;
  uint32_t description = 0;  // ItemDescription::Hash of the text that goes with it
  SessionId session = kNoSession;
  int32_t price_minor = 0;  // of one unit, >= 0
  uint16_t quantity = 1;    // >= 1
  EventType type : 4 = EventType::kView;
  Label label : 4 = Label::kPersonal;
  MemberId owner = kFirstMember;

  friend bool operator==(const Event& a, const Event& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Event& a, const Event& b);

  // Made from the content alone (not from owner and label, which may change): no counter, so that
  // an id tells nothing of events that were erased or that others sealed. Two members' events may
  // share one; among one member's it is unique.
  EventId Id() const;
};
static_assert(sizeof(Event) == 32);

// True when `a` and `b` are one event: equal in all but the label. The owner counts: what one
// member sealed must not be told from how another member's record is taken.
bool SameEvent(const Event& a, const Event& b);

// The event as SameEvent sees it: in ordered sets, and the first of its equals in canonical order.
inline Event WithoutLabel(Event event) {
  event.label = Label::kPersonal;
  return event;
}

struct ItemDescription {
  std::string sku, title, category,
      brand;  // `category` is a path: "Home & Garden > Decor > Clocks"

  friend bool operator==(const ItemDescription&, const ItemDescription&) = default;
  ItemKey Key() const;  // KeyOf(sku); of a search a hash of its words, with a seed of its own
  uint32_t Hash() const;
};

inline constexpr size_t kMaxQueryBytes = 512;
ItemDescription DescriptionOfSearch(std::string_view words);
constexpr bool IsSearch(const Event& event) { return event.type == EventType::kSearch; }

// Sixteen names of 128 bytes with " > " between them: the longest path that a catalog can hold.
inline constexpr size_t kMaxCategoryPathBytes = 16 * 128 + 15 * 3;

// True when the category `path` is `ancestor` or below it.
bool IsPathWithin(std::string_view path, std::string_view ancestor);

// Valid UTF-8 within the limits of catalog.h and a SKU of at least one byte; or a search's words, 1
// to kMaxQueryBytes bytes without control characters and spaces around them.
Status Check(const ItemDescription& description);

// A plausible time, a price >= 0, a quantity >= 1; of a search 0 and 1.
Status Check(const Event& event);

// Both, and that a search has the description of one, and nothing else has.
Status Check(const Event& event, const ItemDescription& description);

}  // namespace hearth
