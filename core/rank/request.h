// What a host asks for, and what it gets.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "rank/reasons.h"

namespace hearth {

enum class Surface : uint8_t { kHome, kListing, kSimilar, kBasket, kBuyAgain };
inline constexpr std::array<std::string_view, 5> kSurfaceNames = {"home", "listing", "similar",
                                                                  "basket", "buy_again"};
constexpr std::string_view Name(Surface surface) {
  return kSurfaceNames[static_cast<size_t>(surface)];
}

// What history may do for an item on this viewer's screen.
enum class ItemRule : uint8_t {
  kFree,
  kWithoutHistory,  // never suggested because of history; where it must be listed, ranked cold
  kAbsent,          // not for this viewer's eyes
};

// Rules by topic and kForAdults (policy/sensitive.h); topic 0 is "none" and free.
struct ItemRules {
  std::span<const uint8_t> topic_of_item;  // empty: every item is free
  std::array<ItemRule, 256> by_topic{};

  ItemRule Of(ItemIndex item) const {
    return topic_of_item.empty() ? ItemRule::kFree : by_topic[topic_of_item[item]];
  }
};

struct RankRequest {
  Surface surface = Surface::kHome;
  size_t limit = 12;
  std::vector<ItemIndex> basket;      // for kBasket what it goes with; never offered anywhere
  ItemIndex anchor = kNoItem;         // for kSimilar: the item that is looked at
  std::vector<ItemIndex> candidates;  // for kListing: exactly these, without repeats
  std::vector<ItemIndex> exclude;
  bool subtle = false;  // for kBuyAgain: says no more than what the shop offers (Slot::every_days)
  ItemRules rules;      // by whoever asks
};

struct Slot {
  ItemIndex item;
  ReasonCode reason;
  uint16_t every_days = 0;  // kBuyAgain has it for buy_again, where the viewer's own gaps say so
                            // and the request is not subtle
};

using Slate = std::vector<Slot>;

}  // namespace hearth
