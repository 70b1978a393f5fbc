#include "engine/engine.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

constexpr Time kNow = 1'323'388'800'000;

class EngineTest : public testing::Test {
 protected:
  EngineTest() { EXPECT_TRUE(Json::parse(engine_.LoadPack(SmallShopPack())).contains("ok")); }

  Json Ask(Json request, Time now = kNow) {
    request["now"] = now;
    return Json::parse(engine_.Handle(request.dump()));
  }
  Json Ok(Json request, Time now = kNow) {
    const Json envelope = Ask(std::move(request), now);
    EXPECT_TRUE(envelope.contains("ok")) << envelope;
    return envelope.contains("ok") ? envelope["ok"] : Json();
  }
  std::string Record(std::string type, std::string sku, Time time = kNow) {
    return Ok(
        {{"op", "record"}, {"event", {{"type", type}, {"sku", sku}, {"time", time}}}})["ids"][0];
  }
  Json SearchFor(std::string query, Time time = kNow) {
    return Ok(
        {{"op", "record"}, {"event", {{"type", "search"}, {"query", query}, {"time", time}}}});
  }
  std::vector<std::string> Skus(Json request) {
    std::vector<std::string> skus;
    const Json slate = Ok(std::move(request));
    for (const Json& item : slate["items"]) skus.push_back(item["sku"]);
    return skus;
  }

  Engine engine_;
};

TEST_F(EngineTest, TellsItsStatus) {
  Record("view", "C1");
  const Json status = Ok({{"op", "status"}});
  EXPECT_EQ(status["events"], 1);
  EXPECT_EQ(status["items"], 1);
  EXPECT_EQ(status["paused"], false);
  EXPECT_EQ(status["catalog"]["shop"], "Corner Shop");
  EXPECT_EQ(status["catalog"]["items"], 6);
  EXPECT_EQ(status["catalog"]["currency"], "GBP");
}

TEST_F(EngineTest, AnswersWithoutACatalogThatItNeedsOne) {
  Engine empty;
  const Json envelope =
      Json::parse(empty.Handle(R"({"op":"rank","now":1323388800000,"surface":"home"})"));
  EXPECT_EQ(envelope["error"]["code"], "not_ready");
  EXPECT_EQ(Json::parse(empty.Handle(R"({"op":"status"})"))["ok"]["catalog"], nullptr);
}

TEST_F(EngineTest, RanksByTheTreesOfAPackThatHasThem) {
  const auto first = [&] { return Skus({{"op", "rank"}, {"surface", "home"}})[0]; };
  const auto why = [&] { return Ok({{"op", "why"}, {"sku", "L1"}})["reasons"][0]["code"]; };
  Record("view", "L1", kNow - kMsPerHour);
  EXPECT_EQ(first(), "L1");
  EXPECT_EQ(why(), "your_style");
  TreeArrays viewed;  // or not: nothing else counts
  viewed.feature_names = {"views"};
  viewed.feature = {0, kLeafFeature, kLeafFeature};
  viewed.threshold = {1, 0, 0};
  viewed.child = {1, 0, 1};
  viewed.value = {1 << 26, 0};
  viewed.root = {0};
  auto columns = SmallShopColumns();
  PutModel(viewed, columns.get());
  ASSERT_TRUE(Json::parse(engine_.LoadPack(*EncodePack(*columns))).contains("ok"));
  EXPECT_NE(first(), "L1");
  EXPECT_NE(why(), "your_style") << "what speaks against it is no reason";
  viewed.value = {0, 1 << 26};
  PutModel(viewed, columns.get());
  ASSERT_TRUE(Json::parse(engine_.LoadPack(*EncodePack(*columns))).contains("ok"));
  EXPECT_EQ(first(), "L1");
  EXPECT_EQ(why(), "your_style");
  engine_.LoadPack(SmallShopPack());
  EXPECT_EQ(engine_.model().trees(Surface::kHome), nullptr)
      << "a pack without trees takes those of another away";
}

