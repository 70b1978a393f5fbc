#include "rank/reasons.h"

namespace hearth {

std::string_view Text(ReasonCode code) {
  switch (code) {
    case ReasonCode::kBuyAgain:
      return "Buy it again";
    case ReasonCode::kGoesWithBasket:
      return "Goes with your basket";
    case ReasonCode::kGoesWithViewed:
      return "Goes with what you looked at";
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

}  // namespace hearth
