// What a host asks for, and what it gets.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "policy/sensitivity.h"
#include "rank/reasons.h"

namespace hearth {

enum class Surface : uint8_t { kHome, kListing, kSimilar, kBasket, kBuyAgain };
inline constexpr std::array<std::string_view, 5> kSurfaceNames = {"home", "listing", "similar",
                                                                  "basket", "buy_again"};
constexpr std::string_view Name(Surface surface) {
  return kSurfaceNames[static_cast<size_t>(surface)];
}

struct RankRequest {
  Surface surface = Surface::kHome;
  size_t limit = 12;
  std::vector<ItemIndex> basket;      // for kBasket what it goes with; never offered anywhere
  ItemIndex anchor = kNoItem;         // for kSimilar: the item that is looked at
  std::vector<ItemIndex> candidates;  // for kListing: exactly these, without repeats
  std::vector<ItemIndex> exclude;
  bool subtle = false;  // for kBuyAgain: says no more than what the shop offers (Slot::every_days)
  bool guess = false;   // the viewer is guessed: nothing to buy again, and no reason says so
  ItemRules rules;      // by whoever asks
};

struct Slot {
  ItemIndex item;
  ReasonCode reason;
  uint16_t every_days = 0;  // kBuyAgain has it for buy_again, where the viewer's own gaps say so
                            // and the request is not subtle
  VariantIndex variant = kNoVariant;  // that the viewer bought last, if it is in stock; else that
                                      // which stands for all
};

using Slate = std::vector<Slot>;

}  // namespace hearth
