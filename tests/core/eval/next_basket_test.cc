#include "eval/next_basket.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"
#include "eval/peer_search.h"

namespace hearth {
namespace {

// Everybody but d buys 10 and 20 at first, then 10 again; d alone likes 40.
constexpr std::string_view kCases =
    R"({"user": "a", "history": [[10, 20], [10]], "truth": [10, 30]}
{"user": "b", "history": [[10, 20], [10]], "truth": [10, 30]}
{"user": "c", "history": [[10, 20], [10]], "truth": [10, 30]}

{"user": "d", "history": [[40, 20], [40]], "truth": [10, 40]}
)";

BasketCases Cases() {
  Result<BasketCases> data = ReadBasketCases(kCases, "c.jsonl");
  EXPECT_TRUE(data.ok()) << data.error().message;
  return *std::move(data);
}

std::string CasesError(std::string_view text) {
  const Result<BasketCases> data = ReadBasketCases(text, "c.jsonl");
  return data.ok() ? "" : data.error().message;
}

std::string FoldsError(std::string_view text, const BasketCases& data = Cases(),
                       const NextBasketOptions& options = {}) {
  const Result<std::vector<CaseFold>> folds = ReadCaseFolds(text, "f.json", data, options);
  return folds.ok() ? "" : folds.error().message;
}

NextBasketOptions AtLeastTwo() {
  NextBasketOptions options;
  options.k = 2;
  return options;
}

TEST(ReadBasketCases, NumbersItemsInAscendingOrder) {
  const BasketCases data = Cases();
  EXPECT_EQ(data.items, (std::vector<int64_t>{10, 20, 30, 40}));
  ASSERT_EQ(data.cases.size(), 4u);
  EXPECT_EQ(data.cases[3].user, "d");
  EXPECT_EQ(data.cases[3].history, (std::vector<std::vector<CaseItem>>{{1, 3}, {3}}));
  EXPECT_EQ(data.cases[3].truth, (std::vector<CaseItem>{0, 3}));
}

TEST(ReadBasketCases, LeavesOutEmptyBasketsWithTheirDates) {
  const Result<BasketCases> data = ReadBasketCases(
      R"({"user": "a", "history": [[1], [], [2, 2]], "truth": [1],)"
      R"( "dates": ["2011-01-01", "2011-01-02", "2011-01-03"], "when": "2011-01-03"})",
      "c.jsonl");
  ASSERT_TRUE(data.ok()) << data.error().message;
  EXPECT_EQ(data->cases[0].history, (std::vector<std::vector<CaseItem>>{{0}, {1}}));
  EXPECT_EQ(data->cases[0].days, (std::vector<int32_t>{14975, 14977, 14977}));
}

TEST(ReadBasketCases, SaysFileLineAndWhatWasExpected) {
  EXPECT_EQ(CasesError("\n[]"), "c.jsonl:2: expected a JSON object");
  EXPECT_EQ(CasesError("{\"user\": 1}"), "c.jsonl:1: user: expected a string");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": 1})"),
            "c.jsonl:1: history: expected an array of baskets");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": [[-1]]})"),
            "c.jsonl:1: history: expected an array of items, whole numbers from 0");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": [], "truth": []})"),
            "c.jsonl:1: truth: expected at least one item");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": [[1]], "truth": [1], "dates": []})"),
            "c.jsonl:1: dates: expected as many dates as history has baskets");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": [[1]], "truth": [1], "dates": ["2011-01-02"],)"
                       R"( "when": "2011-01-01"})"),
            "c.jsonl:1: when: expected dates (\"2011-03-04\") or days, in order");
  EXPECT_EQ(CasesError(R"({"user": "a", "history": [[1]], "truth": [1]})"
                       "\n"
                       R"({"user": "a", "history": [[1]], "truth": [1]})"),
            "c.jsonl:2: user: expected a different user in each case");
  EXPECT_EQ(CasesError(""), "c.jsonl: expected cases, one per line");
}

TEST(ReadCaseFolds, RefusesToTestWhomItLearnsFrom) {
  EXPECT_EQ(FoldsError(R"([{"train": ["a"], "val": [], "test": ["b", "a"]}])"),
            "f.json: [0]: expected no tested user among the training users");
  EXPECT_EQ(FoldsError(R"([{"train": ["a"], "val": [], "test": ["x"]}])"),
            "f.json: [0].test: expected users that the cases have");
  EXPECT_EQ(FoldsError(R"([{"train": [], "val": [], "test": ["b"]}])"),
            "f.json: [0]: expected training users and tested users");
  EXPECT_EQ(FoldsError(R"([{"train": ["a", "b"], "val": ["b"], "test": ["d"]}])"),
            "f.json: [0]: expected no user of val in train");
  EXPECT_EQ(FoldsError("{}"), "f.json: expected an array of folds");
  EXPECT_EQ(FoldsError(R"([{"train": ["a", "b"], "val": ["c"], "test": ["d"]}])"), "");
}

