// Reason codes: why an item is on a slate, in words that say what the shop offers and not what it
// knows. The list is part of the API; a test compares it with the TypeScript union.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearth {

enum class ReasonCode : uint8_t {
  kBuyAgain,
  kGoesWithBasket,
  kGoesWithViewed,
  kMatchesSearch,
  kOftenBoughtWith,
  kSimilarItem,
  kYourStyle,
  kYourCategory,
  kPopularNow,
  kPopular,
  kNewHere,
};
inline constexpr std::array<std::string_view, 11> kReasonCodeNames = {
    "buy_again",         "goes_with_basket", "goes_with_viewed", "matches_search",
    "often_bought_with", "similar_item",     "your_style",       "your_category",
    "popular_now",       "popular",          "new_here"};

constexpr std::string_view Name(ReasonCode code) {
  return kReasonCodeNames[static_cast<size_t>(code)];
}

// The sentence shown under an item, English.
std::string_view Text(ReasonCode code);

// "About every 3 weeks": what buy_again says of an item that its viewer buys so often. In days up
// to 13, in weeks up to 8, in months beyond.
std::string EveryText(uint16_t days);

}  // namespace hearth
