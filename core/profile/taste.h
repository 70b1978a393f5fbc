// How much an event says about taste, in units of one view, and how long it says it.
#pragma once

#include <cstdint>

#include "history/event.h"
#include "household/digest.h"

namespace hearth {

// Of kInterestHalfLives.
enum class HalfLife : uint8_t { kView, kBasket, kWish, kPurchase };

struct TasteWeight {
  int32_t weight;
  HalfLife fades;

  Time half_life() const { return kInterestHalfLives[static_cast<size_t>(fades)]; }
};

// One item's say in taste, either way; Q16.
inline constexpr int64_t kTasteLimit = 16 * 65536;

constexpr TasteWeight TasteWeightOf(EventType type) {
  switch (type) {
    case EventType::kView:
      return {1, HalfLife::kView};
    case EventType::kBasketAdd:
      return {2, HalfLife::kBasket};
    case EventType::kWish:
    case EventType::kLike:
      return {3, HalfLife::kWish};
    case EventType::kBuy:
      return {4, HalfLife::kPurchase};
    case EventType::kBasketRemove:
      return {-1, HalfLife::kBasket};
    case EventType::kReturn:
      return {-4, HalfLife::kPurchase};
    case EventType::kDismiss:
      return {-3, HalfLife::kWish};
    case EventType::kImpression:
    case EventType::kSearch:
    case EventType::kOfferSeen:
    case EventType::kOfferUsed:
      break;
  }
  return {0, HalfLife::kView};
}

}  // namespace hearth
