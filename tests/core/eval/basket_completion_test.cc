#include "eval/basket_completion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "eval/cold_start.h"
#include "eval/next_basket_json.h"
#include "eval/sources.h"

namespace hearth {
namespace {

using Items = std::vector<CaseItem>;

// 0 and 1 are bought together by everybody, 2 and 3 by some; d has bought 4 with 2, and 5 alone.
BasketCases Cases() {
  BasketCases data;
  for (int64_t i = 0; i < 6; ++i) data.items.push_back(10 * i);
  data.cases = {{"a", {{0, 1}, {0, 1}, {2, 3}}, {0, 1}, {}},
                {"b", {{0, 1}, {5}}, {2, 3, 5}, {}},
                {"c", {{0, 1, 2}, {5}}, {0, 5}, {}},
                {"d", {{2, 4}, {5}, {5}}, {0, 2, 4}, {}},
                {"e", {{1}}, {1}, {}}};
  return data;
}

NextBasketOptions AtLeastTwo() {
  NextBasketOptions options;
  options.k = 2;
  return options;
}

TEST(HideOneItem, LeavesTheOthersOfABasketOfTwoOrMore) {
  const BasketCases data = Cases();
  const std::vector<size_t> tested = {3, 4};
  const auto baskets = HideOneItem(data, tested, 2, 7);
  ASSERT_EQ(baskets.size(), 2u) << "e's next basket holds one item";
  EXPECT_NE(baskets[0].hidden, baskets[1].hidden);
  for (const OpenBasket& basket : baskets) {
    EXPECT_EQ(basket.number, 3u);
    Items all = basket.items;
    all.push_back(basket.hidden);
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, data.cases[3].truth);
  }
  EXPECT_EQ(HideOneItem(data, tested, 2, 7)[0].hidden, baskets[0].hidden);
  EXPECT_EQ(HideOneItem(data, tested, 9, 7).size(), 3u) << "each item once";
}

TEST(BasketPeers, GiveTheKnownAnswers) {
  const BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2};
  const BasketPeers peers(data, known);
  const std::vector<OpenBasket> baskets = {{3, 3, {2}}};
  // Baskets of the histories: 0 and 1 in four, 2 (left out) and 5 in two, 3 in one.
  EXPECT_EQ(peers.Popular(baskets)[0], (Items{0, 1, 5, 3}));
  // With 2: 3 once of 2 and 1 baskets, 0 and 1 once of 2 and 4.
  EXPECT_EQ(peers.ByBasket(baskets)[0], (Items{3, 0, 1}));
  // Customers: two have 2, of whom two have 0 and 1 (all three have those), one 3, one 5 (of two).
  EXPECT_EQ(peers.ByCustomer(baskets)[0], (Items{0, 1, 3, 5}));
}

TEST(BasketPeers, KnowTheShoppersOwnHistory) {
  const BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2};
  const BasketPeers peers(data, known);
  const std::vector<OpenBasket> baskets = {{3, 4, {2}}};
  // Own: 5 in the last two baskets, 4 (and 2) in the one before.
  EXPECT_EQ(peers.Own(data, baskets, 1)[0], (Items{5, 4}));
  EXPECT_EQ(peers.ByBasketWithOwn(data, baskets, {0.9, 0})[0], peers.ByBasket(baskets)[0]);
  // 3 has 1, 0 and 1 half; of own 5 has 1.9 and 4 has 0.81 (0.43 of that).
  EXPECT_EQ(peers.ByBasketWithOwn(data, baskets, {0.9, 1.1})[0], (Items{5, 3, 0, 1, 4}));
  EXPECT_EQ(peers.ByBasketWithOwn(data, baskets, {0.9, 1.2})[0], (Items{5, 3, 4, 0, 1}));
}

TEST(ScoreCompletions, CountsTheHiddenItemByItsRank) {
  const std::vector<OpenBasket> baskets = {{0, 1, {0}}, {0, 9, {0}}};
  Items twelve = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 9};
  const BasketScore score = ScoreCompletions(baskets, {{5, 1}, twelve});
  EXPECT_DOUBLE_EQ(score[0].recall, 0.5);
  EXPECT_DOUBLE_EQ(score[0].ndcg, 0.5 / std::log2(3.0));
  EXPECT_DOUBLE_EQ(score[1].recall, 1);
  EXPECT_DOUBLE_EQ(score[1].ndcg, 0.5 / std::log2(3.0) + 0.5 / std::log2(13.0));
}