TEST(ReadCaseFolds, RefusesToTestWhomItLearnsFromByAnotherCase) {
  BasketCases data;
  data.items = {1};
  for (const char* user : {"7:1", "7:2", "8:1"}) data.cases.push_back({user, {{0}}, {0}, {}});
  const std::string_view apart = R"([{"train": ["7:1"], "val": [], "test": ["7:2"]}])";
  const std::string_view validated = R"([{"train": ["7:1"], "val": ["7:2"], "test": ["8:1"]}])";
  EXPECT_EQ(FoldsError(apart, data), "") << "every case is a customer of its own";
  EXPECT_EQ(FoldsError(validated, data), "");
  NextBasketOptions options;
  options.customer_ends_at = ':';
  EXPECT_EQ(FoldsError(apart, data, options),
            "f.json: [0]: expected no tested user among the training users");
  EXPECT_EQ(FoldsError(validated, data, options), "f.json: [0]: expected no user of val in train");
  EXPECT_EQ(FoldsError(R"([{"train": ["7:1", "7:2"], "val": [], "test": ["8:1"]}])", data, options),
            "");
}

TEST(ScoreBaskets, ComputesBothKindsOfNdcgByHand) {
  BasketCases data;
  for (int64_t i = 0; i < 30; ++i) data.items.push_back(i);
  BasketCase one{"a", {}, {}, {}};
  for (CaseItem i = 0; i < 11; ++i) one.truth.push_back(i);
  data.cases.push_back(one);
  // Of eleven hidden items the second and the eleventh place hold one.
  Predictions predictions = {{20, 0, 21, 22, 23, 24, 25, 26, 27, 28, 1}};
  const std::vector<size_t> tested = {0};
  const BasketScore score = ScoreBaskets(data, tested, predictions);
  double best_of_ten = 0;
  for (int r = 1; r <= 10; ++r) best_of_ten += 1 / std::log2(r + 1.0);
  const double best = best_of_ten + 1 / std::log2(12.0);
  EXPECT_DOUBLE_EQ(score[0].recall, 1.0 / 11);
  EXPECT_DOUBLE_EQ(score[0].ndcg, 1 / std::log2(3.0) / best);
  EXPECT_DOUBLE_EQ(score[0].ndcg_std, 1 / std::log2(3.0) / best_of_ten);
  EXPECT_DOUBLE_EQ(score[0].phr, 1);
  EXPECT_DOUBLE_EQ(score[1].recall, 2.0 / 11);
  EXPECT_DOUBLE_EQ(score[1].ndcg, (1 / std::log2(3.0) + 1 / std::log2(12.0)) / best);
}

TEST(Peers, GiveTheKnownAnswers) {
  const BasketCases data = Cases();
  const std::vector<size_t> everybody = {0, 1, 2, 3}, tested = {3};
  const Peers peers(data, everybody, {}, {});
  using Items = std::vector<CaseItem>;
  // 10 stands in six baskets, 20 in four, 40 in two, 30 in no history.
  EXPECT_EQ(peers.Popular(tested)[0], (Items{0, 1, 3}));
  EXPECT_EQ(peers.OwnFrequency(tested)[0], (Items{3, 1}));
  // 40: 1 + 0.95 + 2/6; 20: 0.95 + 4/6; 10: 1, each popularity times 1.
  EXPECT_EQ(peers.Decayed(tested, {0.95, 1})[0], (Items{3, 1, 0}));
  EXPECT_EQ(peers.Decayed(tested, {0.95, 5})[0], (Items{0, 1, 3}));
  // Own vector of d: 40 has (1 + 0.7) / 2, 20 has 0.35; others' 10 as much as 40.
  EXPECT_EQ(peers.Tifu(tested, {3, 0.9, 0.7, 0.7, 7})[0], (Items{3, 1, 0}));
  EXPECT_EQ(peers.Tifu(tested, {3, 0.9, 0.7, 0.2, 7})[0], (Items{0, 1, 3}));
  // x_d = (20: 0.5, 40: 1); the others share 20 with it: near = 0.25 / 1.25 = 0.2 to d's own 1.
  EXPECT_EQ(peers.Up(tested, {10, 0.75, 1})[0], (Items{3, 1, 0}));
}

