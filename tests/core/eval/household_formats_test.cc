#include <gtest/gtest.h>

#include "catalog/catalog.h"
#include "eval/household_formats_json.h"
#include "eval/household_population.h"
#include "eval/household_study.h"

namespace hearth {
namespace {

constexpr std::string_view kWorld =
    R"({"hh": "h", "world": "full", "members": ["A", "B"], "now": 90, "pages": [[5, 6]], "sessions": [)"
    R"({"s": 0, "t": 10, "items": [2, 1], "label": "A", "private": false},)"
    R"({"s": 3, "t": null, "items": [7], "label": null, "private": true}]})";

std::string Replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string changed(text);
  const size_t at = changed.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return changed.replace(at, from.size(), to);
}

TEST(ParseWorld, ReadsWhatADeviceMaySee) {
  const Result<HouseholdWorld> world = ParseWorld(kWorld);
  ASSERT_TRUE(world.ok()) << world.error().message;
  EXPECT_EQ(world->members, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(world->now, 90);
  ASSERT_EQ(world->visits.size(), 2u);
  EXPECT_EQ(world->visits[0].items, (std::vector<ItemNumber>{2, 1}));
  EXPECT_EQ(world->visits[0].label, "A");
  EXPECT_FALSE(world->visits[1].minute.has_value());
  EXPECT_TRUE(world->visits[1].is_private);
  EXPECT_EQ(world->pages.front(), (std::vector<ItemNumber>{5, 6}));
}

TEST(ParseWorld, SaysWhatWasExpectedWhere) {
  const auto message = [](std::string_view from, std::string_view to) {
    const Result<HouseholdWorld> world = ParseWorld(Replaced(kWorld, from, to));
    return world.ok() ? "" : world.error().message;
  };
  EXPECT_EQ(message("[2, 1]", "[2, -1]"),
            "sessions[0].items[1]: expected an item's number, whole, from 0");
  EXPECT_EQ(message("[2, 1]", "[2, 2]"), "sessions[0].items: expected each item once");
  EXPECT_EQ(message("\"t\": 10", "\"t\": 1.5"),
            "sessions[0].t: expected whole minutes from 0, or null");
  EXPECT_EQ(message("\"s\": 3", "\"s\": 0"), "sessions[1].s: expected numbers that ascend");
  EXPECT_EQ(message("\"label\": null", "\"label\": 7"),
            "sessions[1].label: expected a member or null");
  EXPECT_EQ(message("\"private\": true", "\"private\": 1"),
            "sessions[1].private: expected true or false");
  EXPECT_EQ(message("\"hh\": \"h\", ", ""), "hh: expected a text that is not empty");
  EXPECT_EQ(message("[\"A\", \"B\"]", "\"A\""), "members: expected an array of texts");
  EXPECT_EQ(ParseWorld("[]").error().message, "expected a JSON object");
}

TEST(ParseTruth, SaysWhatWasExpectedWhere) {
  const std::string_view truth =
      R"({"hh": "h", "members": ["A"], "truth": ["A"], "kind": ["gift"], "tests": {"A": [1]},)"
      R"("unenrolled": [], "probes": [{"page": 0, "item": 3, "by": "A"}]})";
  ASSERT_TRUE(ParseTruth(truth).ok());
  EXPECT_EQ(ParseTruth(truth)->kind.front(), VisitKind::kGift);
  EXPECT_EQ(ParseTruth(truth)->probes.front().item, 3);
  EXPECT_EQ(ParseTruth(Replaced(truth, "gift", "odd")).error().message,
            "kind[0]: expected \"normal\", \"gift\" or \"sensitive\"");
  EXPECT_EQ(ParseTruth(Replaced(truth, "[\"gift\"]", "[]")).error().message,
            "kind: expected one for each entry of truth");
  EXPECT_EQ(ParseTruth(Replaced(truth, "\"item\": 3", "\"item\": \"3\"")).error().message,
            "probes[0]: expected page and item as whole numbers, by as a member");
}

TEST(WriteAnswer, WritesProbabilitiesThatReadBackTheSame) {
  HouseholdAnswer answer;
  answer.hh = "h";
  answer.world = kFullWorld;
  answer.post = {{}, {{"A", 0.25}, {"B", 1.0 / 3}}};
  answer.asked = {4};
  answer.lists["A"] = {3, 1};
  answer.pages["A"] = {{6, 5}};
  EXPECT_EQ(WriteAnswer(answer),
            R"({"hh":"h","world":"full","post":[null,{"A":0.25,"B":0.3333333333333333}],)"
            R"("asked":[4],"lists":{"A":[3,1]},"pages":{"A":[[6,5]]}})"
            "\n");
}

TEST(ParseBaskets, NumbersTextsAsTheyComeInOrderOfShoppers) {
  const Result<ShoppingRecord> record = ParseBaskets(
      R"({"10": [["pear", 40], [-1], []], "9": [["fig", "pear"], ["fig"]], "x": [["kiwi"]]})",
      R"({"9": [100, 200]})",
      R"({"fig": {"cat": "Fruit", "price": 1.5, "desc": "Fig"}, "40": {}})");
  ASSERT_TRUE(record.ok()) << record.error().message;
  ASSERT_EQ(record->shoppers.size(), 3u);
  EXPECT_EQ(record->shoppers[0].name, "9");
  EXPECT_EQ(record->shoppers[0].baskets[0].items, (std::vector<ItemNumber>{0, 1}));  // fig, pear
  EXPECT_EQ(record->shoppers[0].baskets[1].minute, 200);
  EXPECT_EQ(record->shoppers[1].name, "10");
  ASSERT_EQ(record->shoppers[1].baskets.size(), 1u);
  EXPECT_EQ(record->shoppers[1].baskets[0].items, (std::vector<ItemNumber>{1, 40}));
  EXPECT_EQ(record->shoppers[2].baskets[0].items, (std::vector<ItemNumber>{2}));
  EXPECT_EQ(record->facts.at(0).category, "Fruit");
  EXPECT_EQ(record->facts.at(0).price, 1.5);
  EXPECT_TRUE(record->facts.contains(40));
}

TEST(ParseBaskets, TakesShoppersFromWithinUsers) {
  const Result<ShoppingRecord> record = ParseBaskets(R"({"users": {"a": [[1]]}})", "", "");
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->shoppers.front().name, "a");
}

TEST(ParseBaskets, SaysWhatWasExpectedWhere) {
  const auto message = [](std::string_view baskets, std::string_view times = "") {
    return ParseBaskets(baskets, times, "").error().message;
  };
  EXPECT_EQ(message("[]"), "expected a JSON object");
  EXPECT_EQ(message(R"({"a": 1})"), "a: expected an array of baskets");
  EXPECT_EQ(message(R"({"a": [[1], 2]})"), "a[1]: expected an array of items");
  EXPECT_EQ(message(R"({"a": [[1.5]]})"), "a[0]: expected items as whole numbers or texts");
  EXPECT_EQ(message(R"({"a": [[1]]})", R"({"a": [1, 2]})"),
            "times: a: expected a minute for each basket");
}

TEST(ParseHistoryAndFuture, JoinsEachShoppersLastBasket) {
  const Result<ShoppingRecord> record = ParseHistoryAndFuture(
      R"({"1": [[-1], [3, 2], [-1]], "2": [[-1], [5], [-1]]})", R"({"1": [[-1], [4], [-1]]})");
  ASSERT_TRUE(record.ok());
  ASSERT_EQ(record->shoppers[0].baskets.size(), 2u);
  EXPECT_EQ(record->shoppers[0].baskets[1].items, (std::vector<ItemNumber>{4}));
  EXPECT_EQ(record->shoppers[1].baskets.size(), 1u);
}

TEST(ParsePopulation, TakesNamesOrBaskets) {
  EXPECT_EQ(ParsePopulation(R"(["a", 7])")->names, (std::vector<std::string>{"a", "7"}));
  const Result<PopulationFile> own = ParsePopulation(R"({"b": [[1]], "a": [[2]]})");
  EXPECT_EQ(own->names, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(own->baskets.empty());
  EXPECT_EQ(ParsePopulation("7").error().message,
            "expected the shoppers' names, [name, ...], or their baskets, {name: [...]}");
}

TEST(JoinBaskets, JoinsGroupsOfConsecutiveBaskets) {
  ShoppingRecord record;
  record.shoppers = {{"a", {{1, {5}}, {2, {3}}, {3, {4}}}}};
  JoinBaskets(2, &record);
  ASSERT_EQ(record.shoppers[0].baskets.size(), 2u);
  EXPECT_EQ(record.shoppers[0].baskets[0].items, (std::vector<ItemNumber>{3, 5}));
  EXPECT_EQ(record.shoppers[0].baskets[0].minute, 1);
}

// Six shoppers who bought 1 and 2; of them "f" is in a household, and so are the items 8 and 9.
ShoppingRecord SmallRecord() {
  ShoppingRecord record;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    record.shoppers.push_back({name, {{std::nullopt, {1, 2}}, {std::nullopt, {1}}}});
  }
  record.shoppers.back().baskets.push_back({std::nullopt, {8}});
  record.facts[1] = {"Tea", "Kitchen > Tea", 1.25};
  return record;
}

TEST(MakePopulationPack, LearnsFromThePopulationAlone) {
  const Result<PopulationPack> pack =
      MakePopulationPack(SmallRecord(), {"a", "b", "c", "d", "e"}, {9}, 5, nullptr);
  ASSERT_TRUE(pack.ok()) << pack.error().message;
  const Result<Catalog> catalog = Catalog::FromPack(pack->bytes);
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  EXPECT_EQ(catalog->item_count(), 4u);  // 1, 2, 8 and 9
  const auto customers = catalog->columns().item_customers;
  EXPECT_EQ(customers[catalog->FindSku("1")], 5u);
  EXPECT_EQ(customers[catalog->FindSku("8")], 0u);
  EXPECT_EQ(catalog->NeighbourCount(catalog->FindSku("1")), 1u);
  EXPECT_EQ(catalog->Title(catalog->FindSku("1")), "Tea");
  EXPECT_EQ(catalog->Title(catalog->FindSku("2")), "Item 2");
  EXPECT_EQ(catalog->columns().price_minor[catalog->FindSku("1")], 125);
}

TEST(MakePopulationPack, WithholdsWhatTooFewStandBehind) {
  const Result<PopulationPack> pack =
      MakePopulationPack(SmallRecord(), {"a", "b", "c", "d", "e"}, {}, 6, nullptr);
  ASSERT_TRUE(pack.ok());
  const Result<Catalog> catalog = Catalog::FromPack(pack->bytes);
  EXPECT_EQ(catalog->columns().item_customers[catalog->FindSku("1")], 0u);
}

TEST(MakePopulationPack, RefusesAShopperWhomTheDataDoNotHave) {
  const Result<PopulationPack> pack = MakePopulationPack(SmallRecord(), {"a", "z"}, {}, 2, nullptr);
  ASSERT_FALSE(pack.ok());
  EXPECT_EQ(pack.error().message, "the data have no shopper \"z\" of the population");
}

TEST(ReadStudy, ChecksThatTheFilesFitEachOther) {
  const std::string full(kWorld);
  const std::string truth =
      R"({"hh": "h", "members": ["A", "B"], "truth": ["A", "B", "A", "B"], "kind": ["normal",)"
      R"("normal", "normal", "gift"], "tests": {}, "unenrolled": []})";
  const auto message = [](const std::string& visible, const std::string& answers) {
    const Result<Study> study = ReadStudy({"v", visible}, {"t", answers});
    return study.ok() ? "" : study.error().message;
  };
  EXPECT_EQ(message(full + "\n", truth), "");
  EXPECT_EQ(message(full + "\n" + full, truth),
            "v:2: expected each world once: h has two \"full\"");
  EXPECT_EQ(message(full + "\n{", truth).substr(0, 4), "v:2:");
  EXPECT_EQ(message("", truth), "v: expected one household per line");
  EXPECT_EQ(message(Replaced(full, "full", "minus:A"), ""),
            "expected a world \"full\" of household h");
  EXPECT_EQ(message(full, Replaced(truth, "[\"A\", \"B\", \"A\", \"B\"]", "[]")),
            "t:1: kind: expected one for each entry of truth");
  EXPECT_EQ(message(full, Replaced(truth, "\"hh\": \"h\"", "\"hh\": \"g\"")),
            "t: expected household h");
  EXPECT_EQ(
      message(full + "\n" + Replaced(Replaced(full, "full", "minus:A"), "\"s\": 3", "\"s\": 2"),
              truth),
      "expected in h \"minus:A\" only visits of world \"full\", not 2");
}

TEST(ReadStudy, ShowsListsAtOneMomentInAllWorldsOfAHousehold) {
  const std::string full = Replaced(Replaced(kWorld, "\"t\": 10", "\"t\": null"), "90", "null");
  const std::string minus =
      R"({"hh": "h", "world": "minus:B", "members": ["A", "B"], "now": null, "pages": [[5, 6]],)"
      R"("sessions": [{"s": 0, "t": null, "items": [2, 1], "label": "A", "private": false}]})";
  const Result<Study> both = ReadStudy({"v", full + "\n" + minus}, {});
  ASSERT_TRUE(both.ok()) << both.error().message;
  EXPECT_EQ(both->now, ReadStudy({"v", full}, {})->now);
  EXPECT_GT(both->now.at("h"), TimeOfItem(both->worlds.at({"h", kFullWorld}).visits[1], 1));
}

}  // namespace
}  // namespace hearth