TEST(CompleteBaskets, AsksForWhatGoesWithTheBasketAndNeverForWhatIsInIt) {
  const BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2};
  const std::vector<OpenBasket> baskets = {{3, 4, {2}}, {3, 0, {2, 4}}};
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, known, AtLeastTwo(), {});
  ASSERT_TRUE(pack.ok()) << pack.error().message;
  const Result<Predictions> predictions =
      CompleteBaskets(data, baskets, *std::move(pack), AtLeastTwo(), {});
  ASSERT_TRUE(predictions.ok()) << predictions.error().message;
  const Items& first = (*predictions)[0];
  EXPECT_LT(std::find(first.begin(), first.end(), 4u) - first.begin(), 2)
      << "d's own trip with 2 held it, of which the shop knows nothing";
  for (size_t b = 0; b < 2; ++b) {
    for (CaseItem item : (*predictions)[b]) {
      EXPECT_EQ(std::count(baskets[b].items.begin(), baskets[b].items.end(), item), 0);
    }
  }
  EXPECT_EQ(WriteCompletions(data, baskets, {{4}, {0, 1}}),
            "{\"hidden\":40,\"items\":[40],\"user\":\"d\"}\n"
            "{\"hidden\":0,\"items\":[0,10],\"user\":\"d\"}\n");
}

TEST(OnlyRepeats, KeepsOfNextBasketsWhatWasBoughtBefore) {
  std::vector<size_t> tested = {0, 1, 3};
  const BasketCases repeats = OnlyRepeats(Cases(), &tested);
  EXPECT_EQ(repeats.cases[0].truth, (Items{0, 1}));
  EXPECT_EQ(repeats.cases[1].truth, (Items{5}));
  EXPECT_EQ(repeats.cases[3].truth, (Items{2, 4}));
  EXPECT_EQ(repeats.cases[2].truth, Cases().cases[2].truth) << "not tested";
  std::vector<size_t> nobody = {1};
  BasketCases news = Cases();
  news.cases[1].truth = {2};
  OnlyRepeats(news, &nobody);
  EXPECT_TRUE(nobody.empty());
}

TEST(KeepLastEvents, KnowsTheLastPurchasesAndNoOthers) {
  BasketCases data = Cases();
  data.cases[0].days = {1, 2, 3, 4};
  const std::vector<size_t> tested = {0};
  const BasketCases nothing = KeepLastEvents(data, tested, 0, 1);
  EXPECT_TRUE(nothing.cases[0].history.empty());
  EXPECT_EQ(nothing.cases[0].days, std::vector<int32_t>{4}) << "of the next basket alone";
  EXPECT_EQ(nothing.cases[1].history, data.cases[1].history) << "not tested";
  const BasketCases three = KeepLastEvents(data, tested, 3, 1);
  ASSERT_EQ(three.cases[0].history.size(), 2u);
  EXPECT_EQ(three.cases[0].history[0].size(), 1u);
  EXPECT_EQ(three.cases[0].history[1], (Items{2, 3}));
  EXPECT_EQ(three.cases[0].days, (std::vector<int32_t>{2, 3, 4}));
  const BasketCases all = KeepLastEvents(data, tested, 10, 1);
  EXPECT_EQ(all.cases[0].history, data.cases[0].history);
}

TEST(MeasureSources, FindsEverythingWhereTheShopIsSmall) {
  const BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2}, tested = {3, 4};
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, known, AtLeastTwo(), {});
  ASSERT_TRUE(pack.ok());
  Result<CaseShop> shop = CaseShop::Open(data, *std::move(pack));
  ASSERT_TRUE(shop.ok());
  const auto quality = MeasureSources(data, tested, Surface::kBasket, &*shop, AtLeastTwo(), {});
  ASSERT_TRUE(quality.ok());
  EXPECT_EQ(quality->requests, 2u);
  EXPECT_EQ(quality->best, 4u + 5u) << "six items without the two and the one in the basket";
  EXPECT_EQ(quality->held, quality->best);
  EXPECT_LE(quality->most, 6u);
}

}  // namespace
}  // namespace hearth