TEST(Peers, SeeNobodyElseWhereCasesOverlap) {
  const BasketCases data = Cases();
  const std::vector<size_t> everybody = {0, 1, 2, 3}, tested = {3};
  const Peers peers(data, everybody, {.own_only = true}, {});
  using Items = std::vector<CaseItem>;
  EXPECT_EQ(peers.Tifu(tested, {3, 0.9, 0.7, 0.2, 7})[0], (Items{3, 1}));
  EXPECT_EQ(peers.Up(tested, {10, 0.75, 10})[0], (Items{3, 1}));
}

TEST(Peers, PredictNothingThatWasJustSeen) {
  BasketCases data = Cases();
  data.cases[3].seen = {3};  // 40
  const std::vector<size_t> everybody = {0, 1, 2, 3}, tested = {3};
  const Peers peers(data, everybody, {}, {});
  using Items = std::vector<CaseItem>;
  EXPECT_EQ(peers.Popular(tested)[0], (Items{0, 1}));
  EXPECT_EQ(peers.OwnFrequency(tested)[0], (Items{1}));
  EXPECT_EQ(peers.Decayed(tested, {0.95, 1})[0], (Items{1, 0}));
  EXPECT_EQ(peers.Tifu(tested, {3, 0.9, 0.7, 0.7, 7})[0], (Items{1, 0}));
  EXPECT_EQ(peers.Up(tested, {10, 0.75, 1})[0], (Items{1, 0}));
}

TEST(Peers, FillUpOwnItemsWithPopularOnes) {
  BasketCases data = Cases();
  const std::vector<size_t> everybody = {0, 1, 2, 3}, tested = {3};
  using Items = std::vector<CaseItem>;
  EXPECT_EQ(Peers(data, everybody, {}, {}).FrequencyThenPopular(tested)[0], (Items{3, 1, 0}));
  data.cases[3].seen = {0};
  EXPECT_EQ(Peers(data, everybody, {}, {}).FrequencyThenPopular(tested)[0], (Items{3, 1}));
}

TEST(Peers, HaveNoNeighboursButThoseGivenAndNoneOfTheirOwnUser) {
  BasketCases data = Cases();
  data.cases.push_back({"d", {{2, 3}}, {0}, {}});
  const std::vector<size_t> tested = {3};
  using Items = std::vector<CaseItem>;
  const auto tifu = [&](std::vector<size_t> neighbours) {
    const Peers peers(data, neighbours, {.neighbours = neighbours}, {});
    return peers.Tifu(tested, {9, 0.9, 0.7, 0.2, 7})[0];
  };
  const auto up = [&](std::vector<size_t> neighbours) {
    const Peers peers(data, neighbours, {.neighbours = neighbours}, {});
    return peers.Up(tested, {10, 0.75, 1})[0];
  };
  EXPECT_EQ(tifu({4}), (Items{3, 1})) << "30 is of d's own later case";
  EXPECT_EQ(up({4}), (Items{3, 1}));
  EXPECT_EQ(tifu({0, 4}), (Items{0, 1, 3}));
  EXPECT_EQ(up({0, 4}), (Items{3, 1, 0}));
}

TEST(ChooseParameters, TakesWhatIsBestOnTheTripsGiven) {
  // Nobody buys again: all buy the item that most have bought.
  BasketCases data;
  data.items = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
  for (CaseItem i = 1; i < 14; ++i) {
    data.cases.push_back({std::to_string(i), {{0}, {0}}, {i}, {}});
    std::vector<CaseItem> eleven;
    for (CaseItem j = 1; j < 12; ++j) eleven.push_back(j);
    data.cases.push_back({"t" + std::to_string(i), {eleven}, {0}, {}});
  }
  std::vector<size_t> tested;
  for (size_t c = 1; c < data.cases.size(); c += 2) tested.push_back(c);
  const Peers peers(data, AllCases(data), {}, {});
  const PeerParameters with = ChooseParameters(data, tested, false, {});
  EXPECT_GE(with.decay.popularity, 1);
  const auto found = [&](const DecayedFrequency& decay) {
    return ScoreBaskets(data, tested, peers.Decayed(tested, decay))[0];
  };
  EXPECT_DOUBLE_EQ(found(with.decay).ndcg, 1) << "on top of the list";
  EXPECT_DOUBLE_EQ(found({0.95, 0}).recall, 0);
  const PeerParameters without = ChooseParameters(data, {}, false, {});
  EXPECT_EQ(without.tifu.neighbours, TifuKnn().neighbours);
}