TEST_F(EngineTest, RanksItemsWithEverythingAPageDraws) {
  const Json slate = Ok({{"op", "rank"}, {"surface", "home"}, {"limit", 3}});
  EXPECT_EQ(slate["surface"], "home");
  ASSERT_EQ(slate["items"].size(), 3u);
  for (const Json& item : slate["items"]) {
    for (const char* key : {"sku", "title", "priceMinor", "category", "brand", "availability",
                            "link", "image", "reason"}) {
      EXPECT_TRUE(item.contains(key)) << key;
    }
    EXPECT_FALSE(item.contains("score"));
    EXPECT_FALSE(item["reason"]["text"].get<std::string>().empty());
  }
}

TEST_F(EngineTest, RanksDifferentlyForDifferentHistories) {
  const auto cold = Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}});
  const std::string& last = cold.back();
  Record("like", last);
  Record("view", last, kNow - 1);
  Record("basket_add", last, kNow - 2);
  const auto warm = Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}});
  EXPECT_EQ(warm.size(), cold.size());
  EXPECT_NE(warm, cold);
  EXPECT_NE(warm.back(), last);
}

TEST_F(EngineTest, ListsTheHistoryNewestFirstInWordsAPersonKnows) {
  Record("view", "C1", kNow - 10);
  Record("buy", "M1", kNow - 5);
  const Json list = Ok({{"op", "history.list"}});
  EXPECT_EQ(list["total"], 2);
  EXPECT_EQ(list["events"][0]["type"], "buy");
  EXPECT_EQ(list["events"][0]["title"], "Mug");
  EXPECT_EQ(list["events"][0]["category"], "Kitchen > Mugs");
  EXPECT_EQ(list["events"][0]["priceMinor"], 595);
  EXPECT_EQ(list["events"][0]["inCatalog"], true);
  EXPECT_EQ(list["events"][1]["sku"], "C1");
  EXPECT_EQ(Ok({{"op", "history.list"}, {"offset", 1}, {"limit", 5}})["events"].size(), 1u);
}

TEST_F(EngineTest, ErasesByEventItemCategoryRangeAndAll) {
  const auto count = [&] { return Ok({{"op", "status"}})["events"].get<int>(); };
  const auto fill = [&] {
    Ok({{"op", "history.erase"}, {"all", true}});
    Record("view", "C1", kNow - 40);
    Record("view", "C2", kNow - 30);
    Record("view", "L1", kNow - 20);
    return Record("view", "M1", kNow - 10);
  };
  const std::string mug = fill();
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"events", {mug}}})["erased"], 1);
  EXPECT_EQ(Ask({{"op", "history.erase"}, {"events", {mug}}})["error"]["code"], "not_found");
  EXPECT_EQ(count(), 3);
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"sku", "C1"}})["erased"], 1);
  fill();
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"category", "Home > Decor"}})["erased"], 3);
  EXPECT_EQ(count(), 1);
  fill();
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"from", kNow - 30}, {"to", kNow - 10}})["erased"], 2);
  fill();
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"all", true}})["erased"], 4);
  EXPECT_EQ(engine_.Snapshot(), Engine().Snapshot());
}

TEST_F(EngineTest, RefusesAnErasureThatIsNotExactlyOneThing) {
  Record("view", "C1");
  for (const Json& request :
       {Json{{"op", "history.erase"}}, Json{{"op", "history.erase"}, {"all", false}},
        Json{{"op", "history.erase"}, {"all", true}, {"sku", "C1"}},
        Json{{"op", "history.erase"}, {"from", kNow}},
        Json{{"op", "history.erase"}, {"events", {"xyz"}}}}) {
    EXPECT_EQ(Ask(request)["error"]["code"], "invalid_argument") << request;
  }
  EXPECT_EQ(Ok({{"op", "status"}})["events"], 1);
}

