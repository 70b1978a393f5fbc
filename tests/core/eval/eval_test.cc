#include "eval/eval.h"

#include <gtest/gtest.h>

#include "catalog/small_shop.h"
#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {
namespace {

constexpr Time kStart = 1'300'000'000'000;

Purchase Bought(std::string order, std::string sku, int day) {
  return {std::move(order), std::move(sku), kStart + day * kMsPerDay, 1, 100};
}

TEST(MeasureNextTrip, ScoresAKnownWorldByHand) {
  Engine engine;
  engine.LoadPack(SmallShopPack());
  // Bought C1 twice and M1 once; the hidden trip holds C1 and a thing the shop does not carry.
  const Shopper shopper = {"s",
                           {Bought("1", "C1", 0), Bought("2", "C1", 30), Bought("2", "M1", 30),
                            Bought("3", "C1", 60), Bought("3", "GONE", 60)}};
  const Result<NextTripReport> report = MeasureNextTrip(engine, {shopper}, 1, 2, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->shoppers, 1u);
  EXPECT_EQ(report->hidden_items, 2u);
  EXPECT_EQ(report->hidden_known, 1u);
  EXPECT_DOUBLE_EQ(report->personal_then_popular.recall, 0.5);
  EXPECT_DOUBLE_EQ(report->personal_then_popular.ndcg_std, 1.0);
  EXPECT_DOUBLE_EQ(report->order.recall, 0.5);
}

TEST(MeasureNextTrip, LeavesOutShoppersWithoutAnEarlierTrip) {
  Engine engine;
  engine.LoadPack(SmallShopPack());
  const Shopper once = {"s", {Bought("1", "C1", 0), Bought("1", "M1", 0)}};
  EXPECT_EQ(MeasureNextTrip(engine, {once}, 10, 2, {})->shoppers, 0u);
}

TEST(MeasureNextTrip, RanksTheRealShopAtLeastAsWellAsPersonalFrequency) {
  const Result<std::string> text = ReadTextFile(HEARTH_DATA_DIR "/held_out.jsonl");
  ASSERT_TRUE(text.ok()) << text.error().message;
  const Result<std::vector<Shopper>> shoppers = ReadHistories(*text, "held_out.jsonl");
  ASSERT_TRUE(shoppers.ok()) << shoppers.error().message;
  Engine engine;
  Result<std::vector<uint8_t>> pack = ReadBinaryFile(HEARTH_DATA_DIR "/shop.hpack");
  ASSERT_TRUE(pack.ok()) << pack.error().message;
  engine.LoadPack(*std::move(pack));
  const Result<NextTripReport> report = MeasureNextTrip(engine, *shoppers, 10, 2, {});
  ASSERT_TRUE(report.ok());
  EXPECT_GT(report->shoppers, 250u);
  EXPECT_GT(report->personal_then_popular.recall, 0.2) << "the baseline is no straw man";
  EXPECT_GE(report->order.recall, report->personal_then_popular.recall);
  EXPECT_GE(report->order.ndcg_std, report->personal_then_popular.ndcg_std);
}

TEST(ReadHistories, CountsACustomerOnceWhereverTheLinesLie) {
  const auto line = [](const std::string& customer, const std::string& order, Time time) {
    return "{\"customer\":\"" + customer + "\",\"order\":\"" + order +
           "\",\"sku\":\"A\",\"time\":" + std::to_string(time) + "}\n";
  };
  const auto shoppers = ReadHistories(
      line("ann", "2", kMinTime + 9) + line("bob", "3", kMinTime) + line("ann", "1", kMinTime),
      "h.jsonl");
  ASSERT_TRUE(shoppers.ok()) << shoppers.error().message;
  ASSERT_EQ(shoppers->size(), 2u);
  ASSERT_EQ(shoppers->front().purchases.size(), 2u);
  EXPECT_EQ(shoppers->front().purchases[0].order, "1");
}

TEST(ReadHistories, SaysFileLineAndWhatWasExpected) {
  const auto message = [](std::string_view text) {
    return ReadHistories(text, "h.jsonl").error().message;
  };
  EXPECT_EQ(message("\n[]\n"), "h.jsonl:2: expected a JSON object");
  EXPECT_EQ(message("{\"customer\":\"1\"}"),
            "h.jsonl:1: expected customer, order and sku as strings, time in ms");
}

}  // namespace
}  // namespace hearth