TEST(PredictNextBaskets, OrdersTheWholeCatalogByOwnHistoryAndPublicCounts) {
  const BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2}, tested = {3};
  Result<std::vector<uint8_t>> pack = MakeCasesPack(data, known, AtLeastTwo(), {});
  ASSERT_TRUE(pack.ok()) << pack.error().message;
  const Result<Predictions> predictions =
      PredictNextBaskets(data, tested, *std::move(pack), AtLeastTwo(), {});
  ASSERT_TRUE(predictions.ok()) << predictions.error().message;
  std::vector<CaseItem> first = (*predictions)[0];
  ASSERT_EQ(first.size(), 4u);
  first.resize(2);
  std::sort(first.begin(), first.end());
  EXPECT_EQ(first, (std::vector<CaseItem>{1, 3})) << "what the shopper has bought";
  EXPECT_EQ(WritePredictions(data, tested, {{3, 0}}), "{\"items\":[40,10],\"user\":\"d\"}\n");
}

TEST(PredictNextBaskets, LeavesTestedShoppersOutOfEveryPublicNumber) {
  BasketCases data = Cases();
  const std::vector<size_t> known = {0, 1, 2};
  const Result<std::vector<uint8_t>> before = MakeCasesPack(data, known, AtLeastTwo(), {});
  data.cases[3].history = {{0}, {0, 1}};
  data.cases[3].truth = {1};
  const Result<std::vector<uint8_t>> after = MakeCasesPack(data, known, AtLeastTwo(), {});
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(*before, *after);
}

TEST(NextBasket, TakesOneCaseOfACustomerWhereCasesOverlap) {
  BasketCases data;
  data.items = {1};
  data.cases = {{"7:1", {{0}}, {0}, {}}, {"8:1", {{0}}, {0}, {}}, {"7:2", {{0}, {0}}, {0}, {}}};
  NextBasketOptions options;
  const std::vector<size_t> all = {0, 1, 2};
  EXPECT_EQ(LastCases(data, all, options), all);
  options.customer_ends_at = ':';
  EXPECT_EQ(LastCases(data, all, options), (std::vector<size_t>{2, 1}));
  EXPECT_EQ(FirstCases(data, options), (std::vector<size_t>{0, 1}));
}

TEST(NextBasket, ValidatesOnWholeCustomers) {
  BasketCases data;
  data.items = {1};
  CaseFold fold;
  for (int c = 0; c < 20; ++c) {  // ten customers, two cases each
    fold.train.push_back(data.cases.size());
    const std::string user = std::to_string(c / 2) + ":" + std::to_string(c % 2);
    data.cases.push_back({user, {{0}}, {0}, {}});
  }
  CaseFold by_case = fold;
  TakeValidation(data, {}, &by_case);
  EXPECT_EQ(by_case.validation, (std::vector<size_t>{0, 5, 10, 15}));
  NextBasketOptions options;
  options.customer_ends_at = ':';
  TakeValidation(data, options, &fold);
  EXPECT_EQ(fold.validation, (std::vector<size_t>{0, 1, 10, 11}));
  EXPECT_EQ(fold.train.size(), 16u);
  EXPECT_EQ(std::count(fold.train.begin(), fold.train.end(), 11), 0);
}

TEST(RevealSome, TakesWhatWasSeenOutOfTheTruthAndIntoTheHistory) {
  std::vector<size_t> tested = {0, 3};
  const BasketCases seen = RevealSome(Cases(), 1, true, &tested);
  for (const size_t c : tested) {
    ASSERT_EQ(seen.cases[c].seen.size(), 1u);
    EXPECT_EQ(seen.cases[c].truth.size(), 1u);
    EXPECT_NE(seen.cases[c].seen[0], seen.cases[c].truth[0]);
    EXPECT_TRUE(seen.cases[c].viewed);
  }
  EXPECT_EQ(seen.cases[1].truth.size(), 2u) << "nobody asked for that one";
  std::vector<size_t> again = {0, 3};
  const BasketCases unseen = RevealSome(Cases(), 1, false, &again);
  EXPECT_EQ(unseen.cases[3].truth, seen.cases[3].truth);
  EXPECT_FALSE(unseen.cases[3].viewed);
  RevealSome(Cases(), 2, true, &again);
  EXPECT_TRUE(again.empty()) << "nothing is left to predict";
}

}  // namespace
}  // namespace hearth