TEST_F(EngineTest, ExportsWhatCanBeRecordedAgain) {
  Record("view", "C1", kNow - 10);
  Record("buy", "M1", kNow - 5);
  const Json exported = Ok({{"op", "history.export"}});
  Engine other;  // no catalog: the export describes its items itself
  const Json request = {{"op", "record"}, {"now", kNow}, {"events", exported["events"]}};
  EXPECT_EQ(Json::parse(other.Handle(request.dump()))["ok"]["recorded"], 2);
  EXPECT_EQ(other.Snapshot(), engine_.Snapshot());
}

TEST_F(EngineTest, KeepsNothingThatEveryRecordHasTaken) {
  engine_.TakeChanges(hearth::Record::kPeople);
  engine_.TakeChanges(hearth::Record::kShop);
  Record("view", "C1");
  EXPECT_EQ(engine_.untaken().size(), 1u);
  ASSERT_EQ(engine_.effect(hearth::Record::kPeople), Effect::kNone);
  engine_.TakeChanges(hearth::Record::kShop);
  EXPECT_TRUE(engine_.untaken().empty()) << "the people's record has nothing to take";
}

TEST_F(EngineTest, SaysWhichCurrencyPricesAreInAndRefusesAnother) {
  Record("buy", "C1", kNow - kMsPerDay);
  const Json exported = Ok({{"op", "history.export"}});
  EXPECT_EQ(exported["currency"], "GBP");
  Engine without_catalog;
  EXPECT_EQ(Json::parse(without_catalog.Handle(R"({"op":"history.export"})"))["ok"]["currency"],
            nullptr);
  Json request = {{"op", "record"},
                  {"now", kNow},
                  {"events", exported["events"]},
                  {"skipKnown", true},
                  {"grownUp", {{"asked", true}}},
                  {"currency", "EUR"}};
  Ok({{"op", "history.erase"}, {"all", true}});
  const Json refused = Json::parse(engine_.Handle(request.dump()));
  EXPECT_EQ(refused["error"]["code"], "invalid_argument");
  EXPECT_EQ(refused["error"]["message"], "currency: expected this shop's own, GBP");
  request["currency"] = "GBP";
  EXPECT_EQ(Json::parse(engine_.Handle(request.dump()))["ok"]["recorded"], 1);
  EXPECT_EQ(Json::parse(without_catalog.Handle(request.dump()))["ok"]["recorded"], 1);
}

TEST_F(EngineTest, StopsRecordingAndUsingTheHistoryWhilePaused) {
  const auto cold = Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}});
  Record("like", cold.back());
  const auto warm = Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}});
  ASSERT_NE(warm, cold);
  Ok({{"op", "controls.pause"}, {"paused", true}});
  EXPECT_EQ(Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}}), cold);
  EXPECT_EQ(Ok({{"op", "record"}, {"event", {{"type", "view"}, {"sku", "C1"}}}})["recorded"], 0);
  const auto snapshot = engine_.Snapshot();
  Engine restarted;
  restarted.LoadPack(SmallShopPack());
  restarted.Restore(snapshot);
  EXPECT_EQ(Json::parse(restarted.Handle(R"({"op":"status"})"))["ok"]["paused"], true);
  Ok({{"op", "controls.pause"}, {"paused", false}});
  EXPECT_EQ(Skus({{"op", "rank"}, {"surface", "listing"}, {"category", ""}}), warm);
}

TEST_F(EngineTest, ExplainsAnItemByTheEventsBehindIt) {
  Record("buy", "C1", kNow - 20 * kMsPerDay);
  Record("view", "C1", kNow - kMsPerDay);
  const Json why = Ok({{"op", "why"}, {"sku", "C1"}});
  EXPECT_EQ(why["title"], "Alarm Clock");
  EXPECT_FALSE(why["reasons"].empty());
  ASSERT_EQ(why["events"].size(), 2u);
  EXPECT_EQ(why["events"][0]["type"], "view");
  EXPECT_EQ(why["events"][1]["type"], "buy");
}

