#include "rank/reasons.h"

#include <algorithm>

namespace hearth {

std::string_view Text(ReasonCode code) {
  switch (code) {
    case ReasonCode::kBuyAgain:
      return "Buy it again";
    case ReasonCode::kGoesWithBasket:
      return "Goes with your basket";
    case ReasonCode::kGoesWithViewed:
      return "Goes with what you looked at";
    case ReasonCode::kMatchesSearch:
      return "Matches your search";
    case ReasonCode::kOftenBoughtWith:
      return "Often bought together with this";
    case ReasonCode::kSimilarItem:
      return "Similar to this";
    case ReasonCode::kYourStyle:
      return "Picked for you";
    case ReasonCode::kYourCategory:
      return "From a department you like";
    case ReasonCode::kPopularNow:
      return "Popular right now";
    case ReasonCode::kPopular:
      return "A shop favourite";
    case ReasonCode::kNewHere:
      return "New in the shop";
  }
  return "";
}

std::string EveryText(uint16_t days) {
  const char* unit = "day";
  int count = std::max<int>(days, 1);
  if (count >= 60) {
    unit = "month";
    count = (count + 15) / 30;
  } else if (count >= 14 || count == 7) {
    unit = "week";
    count = (count + 3) / 7;
  }
  if (count == 1) return std::string("About every ") + unit;
  return "About every " + std::to_string(count) + " " + unit + "s";
}

}  // namespace hearth
