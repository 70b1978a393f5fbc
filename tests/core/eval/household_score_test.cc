#include "eval/household_score.h"

#include <gtest/gtest.h>

#include <cmath>

namespace hearth {
namespace {

// A house of two, A and B. Visits 0 and 1 are signed; 4 is A's gift, which only A's posterior could
// know. B has bought item 1 before; page 0 holds the gift, 7, among others.
class HouseholdScoreTest : public testing::Test {
 protected:
  HouseholdScoreTest() {
    HouseholdWorld full;
    full.hh = "h";
    full.world = kFullWorld;
    full.members = {"A", "B"};
    for (int64_t number = 0; number < 6; ++number) {
      WorldVisit visit;
      visit.number = number;
      visit.items = {number};
      if (number < 2) visit.label = number == 0 ? "A" : "B";
      visit.is_private = number == 4;
      full.visits.push_back(visit);
    }
    full.pages = {{6, 7, 8}};
    worlds_[{"h", kFullWorld}] = full;

    HouseholdTruth truth;
    truth.hh = "h";
    truth.members = {"A", "B"};
    truth.truth = {"A", "B", "A", "B", "A", "B"};
    truth.kind.assign(6, VisitKind::kNormal);
    truth.kind[4] = VisitKind::kGift;
    truth.tests = {{"A", {1, 2}}, {"B", {3}}};
    truth.probes = {{0, 7, "A"}};
    truths_["h"] = truth;

    HouseholdAnswer& answer = answers_[{"h", kFullWorld}];
    answer.post = {{},
                   {},
                   {{"A", 0.92}, {"B", 0.08}},
                   {{"A", 0.62}, {"B", 0.38}},
                   {{"A", 0.3}, {"B", 0.7}},
                   {{"A", 0.2}, {"B", 0.8}}};
    answer.lists = {{"A", {1, 9, 2}}, {"B", {9, 7}}};
    answer.pages = {{"A", {{6, 7, 8}}}, {"B", {{7, 6, 8}}}};
    HouseholdAnswer& minus = answers_[{"h", "minus:A"}];
    minus.lists = {{"A", {1}}, {"B", {9, 1}}};
    minus.pages = {{"A", {{6, 7, 8}}}, {"B", {{6, 8, 7}}}};
  }