TEST_F(EngineTest, GivesTheIntervalOfItemsThatAreBoughtAgain) {
  for (int trip = 1; trip <= 3; ++trip) Record("buy", "C1", kNow - trip * 21 * kMsPerDay);
  const Json again = Ok({{"op", "rank"}, {"surface", "buy_again"}})["items"][0];
  EXPECT_EQ(again["sku"], "C1");
  EXPECT_EQ(again["reason"],
            (Json{{"code", "buy_again"}, {"text", "About every 3 weeks"}, {"everyDays", 21}}));
  const Json shown = {{"surface", "buy_again"}};
  EXPECT_EQ(Ok({{"op", "why"}, {"sku", "C1"}, {"rank", shown}})["reasons"][0], again["reason"]);
  EXPECT_FALSE(Ok({{"op", "why"}, {"sku", "C1"}})["reasons"][0].contains("everyDays"));
  const Json home = Ok({{"op", "rank"}, {"surface", "home"}});
  for (const Json& item : home["items"]) {
    EXPECT_FALSE(item["reason"].contains("everyDays"));
  }
  // A shelf of the home page, whose "Why this?" says what its tile says.
  const Json subtle = {{"surface", "buy_again"}, {"subtle", true}};
  Json request = subtle;
  request["op"] = "rank";
  const Json there = Ok(request)["items"][0];
  EXPECT_EQ(there["sku"], "C1");
  EXPECT_EQ(there["reason"], (Json{{"code", "buy_again"}, {"text", "Buy it again"}}));
  EXPECT_EQ(Ok({{"op", "why"}, {"sku", "C1"}, {"rank", subtle}})["reasons"][0], there["reason"]);
  request["surface"] = "home";
  EXPECT_EQ(Ask(request)["error"]["code"], "invalid_argument") << "elsewhere nothing is to be kept";
}

TEST_F(EngineTest, ExplainsAnItemByWhatItGoesWithAndByNothingElse) {
  const Catalog& catalog = *engine_.catalog();
  const ItemIndex mug = catalog.FindSku("M1");
  int causes = 0, strangers = 0;
  for (const char* sku : {"C1", "C2", "C3", "L1", "L2"}) {  // nothing else is of the mug's category
    Ok({{"op", "history.erase"}, {"all", true}});
    Record("buy", sku, kNow - 20 * kMsPerDay);
    Record("impression", sku, kNow - 1000);
    const ItemIndex own = catalog.FindSku(sku);
    bool is_cause = false;
    for (size_t rank = 0; rank < catalog.NeighbourCount(own); ++rank) {
      is_cause = is_cause || catalog.NeighbourAt(own, rank).item == mug;
    }
    const Json events = Ok({{"op", "why"}, {"sku", "M1"}})["events"];
    ASSERT_EQ(events.size(), is_cause ? 1u : 0u) << sku;
    if (is_cause) {
      EXPECT_EQ(events[0]["sku"], sku);
      EXPECT_EQ(events[0]["type"], "buy") << "what was only shown explains nothing";
    }
    ++(is_cause ? causes : strangers);
  }
  EXPECT_EQ(causes, 3);
  EXPECT_EQ(strangers, 2);
}

TEST_F(EngineTest, KeepsSensitiveEventsOutOfSlatesAndOutOfWhy) {
  const auto cold = engine_.Handle(R"({"op":"rank","now":1323388800000,"surface":"home"})");
  Ok({{"op", "record"},
      {"event", {{"type", "like"}, {"sku", "C2"}, {"label", "sensitive"}, {"time", kNow - 5}}}});
  EXPECT_EQ(engine_.Handle(R"({"op":"rank","now":1323388800000,"surface":"home"})"), cold);
  EXPECT_TRUE(Ok({{"op", "why"}, {"sku", "C2"}})["events"].empty());
}

