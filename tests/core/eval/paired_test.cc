#include "eval/paired.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "eval/compared.h"

namespace hearth {
namespace {

TEST(PairedRatio, IsCertainWhereEveryShopperSaysTheSame) {
  const std::vector<PairedTrip> trips = {{0, 0.4, 0.2}, {1, 0.8, 0.4}, {1, 0.2, 0.1}};
  const PairedRatio ratio = RatioOf(trips);
  EXPECT_DOUBLE_EQ(ratio.ratio, 2);
  EXPECT_DOUBLE_EQ(ratio.low, 2);
  EXPECT_DOUBLE_EQ(ratio.high, 2);
}

TEST(PairedRatio, DrawsShoppersWithAllTheirTripsAndBothFigures) {
  // Two shoppers: a draw holds the first twice, the second twice, or each once, at 1/4, 1/4, 1/2.
  // Drawn trip by trip, or one method without the other, there would be other ratios.
  const std::vector<PairedTrip> trips = {{7, 1, 1}, {7, 2, 1}, {9, 1, 2}};
  const PairedRatio ratio = RatioOf(trips);
  EXPECT_DOUBLE_EQ(ratio.ratio, 1);
  EXPECT_DOUBLE_EQ(ratio.low, 0.5);
  EXPECT_DOUBLE_EQ(ratio.high, 1.5);
}

TEST(PairedRatio, ComesCloseToTheKnownInterval) {
  // 400 shoppers, half of whom gain 2 against 1, half 1 against 1: the mean is 1.5 with a standard
  // error of 0.5 / sqrt(400) = 0.025.
  std::vector<PairedTrip> trips;
  for (size_t s = 0; s < 400; ++s) trips.push_back({s, s % 2 == 0 ? 2.0 : 1.0, 1});
  const PairedRatio ratio = RatioOf(trips);
  EXPECT_DOUBLE_EQ(ratio.ratio, 1.5);
  EXPECT_NEAR(ratio.low, 1.5 - 1.96 * 0.025, 0.005);
  EXPECT_NEAR(ratio.high, 1.5 + 1.96 * 0.025, 0.005);
  EXPECT_EQ(RatioOf(trips).low, ratio.low) << "the same seed";
  EXPECT_NE(RatioOf(trips, 100, 2).low, RatioOf(trips, 100, 3).low);
}

TEST(PairedRatio, KnowsNothingOfNoTripsAndOfPeersWithoutAHit) {
  EXPECT_EQ(RatioOf({}).ratio, 1);
  const std::vector<PairedTrip> neither = {{0, 0, 0}};
  EXPECT_EQ(RatioOf(neither).high, 1);
  const std::vector<PairedTrip> one = {{0, 1, 0}};
  EXPECT_TRUE(std::isinf(RatioOf(one).ratio));
  EXPECT_EQ(RatioOf(one, 0).low, RatioOf(one).ratio);
}

BasketScore Score(double recall, double ndcg) {
  BasketScore score;
  score[0].recall = recall;
  score[0].ndcg = ndcg;
  return score;
}

TEST(CompareToBest, TakesThePeerThatIsBestOnTheseTripsByEachFigure) {
  const JudgedTrips trips = {{0, 1},
                             {{Score(0.1, 0.4), Score(0.3, 0.4)},
                              {Score(0.2, 0.1), Score(0.4, 0.1)},
                              {Score(0.4, 0.2), Score(0.8, 0.2)}}};
  const std::vector<size_t> peers = {0, 1};
  const auto compared = CompareToBest(trips, 2, peers);
  EXPECT_EQ(compared[0].peer, 1u);
  EXPECT_DOUBLE_EQ(compared[0].ratio.ratio, 2);
  EXPECT_DOUBLE_EQ(compared[0].ratio.low, 2);
  EXPECT_EQ(compared[1].peer, 0u);
  EXPECT_DOUBLE_EQ(compared[1].ratio.ratio, 0.5);
  JudgedTrips twice = trips;
  twice.Append(trips);
  EXPECT_EQ(twice.shoppers, (std::vector<size_t>{0, 1, 0, 1}));
  EXPECT_EQ(twice.of_method[2].size(), 4u);
}

}  // namespace
}  // namespace hearth