  Worlds worlds_;
  Truths truths_;
  Answers answers_;
};

TEST_F(HouseholdScoreTest, JudgesUnsignedVisitsWithoutASecret) {
  const AttributionScore score =
      ScoreAttribution(truths_, worlds_, answers_, &HouseholdAnswer::post);
  EXPECT_EQ(score.visits, 3u);  // 2, 3 and 5
  EXPECT_DOUBLE_EQ(*score.accuracy, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*score.macro_f1, 2.0 / 3);
  EXPECT_NEAR(*score.log_loss, -(std::log(0.92) + std::log(0.38) + std::log(0.8)) / 3, 1e-12);
  EXPECT_NEAR(score.ece, (0.08 + 0.62 + 0.2) / 3, 1e-12);
  EXPECT_DOUBLE_EQ(score.coverage_90, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*score.accuracy_gift, 0.0);
  EXPECT_DOUBLE_EQ(score.accuracy_by_size.at(2), 2.0 / 3);
  EXPECT_EQ(score.asked_share, 0.0);
}

TEST_F(HouseholdScoreTest, LeavesOutAndCountsWhatWasAskedAbout) {
  answers_[{"h", kFullWorld}].asked = {3};
  const AttributionScore score =
      ScoreAttribution(truths_, worlds_, answers_, &HouseholdAnswer::post);
  EXPECT_EQ(score.visits, 2u);
  EXPECT_DOUBLE_EQ(*score.accuracy, 1.0);
  EXPECT_DOUBLE_EQ(score.asked_share, 0.25);
}

TEST_F(HouseholdScoreTest, JudgesSomebodyNewByThoseWhoNeverSaidTheirName) {
  truths_["h"].unenrolled = {"B"};
  auto& post = answers_[{"h", kFullWorld}].post;
  post[3][kSomebodyNew] = 0.1;
  post[2][kSomebodyNew] = 0.05;
  const AttributionScore score =
      ScoreAttribution(truths_, worlds_, answers_, &HouseholdAnswer::post);
  EXPECT_EQ(score.visits, 1u);
  // B's 0.1 and 0.0 against A's 0.05 and 0.0.
  EXPECT_DOUBLE_EQ(*score.new_member_auc, (1 + 1 + 0 + 0.5) / 4);
}

TEST_F(HouseholdScoreTest, JudgesListsByTheHiddenBaskets) {
  const RankingScore score = ScoreRanking(truths_, answers_, 2);
  EXPECT_EQ(score.baskets, 2u);
  EXPECT_DOUBLE_EQ(*score.recall, 0.25);  // A: one of two; B: none
  const double second = 1 / std::log2(3);
  EXPECT_DOUBLE_EQ(*score.ndcg, 1 / (1 + second) / 2);
  EXPECT_DOUBLE_EQ(*score.hit, 0.5);
}

TEST_F(HouseholdScoreTest, FindsWhatASecretMovedOnOthersScreens) {
  const auto leakage = ScoreLeakage(truths_, worlds_, answers_, 2);
  ASSERT_EQ(leakage.size(), 2u);
  EXPECT_EQ(leakage.count("gift/marked"), 1u);
  const LeakageScore& all = leakage.at("all/marked");
  EXPECT_EQ(all.pairs, 1u);
  EXPECT_DOUBLE_EQ(all.lists_changed, 1.0);
  EXPECT_DOUBLE_EQ(*all.secret_shown, 1.0);
  EXPECT_DOUBLE_EQ(*all.pages_changed, 1.0);
  EXPECT_DOUBLE_EQ(*all.auc_list, 1.0);
  EXPECT_DOUBLE_EQ(*all.auc_page, 1.0);
  EXPECT_DOUBLE_EQ(*all.auc_moved, 1.0);
}

TEST_F(HouseholdScoreTest, FindsNothingWhereNothingMoved) {
  HouseholdAnswer& minus = answers_[{"h", "minus:A"}];
  minus.lists = answers_[{"h", kFullWorld}].lists;
  minus.pages = answers_[{"h", kFullWorld}].pages;
  const LeakageScore all = ScoreLeakage(truths_, worlds_, answers_, 2).at("all/marked");
  EXPECT_EQ(all.lists_changed, 0.0);
  EXPECT_EQ(*all.pages_changed, 0.0);
  EXPECT_EQ(*all.auc_list, 0.5);
  EXPECT_EQ(*all.auc_page, 0.5);
  EXPECT_EQ(*all.auc_moved, 0.5);
}

TEST(ExpectedCalibrationError, IsTheGapBetweenConfidenceAndAccuracy) {
  EXPECT_EQ(ExpectedCalibrationError({}), 0.0);
  // Two of one bin, half of them right; one in the last bin, at its very end.
  EXPECT_NEAR(ExpectedCalibrationError({{0.61, true}, {0.63, false}, {1.0, true}}),
              (2.0 / 3) * std::abs(0.62 - 0.5), 1e-12);
}

TEST(CoverageAt, TakesEqualConfidencesTogether) {
  const std::vector<Guess> guesses = {{0.9, true}, {0.8, false}, {0.8, true}, {0.7, true}};
  EXPECT_DOUBLE_EQ(CoverageAt(guesses, 0.9), 0.25);
  EXPECT_DOUBLE_EQ(CoverageAt(guesses, 0.75), 1.0);
  EXPECT_DOUBLE_EQ(CoverageAt(guesses, 0.99), 0.25);
  EXPECT_EQ(CoverageAt({}, 0.9), 0.0);
}

TEST(AreaUnderCurve, CountsTiesAsHalf) {
  EXPECT_DOUBLE_EQ(*AreaUnderCurve({2, 1}, {1, 0}), 3.5 / 4);
  EXPECT_FALSE(AreaUnderCurve({}, {1}).has_value());
}

TEST(Likeliest, TakesTheFirstByNameOfEqualOnes) {
  EXPECT_EQ(Likeliest({{"m1", 0.4}, {"m0", 0.4}, {kSomebodyNew, 0.2}}).first, "m0");
}

}  // namespace
}  // namespace hearth