TEST_F(EngineTest, ListsASearchInItsWordsAndErasesIt) {
  Record("view", "C1", kNow - 20);
  const std::vector<uint8_t> before = engine_.Snapshot();
  const std::string id = SearchFor("  Wall clock ", kNow - 10)["ids"][0];
  const Json list = Ok({{"op", "history.list"}});
  ASSERT_EQ(list["total"], 2);
  const Json& search = list["events"][0];
  EXPECT_EQ(search["id"], id);
  EXPECT_EQ(search["type"], "search");
  EXPECT_EQ(search["title"], "Wall clock");
  EXPECT_EQ(search["sku"], "");
  EXPECT_EQ(search["quantity"], 1);
  EXPECT_EQ(search["priceMinor"], 0);
  EXPECT_EQ(search["inCatalog"], false);
  EXPECT_EQ(search["topic"], nullptr);
  const Json status = Ok({{"op", "status"}});
  EXPECT_EQ(status["events"], 2);
  EXPECT_EQ(status["items"], 1) << "it is about no item";
  Engine restored;
  ASSERT_TRUE(Json::parse(restored.Restore(engine_.Snapshot())).contains("ok"));
  EXPECT_EQ(restored.Snapshot(), engine_.Snapshot());
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"sku", ""}})["erased"], 0);
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"category", ""}})["erased"], 0);
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"events", {id}}})["erased"], 1);
  EXPECT_EQ(engine_.Snapshot(), before);
}

TEST_F(EngineTest, ErasesSearchesWithTheTimeAndWithEverything) {
  SearchFor("clock", kNow - 20);
  SearchFor("candle", kNow - 10);
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"from", kNow - 10}, {"to", kNow}})["erased"], 1);
  EXPECT_EQ(Ok({{"op", "history.list"}})["events"][0]["title"], "clock");
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"all", true}})["erased"], 1);
  EXPECT_EQ(engine_.Snapshot(), Engine().Snapshot());
}

TEST_F(EngineTest, ExportsSearchesThatCanBeRecordedAgain) {
  SearchFor("wall clock", kNow - 20);
  Record("view", "C1", kNow - 10);
  const Json exported = Ok({{"op", "history.export"}});
  EXPECT_EQ(exported["events"][0]["query"], "wall clock");
  EXPECT_FALSE(exported["events"][0].contains("sku"));
  Engine other;
  const Json request = {{"op", "record"}, {"now", kNow}, {"events", exported["events"]}};
  EXPECT_EQ(Json::parse(other.Handle(request.dump()))["ok"]["recorded"], 2);
  EXPECT_EQ(other.Snapshot(), engine_.Snapshot());
}

TEST_F(EngineTest, SteersByASearchWhileItsVisitLastsAndSaysWhy) {
  const Json listing = {{"op", "rank"}, {"surface", "listing"}, {"category", ""}};
  const auto before = Skus(listing);
  const auto place = [](const std::vector<std::string>& skus) {
    return std::find(skus.begin(), skus.end(), "C1") - skus.begin();
  };
  SearchFor("scented candle", kNow - 2000);
  const std::string id = SearchFor("alarm", kNow - 1000)["ids"][0];
  EXPECT_LT(place(Skus(listing)), place(before));
  const Json why =
      Ok({{"op", "why"}, {"sku", "C1"}, {"rank", {{"surface", "listing"}, {"category", ""}}}});
  EXPECT_EQ(why["reasons"][0]["code"], "matches_search");
  EXPECT_EQ(why["reasons"][0]["text"], "Matches your search");
  ASSERT_EQ(why["events"].size(), 1u) << "the other search did not find it";
  EXPECT_EQ(why["events"][0]["id"], id);
  EXPECT_TRUE(Ok({{"op", "why"}, {"sku", "C2"}})["events"].empty());
  std::vector<std::string> later;
  const Json slate = Ok(listing, kNow + kMsPerHour);
  for (const Json& item : slate["items"]) later.push_back(item["sku"]);
  EXPECT_EQ(later, before) << "that visit is over";
  EXPECT_TRUE(Ok({{"op", "why"}, {"sku", "C1"}}, kNow + kMsPerHour)["events"].empty());
}

