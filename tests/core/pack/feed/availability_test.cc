#include "pack/feed/availability.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(Availability, IsReadInTheWordsOfEveryPlatform) {
  using A = Availability;
  const std::pair<const char*, A> words[] = {
      {"in stock", A::kInStock},
      {"InStock", A::kInStock},
      {"in_stock", A::kInStock},
      {"https://schema.org/InStock", A::kInStock},
      {"http://schema.org/LimitedAvailability", A::kInStock},
      {"TRUE", A::kInStock},
      {"1", A::kInStock},
      {"Auf Lager", A::kInStock},
      {"outofstock", A::kOutOfStock},
      {"Sold out", A::kOutOfStock},
      {"discontinued", A::kOutOfStock},
      {"schema:OutOfStock", A::kOutOfStock},
      {"0", A::kOutOfStock},
      {"preorder", A::kPreorder},
      {"pre-order", A::kPreorder},
      {"https://schema.org/PreSale", A::kPreorder},
      {"onbackorder", A::kBackorder},
      {"available for order", A::kBackorder},
  };
  for (const auto& [text, means] : words) EXPECT_EQ(AvailabilityOf(text), means) << text;
  for (const char* text : {"", "maybe", "https://schema.org/", "in stock soon"}) {
    EXPECT_EQ(AvailabilityOf(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hearth
