#include "eval/next_trip.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "catalog/small_shop.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'300'000'000'000;
using Items = std::vector<RankedItem>;

TEST(AskAtHiddenTrips, KnowsOneShopperAtATime) {
  Engine engine;
  engine.LoadPack(SmallShopPack());
  const Catalog& catalog = *engine.catalog();
  const std::vector<std::string> bought = {"C1", "M1"};
  std::vector<std::string> known;
  std::vector<Time> asked_at;
  std::vector<std::string> stages;
  const Status asked = AskAtHiddenTrips(
      engine, 2,
      [&](size_t trip) {
        const ItemIndex item = catalog.FindSku(bought[trip]);
        const Time now = kNow + static_cast<Time>(trip) * kMsPerDay;
        return HiddenTrip{{EventOf(catalog, item, EventType::kBuy, now - kMsPerDay, 1)}, now};
      },
      [&](size_t, Time now) {
        asked_at.push_back(now);
        for (const OwnItem& own : engine.ProfileAt(now).items) {
          known.emplace_back(catalog.Sku(own.item));
        }
      },
      "asking",
      [&](std::string_view stage, size_t done, size_t total) {
        stages.push_back(std::string(stage) + " " + std::to_string(done) + "/" +
                         std::to_string(total));
      });
  ASSERT_TRUE(asked.ok()) << asked.error().message;
  EXPECT_EQ(known, bought);
  EXPECT_EQ(asked_at, (std::vector<Time>{kNow, kNow + kMsPerDay}));
  EXPECT_EQ(stages, (std::vector<std::string>{"asking 0/2", "asking 1/2"}));
}

TEST(AskAtHiddenTrips, SaysWhyAHistoryCannotBeRecorded) {
  Engine engine;
  engine.LoadPack(SmallShopPack());
  const auto from_the_future = [&](size_t) {
    return HiddenTrip{{EventOf(*engine.catalog(), 0, EventType::kBuy, kNow + 1, 1)}, kNow};
  };
  bool asked = false;
  const Status status = AskAtHiddenTrips(engine, 1, from_the_future,
                                         [&](size_t, Time) { asked = true; }, "asking", {});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(asked);
}

TEST(Judge, CountsHiddenItemsThatNoListCanHold) {
  // Two of four hidden items are in the catalog; the second place holds one, the third the other.
  const Items list = {9, 1, 2}, hidden = {1, 2};
  const TripFigures at_two = Judge(list, hidden, 4, 2);
  const double second = 1 / std::log2(3.0), third = 1 / std::log2(4.0), fourth = 1 / std::log2(5.0);
  EXPECT_DOUBLE_EQ(at_two.recall, 0.25);
  EXPECT_DOUBLE_EQ(at_two.ndcg, second / (1 + second + third + fourth));
  EXPECT_DOUBLE_EQ(at_two.ndcg_std, second / (1 + second));
  EXPECT_DOUBLE_EQ(at_two.phr, 1);
  const TripFigures at_ten = Judge(list, hidden, 4, 10);
  EXPECT_DOUBLE_EQ(at_ten.recall, 0.5);
  EXPECT_DOUBLE_EQ(at_ten.ndcg_std, at_ten.ndcg) << "all four fit into ten";
  EXPECT_DOUBLE_EQ(Judge(list, hidden, 4, 1).phr, 0);
}

TEST(BestByScore, TakesTheBestWithoutTheExcludedTiesToTheSmallerNumber) {
  const std::vector<double> scores = {1, 3, 0, 3, 2};
  EXPECT_EQ(BestByScore(scores, Items{}, 3), (Items{1, 3, 4}));
  EXPECT_EQ(BestByScore(scores, Items{1}, 2), (Items{3, 4}));
  EXPECT_EQ(BestByScore(scores, Items{}, 9), (Items{1, 3, 4, 0})) << "nothing without a score";
}

}  // namespace
}  // namespace hearth