TEST_F(EngineTest, FindsAnewWhenTheCatalogChanges) {
  SearchFor("alarm");
  const Json listing = {{"op", "rank"}, {"surface", "listing"}, {"category", ""}};
  EXPECT_EQ(Skus(listing)[0], "C1");
  ASSERT_TRUE(Json::parse(engine_.LoadCatalogJson(R"({"shop":"Other","currency":"GBP","items":[
      {"id":"X1","title":"Lamp","price":"9.99 GBP","product_type":"Home"},
      {"id":"X2","title":"Alarm","price":"9.99 GBP","product_type":"Home"},
      {"id":"X3","title":"Rug","price":"9.99 GBP","product_type":"Home"}]})"))
                  .contains("ok"));
  EXPECT_EQ(Skus(listing)[0], "X2");
}

TEST_F(EngineTest, RecordsNoSearchWhilePaused) {
  Ok({{"op", "controls.pause"}, {"paused", true}});
  EXPECT_EQ(SearchFor("clock")["recorded"], 0);
  Ok({{"op", "controls.pause"}, {"paused", false}});
  EXPECT_EQ(Ok({{"op", "history.list"}})["total"], 0);
}

TEST_F(EngineTest, RefusesASearchTwiceAndOneOfTomorrow) {
  SearchFor("clock");
  const auto code = [&](Time time) {
    return Ask(
        {{"op", "record"},
         {"event", {{"type", "search"}, {"query", "clock"}, {"time", time}}}})["error"]["code"];
  };
  EXPECT_EQ(code(kNow), "duplicate");
  EXPECT_EQ(code(kNow + 1), "invalid_argument");
}

TEST_F(EngineTest, SkipsItemsItDoesNotKnowAndNamesThem) {
  const Json slate = Ok({{"op", "rank"}, {"surface", "basket"}, {"basket", {"M1", "NOPE"}}});
  EXPECT_EQ(slate["unknown"], Json({"NOPE"}));
  EXPECT_FALSE(slate["items"].empty());
}

// The small shop, once it has heard of what its page already sells.
constexpr const char* kLaterShop = R"({"shop": "Later", "currency": "GBP", "items": [
    {"id": "NEW", "title": "Lamp", "price": "9.99 GBP", "product_type": "Home > Lamps"},
    {"id": "OLD", "title": "Mug", "price": "9.99 GBP", "product_type": "Home > Lamps"}]})";

TEST_F(EngineTest, CountsADescribedItemOnceThePackHasIt) {
  const Json item = {{"title", "Lamp"}, {"category", "Home > Lamps"}};
  const Json event = {{"type", "view"}, {"sku", "NEW"}, {"item", item}};
  EXPECT_EQ(Ok({{"op", "record"}, {"event", event}})["recorded"], 1);
  EXPECT_TRUE(Json::parse(engine_.LoadCatalogJson(kLaterShop)).contains("ok"));
  const Json listed = Ok({{"op", "history.list"}})["events"][0];
  EXPECT_EQ(listed["label"], "personal");
  EXPECT_EQ(listed["inCatalog"], true);
  EXPECT_EQ(Skus({{"op", "rank"}, {"surface", "home"}}), (std::vector<std::string>{"NEW", "OLD"}));
  const Json why = Ok({{"op", "why"}, {"sku", "NEW"}});
  EXPECT_EQ(why["events"].size(), 1u);
}

