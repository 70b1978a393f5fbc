// The list against a real shop's titles, and the table of tests against the list.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "pack/feed/categories.h"
#include "pack/orders/online_retail.h"
#include "policy/mapped_categories.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string TextOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

OrderedJson ListAsWritten() {
  return OrderedJson::parse(TextOf(HEARTH_SOURCE_DIR "/core/policy/sensitive_default.json"));
}

TEST(SensitiveDefaultJson, HasNoCategoryThatTheTestsForgot) {
  std::set<std::string> mapped;
  for (const MappedCategory& each : kMappedCategories) mapped.insert(each.path);
  const OrderedJson written = ListAsWritten();
  for (const OrderedJson& topic : written["topics"]) {
    if (!topic.contains("categories")) continue;
    for (const std::string path : topic["categories"]) EXPECT_TRUE(mapped.contains(path)) << path;
  }
}

// It was rewritten when the library was built (embed.cmake).
TEST(SensitiveDefaultJson, IsTheListOfTheLibrary) {
  const SensitiveList& built_in = SensitiveList::Default();
  const OrderedJson written = ListAsWritten();
  const auto read = SensitiveList::FromJson(written.dump());
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(built_in.topics().size(), read->topics().size());
  for (size_t i = 0; i < read->topics().size(); ++i) {
    EXPECT_EQ(built_in.topics()[i].id, read->topics()[i].id);
    EXPECT_EQ(built_in.topics()[i].name, read->topics()[i].name);
    EXPECT_EQ(built_in.topics()[i].tier, read->topics()[i].tier);
    EXPECT_EQ(built_in.topics()[i].adults_only, read->topics()[i].adults_only);
  }
  const auto same = [&](const std::string& title, const std::string& path) {
    EXPECT_EQ(built_in.Classify(title, path), read->Classify(title, path)) << title << path;
  };
  for (const OrderedJson& topic : written["topics"]) {
    for (const char* name : {"categories", "translated", "except"}) {
      if (!topic.contains(name)) continue;
      for (const std::string path : topic[name]) same("", path);
    }
    for (const uint32_t number : topic.value("numbers", std::vector<uint32_t>())) {
      EXPECT_EQ(built_in.ClassifyNumber(number), read->ClassifyNumber(number)) << number;
      EXPECT_NE(read->ClassifyNumber(number), kNoTopic) << number;
    }
    for (const OrderedJson& rule : topic["titles"]) {
      const std::string first = rule["words"][0];
      for (const std::string word : rule["words"]) same(word, "");
      if (!rule.contains("unless")) continue;
      for (const std::string word : rule["unless"]) same(first + ", " + word, "");
    }
  }
}

// Many categories have a name that also is among the words. Each must hold without.
TEST(SensitiveDefaultJson, FlagsEveryMappedCategoryWithoutItsWords) {
  OrderedJson written = ListAsWritten();
  for (OrderedJson& topic : written["topics"]) topic.erase("titles");
  const auto list = SensitiveList::FromJson(written.dump());
  ASSERT_TRUE(list.ok()) << list.error().message;
  for (const MappedCategory& mapped : kMappedCategories) {
    const TopicIndex topic = list->Classify("Condom, Wine, Toy", mapped.path);
    EXPECT_EQ(list->topics()[topic].id, mapped.topic) << mapped.path;
  }
}

// Gifts and homeware: wine glass charms, hip flasks, hot water bottles, cigar boxes, toy soldiers,
// a pop gun, church candles. Whatever else comes to be flagged is a false positive.
TEST(SensitiveDefaultJson, FlagsWhatItShouldInARealShop) {
  const auto rules =
      CategoryRules::Parse(TextOf(HEARTH_SOURCE_DIR "/web-demo/data/categories.rules"), "rules");
  ASSERT_TRUE(rules.ok());
  const auto retail = ReadOnlineRetail(TextOf(HEARTH_DATA_DIR "/online_retail.csv"), "csv", *rules,
                                       /*hold_out=*/false);
  ASSERT_TRUE(retail.ok());
  ASSERT_GT(retail->items.size(), 3000u);
  const SensitiveList& list = SensitiveList::Default();
  std::set<std::string> flagged;
  size_t quiet = 0;
  for (const FeedItem& item : retail->items) {
    const TopicIndex topic = list.Classify(item.title, item.category);
    if (list.TierOf(topic) == Tier::kQuiet) ++quiet;
    if (list.TierOf(topic) >= Tier::kOwnScreen) {
      flagged.insert(list.topics()[topic].id + ": " + item.title);
    }
  }
  const std::set<std::string> expected = {
      "baby_maternity: Carousel Ponies Baby Bib", "baby_maternity: Circus Parade Baby Gift Set",
      "baby_maternity: Dolly Girl Baby Gift Set", "baby_maternity: I Love London Baby Gift Set",
      "baby_maternity: Pink Baby Bunting",        "baby_maternity: Red Baby Bunting",
      "baby_maternity: Scottie Dogs Baby Bib",    "baby_maternity: Spaceboy Baby Gift Set",
      "beliefs: Set of 6 Nativity Magnets",       "tobacco: Cannabis Leaf Bead Curtain",
      "tobacco: Rasta in Bath W Spliff Ashtray",  "tobacco: Retro Brown Ball Ashtray",
      "tobacco: Retro Pink Ball Ashtray",         "tobacco: Retro Tin Ashtray, Revolutionary",
  };
  EXPECT_EQ(flagged, expected);
  EXPECT_GT(quiet, 300u);
  EXPECT_LT(quiet, 450u);
}

}  // namespace
}  // namespace hearth