TEST_F(EngineTest, SealsWhatIsKnownByItsSkuAlone) {
  const Json event = {{"type", "buy"}, {"sku", "NEW"}};
  EXPECT_EQ(Ok({{"op", "record"}, {"event", event}})["recorded"], 1);
  const Json kept = Ok({{"op", "history.list"}})["events"][0];
  EXPECT_EQ(kept["sku"], "NEW");
  EXPECT_EQ(kept["label"], "sensitive");
  EXPECT_EQ(kept["inCatalog"], false);
  EXPECT_TRUE(Json::parse(engine_.LoadCatalogJson(kLaterShop)).contains("ok"));
  EXPECT_TRUE(Ok({{"op", "rank"}, {"surface", "buy_again"}})["items"].empty()) << "still sealed";
}

TEST_F(EngineTest, KeepsNobodysEventOfAnItemKnownByItsSkuAlone) {
  Ok({{"op", "household.add"}, {"name", "Ben"}, {"kind", "adult"}, {"colour", "sea"}});
  const Json event = {{"type", "view"}, {"sku", "NEW"}};
  const Json told = Ok({{"op", "record"}, {"viewer", nullptr}, {"event", event}});
  EXPECT_EQ(told["recorded"], 0);
  EXPECT_EQ(told["skipped"], 1);
}

TEST_F(EngineTest, SkipsAnImportsItemsThatAreNeitherSoldNorDescribed) {
  const auto bought = [](const char* sku, Time age) {
    return Json{{"type", "buy"}, {"sku", sku}, {"time", kNow - age}};
  };
  Json described = bought("GONE-2", 3000);
  described["item"] = {{"title", "Lamp"}};
  const Json told =
      Ok({{"op", "record"},
          {"skipKnown", true},
          {"events", {bought("C1", 1000), bought("GONE-1", 2000), described, bought("M1", 4000)}}});
  EXPECT_EQ(told["recorded"], 3);
  EXPECT_EQ(told["skipped"], 1);
  EXPECT_EQ(Ok({{"op", "history.list"}})["total"], 3);
}

TEST_F(EngineTest, KeepsTheHistoryWhenTheCatalogChanges) {
  Record("view", "C1");
  const char* other = R"({"shop":"Other","currency":"GBP","items":[
      {"id":"X1","title":"Lamp","price":"9.99 GBP","product_type":"Home > Lamps"}]})";
  EXPECT_TRUE(Json::parse(engine_.LoadCatalogJson(other)).contains("ok"));
  const Json list = Ok({{"op", "history.list"}});
  EXPECT_EQ(list["events"][0]["title"], "Alarm Clock");
  EXPECT_EQ(list["events"][0]["inCatalog"], false);
  EXPECT_EQ(Skus({{"op", "rank"}, {"surface", "home"}}), std::vector<std::string>{"X1"});
}

TEST_F(EngineTest, SearchesForTheFirstSixteenDifferentWords) {
  Engine engine;
  engine.LoadCatalogJson(R"({"shop": "Shop", "currency": "GBP", "items": [
      {"id": "A", "title": "Abcdefghijklmnopq", "price": "1.00 GBP", "product_type": "Letters"}]})");
  const auto total = [&](const std::string& query) {
    const Json request = {{"op", "catalog.search"}, {"query", query}};
    return Json::parse(engine.Handle(request.dump()))["ok"]["total"].get<int>();
  };
  std::string words;
  for (size_t i = 1; i <= 15; ++i) words += std::string("abcdefghijklmnopq").substr(0, i) + " AB ";
  EXPECT_EQ(total(words), 1);
  EXPECT_EQ(total(words + "x"), 0) << "repeated ones do not count";
  EXPECT_EQ(total(words + "letters x"), 1) << "the seventeenth";
  EXPECT_EQ(total("x letters"), 0);
}

TEST_F(EngineTest, SearchesInEveryAlphabetWithoutCapitalsAndAccents) {
  Engine engine;
  engine.LoadCatalogJson(R"({"shop": "Shop", "currency": "EUR", "items": [
      {"id": "OIL", "title": "Native \u00d6l", "price": "7.00 EUR"},
      {"id": "ECLAIR", "title": "\u00c9clair au caf\u00e9", "price": "3.00 EUR"},
      {"id": "APART", "title": "\u201eCafe\u0301\u201c\u2013Cre\u0300me", "price": "3.00 EUR"},
      {"id": "WARM", "title": "Термобельё, серое", "price": "30.00 EUR"},
      {"id": "BREAD", "title": "パン", "price": "2.00 EUR"},
      {"id": "STREET", "title": "Stra\u00dfenkreide", "price": "1.00 EUR"}]})");
  const auto found = [&](const std::string& query) {
    const Json request = {{"op", "catalog.search"}, {"query", query}};
    const Json answer = Json::parse(engine.Handle(request.dump()));
    std::string skus;
    for (const Json& item : answer["ok"]["items"]) skus += item["sku"].get<std::string>() + " ";
    return skus;
  };
  for (const char* query : {"\u00d6L", "\u00f6l", "ol", "o\u0308l NATIVE"}) {
    EXPECT_EQ(found(query), "OIL ") << query;
  }
  EXPECT_EQ(found("\u00e9clair"), "ECLAIR ");
  EXPECT_EQ(found("cafe"), "ECLAIR APART ") << "quotes and dashes beyond ASCII separate words";
  EXPECT_EQ(found("cr\u00e8me"), "APART ");
  EXPECT_EQ(found("термобелье СЕРОЕ"), "WARM ");
  EXPECT_EQ(found("белье"), "") << "words are begun";
  EXPECT_EQ(found("\u30d1"), "BREAD ");
  EXPECT_EQ(found("\u30cf\u309a\u30f3"), "BREAD ");
  EXPECT_EQ(found("\u30cf\u309a\u30f3\u30f3"), "") << "longer than the title";
  EXPECT_EQ(found("STRASSE"), "STREET ");
}

TEST_F(EngineTest, ListsAndSearchesTheCatalogInTheShopsOrder) {
  const Json all = Ok({{"op", "catalog.list"}});
  EXPECT_EQ(all["total"], 6);
  EXPECT_EQ(all["items"].size(), 6u);
  EXPECT_EQ(Ok({{"op", "catalog.list"}, {"category", "Home > Decor > Clocks"}})["total"], 3);
  EXPECT_EQ(Ok({{"op", "catalog.list"}, {"offset", 4}, {"limit", 10}})["items"].size(), 2u);
  EXPECT_EQ(Ask({{"op", "catalog.list"}, {"category", "Nowhere"}})["error"]["code"], "not_found");
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"query", "CLO al"}})["items"][0]["sku"], "C1");
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"query", "candles"}})["total"], 2) << "by category";
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"query", "lock"}})["total"], 0) << "words are begun";
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"query", " - "}})["total"], 0);
  const Json categories = Ok({{"op", "catalog.categories"}})["categories"];
  EXPECT_EQ(categories[0]["path"], "Home");
  EXPECT_EQ(categories[0]["items"], 5);
  EXPECT_EQ(categories[1]["path"], "Home > Decor");
}

TEST_F(EngineTest, ComesBackFromASnapshotAsItWas) {
  Record("view", "C1", kNow - 9);
  Record("buy", "M1", kNow - 5);
  const auto bytes = engine_.Snapshot();
  Engine other;
  other.LoadPack(SmallShopPack());
  EXPECT_EQ(Json::parse(other.Restore(bytes))["ok"]["members"], 1);
  EXPECT_EQ(other.Snapshot(), bytes);
  const char* request = R"({"op":"rank","now":1323388800000,"surface":"home"})";
  EXPECT_EQ(other.Handle(request), engine_.Handle(request));
}

}  // namespace
}  // namespace hearth
