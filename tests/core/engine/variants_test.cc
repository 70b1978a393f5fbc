// Sizes of one shirt, as shoppers meet them: one tile, the size that was bought, and one secret.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/small_shop.h"
#include "engine/engine.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

constexpr Time kNow = 1'323'388'800'000;
constexpr int kAnna = 0, kBen = 1;

std::vector<uint8_t> Shop() {
  CatalogBuilder builder("Shop", {"GBP", 2});
  const auto add = [&](const char* sku, const char* group, const char* title, int32_t price,
                       Availability availability = Availability::kInStock) {
    FeedItem item = MakeItem(sku, title, price, "Clothing");
    item.group = group;
    item.availability = availability;
    EXPECT_TRUE(builder.Add(item).ok());
  };
  FeedItem mug = MakeItem("MUG", "Mug", 300, "Kitchen");
  mug.regular_minor = 400;
  EXPECT_TRUE(builder.Add(mug).ok());
  FeedItem pan = MakeItem("PAN-2", "Pan, large", 1000, "Kitchen");
  pan.group = "PAN";
  EXPECT_TRUE(builder.Add(pan).ok());
  pan.sku = "PAN-1";
  pan.title = "Pan, small";
  pan.regular_minor = 1500;
  EXPECT_TRUE(builder.Add(pan).ok());
  add("SHIRT-S", "SHIRT", "Shirt, small", 2000);
  add("SHIRT-M", "SHIRT", "Shirt, medium", 2100);
  add("SHIRT-XL", "SHIRT", "Shirt, extra large", 2300, Availability::kOutOfStock);
  add("SOCKS-1", "SOCKS", "Socks, thin", 300);
  add("SOCKS-2", "SOCKS", "Socks, warm", 400);
  add("HAT", "", "Hat", 900);
  const std::unique_ptr<OwnedColumns> columns = *builder.Build();
  columns->regular_price_minor = builder.RegularPrices();
  // Clothes are bought again, so that a bought one may come back.
  columns->k = 5;
  columns->repeat_permille.assign(columns->item_count(), 500);
  columns->gap_days.assign(columns->item_count(), 20);
  Result<std::vector<uint8_t>> bytes = EncodePack(*columns);
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  return *std::move(bytes);
}

class VariantsOfAShop : public testing::Test {
 protected:
  void SetUp() override {
    Ok(Json::parse(engine_.LoadPack(Shop())));
    Ask({{"op", "household.add"}, {"name", "Ben"}, {"kind", "adult"}});
  }

  Json Ok(const Json& envelope) {
    EXPECT_TRUE(envelope.contains("ok")) << envelope;
    return envelope.contains("ok") ? envelope["ok"] : Json();
  }
  Json Ask(Json request, Time now = kNow) {
    request["now"] = now;
    return Ok(Json::parse(engine_.Handle(request.dump())));
  }
  Json Record(const Json& viewer, const char* type, const char* sku, int days_ago = 0) {
    const Time time = kNow - days_ago * kMsPerDay - kMsPerMinute + ++recorded_;
    return Ask({{"op", "record"},
                {"viewer", viewer},
                {"event", {{"type", type}, {"sku", sku}, {"time", time}}}});
  }
  // The tile of a product on a slate; null where it has none, and never more than one.
  Json Tile(const Json& viewer, const char* surface, const char* group) {
    Json request = {{"op", "rank"}, {"surface", surface}, {"viewer", viewer}};
    if (std::string(surface) == "listing") request["category"] = "Clothing";
    Json tile;
    const Json slate = Ask(request);
    for (const Json& item : slate["items"]) {
      if (item.value("group", "") != group) continue;
      EXPECT_TRUE(tile.is_null()) << "two tiles of " << group;
      tile = item;
    }
    return tile;
  }
  Json History(int viewer) { return Ask({{"op", "history.list"}, {"viewer", viewer}})["events"]; }

  Engine engine_;
  int recorded_ = 0;
};

TEST_F(VariantsOfAShop, AreOneTile) {
  EXPECT_EQ(Ask({{"op", "rank"}, {"surface", "home"}, {"viewer", kAnna}})["items"].size(), 5u);
  EXPECT_EQ(Ask({{"op", "catalog.list"}, {"viewer", kAnna}})["total"], 5);
  const Json tile = Tile(kAnna, "home", "SHIRT");
  EXPECT_EQ(tile["sku"], "SHIRT-S");
  EXPECT_EQ(tile["title"], "Shirt, small");
  EXPECT_FALSE(Ask({{"op", "catalog.item"}, {"sku", "HAT"}}).contains("group"));
}

TEST_F(VariantsOfAShop, AnItemTellsAllOfThem) {
  const Json item = Ask({{"op", "catalog.item"}, {"sku", "SHIRT-M"}});
  EXPECT_EQ(item["sku"], "SHIRT-M");
  EXPECT_EQ(item["priceMinor"], 2100);
  std::vector<std::string> skus;
  for (const Json& each : item["variants"]) skus.push_back(each["sku"]);
  EXPECT_EQ(skus, (std::vector<std::string>{"SHIRT-S", "SHIRT-M", "SHIRT-XL"}));
  EXPECT_EQ(item["variants"][2]["availability"], "out_of_stock");
  EXPECT_EQ(Ask({{"op", "catalog.item"}, {"sku", "SHIRT"}})["sku"], "SHIRT-S");
}

TEST_F(VariantsOfAShop, TheSizeThatWasBoughtIsShown) {
  Record(kAnna, "buy", "SHIRT-S", 90);
  Record(kAnna, "buy", "SHIRT-M", 60);
  for (const char* surface : {"home", "buy_again", "listing"}) {
    const Json tile = Tile(kAnna, surface, "SHIRT");
    ASSERT_FALSE(tile.is_null()) << surface;
    EXPECT_EQ(tile["sku"], "SHIRT-M") << surface;
    EXPECT_EQ(tile["title"], "Shirt, medium") << surface;
    EXPECT_EQ(tile["priceMinor"], 2100) << surface;
  }
  EXPECT_EQ(Tile(kBen, "listing", "SHIRT")["sku"], "SHIRT-S");
  EXPECT_EQ(Tile(nullptr, "listing", "SHIRT")["sku"], "SHIRT-S");
}

TEST_F(VariantsOfAShop, ASizeThatWasSentBackIsNotShown) {
  Record(kAnna, "buy", "SHIRT-M", 60);
  Record(kAnna, "return", "SHIRT-M", 50);
  EXPECT_EQ(Tile(kAnna, "listing", "SHIRT")["sku"], "SHIRT-S");
}

TEST_F(VariantsOfAShop, ALookIsNoSize) {
  Record(kAnna, "view", "SHIRT-M");
  EXPECT_EQ(Tile(kAnna, "listing", "SHIRT")["sku"], "SHIRT-S");
}

TEST_F(VariantsOfAShop, ASizeThatIsSoldOutIsNotOffered) {
  Record(kAnna, "buy", "SHIRT-XL", 60);
  EXPECT_EQ(Tile(kAnna, "buy_again", "SHIRT")["sku"], "SHIRT-S");
}

// Two sizes are two purchases of one product: what was bought today is not offered again.
TEST_F(VariantsOfAShop, ClocksAndCapsAreTheProducts) {
  Record(kAnna, "buy", "SHIRT-S", 60);
  EXPECT_FALSE(Tile(kAnna, "home", "SHIRT").is_null());
  Record(kAnna, "buy", "SHIRT-M", 0);
  EXPECT_TRUE(Tile(kAnna, "home", "SHIRT").is_null());
  Record(kAnna, "dismiss", "SOCKS-2");
  EXPECT_TRUE(Tile(kAnna, "home", "SOCKS").is_null());
}

TEST_F(VariantsOfAShop, ABasketHoldsTheProduct) {
  const Json slate =
      Ask({{"op", "rank"}, {"surface", "home"}, {"viewer", kAnna}, {"basket", {"SHIRT-XL"}}});
  EXPECT_EQ(slate["unknown"].size(), 0u);
  for (const Json& item : slate["items"]) EXPECT_NE(item.value("group", ""), "SHIRT");
}

TEST_F(VariantsOfAShop, AreRecordedAsTheyAreNamed) {
  Record(kAnna, "view", "SHIRT");
  Record(kAnna, "view", "SHIRT-M");
  const Json events = History(kAnna);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0]["sku"], "SHIRT-M");
  EXPECT_EQ(events[0]["title"], "Shirt, medium");
  EXPECT_EQ(events[0]["priceMinor"], 2100);
  EXPECT_EQ(events[0]["inCatalog"], true);
  EXPECT_EQ(events[1]["sku"], "SHIRT");
}

TEST_F(VariantsOfAShop, WhySaysIt) {
  Record(kAnna, "buy", "SHIRT-M", 60);
  const Json why = Ask({{"op", "why"}, {"viewer", kAnna}, {"sku", "SHIRT-M"}});
  EXPECT_EQ(why["title"], "Shirt, medium");
  EXPECT_EQ(why["events"].size(), 1u);
}

// Looking at three sizes before buying one as a present tells of it three times.
TEST_F(VariantsOfAShop, APresentHidesTheLooksAtOtherSizes) {
  Record(kAnna, "view", "SHIRT");
  Record(kAnna, "view", "SHIRT-M");
  Record(kAnna, "view", "SHIRT-XL");
  Record(kAnna, "view", "SOCKS-1");
  Ask({{"op", "controls.surprise"},
       {"viewer", kAnna},
       {"skus", {"SHIRT-M"}},
       {"gift", {{"until", kNow + 9 * kMsPerDay}, {"for", kBen}}}});
  size_t sealed = 0;
  for (const Json& event : History(kAnna)) {
    const bool is_shirt = event["sku"].get<std::string>().starts_with("SHIRT");
    EXPECT_EQ(event["label"], is_shirt ? "gift" : "personal") << event;
    sealed += is_shirt;
  }
  EXPECT_EQ(sealed, 3u);
  Record(kAnna, "view", "HAT");
  Ask({{"op", "controls.label"}, {"viewer", kAnna}, {"skus", {"SOCKS"}}, {"label", "private"}});
  const Json events = History(kAnna);
  for (const Json& event : events) {
    if (event["sku"] != "SOCKS-1") continue;
    EXPECT_EQ(event["label"], "private");
  }
}

// Hers is the small one, his the medium: hers stays hers, until all sizes are meant.
TEST_F(VariantsOfAShop, APresentOfOneSizeLeavesAPurchaseOfAnother) {
  Record(kAnna, "view", "SHIRT-S");
  Record(kAnna, "buy", "SHIRT-S");
  Record(kAnna, "return", "SHIRT-S");
  Record(kAnna, "buy", "SHIRT-M");
  const auto give = [&](const char* sku) {
    Ask({{"op", "controls.surprise"},
         {"viewer", kAnna},
         {"skus", {sku}},
         {"gift", {{"until", kNow + 9 * kMsPerDay}, {"for", kBen}}}});
  };
  const auto labels = [&] {
    std::map<std::string, std::string> labels;
    for (const Json& event : History(kAnna)) {
      labels[event["type"].get<std::string>() + ' ' + event["sku"].get<std::string>()] =
          event["label"];
    }
    return labels;
  };
  using Labels = std::map<std::string, std::string>;
  give("SHIRT-M");
  EXPECT_EQ(labels(), (Labels{{"view SHIRT-S", "gift"},
                              {"buy SHIRT-S", "personal"},
                              {"return SHIRT-S", "personal"},
                              {"buy SHIRT-M", "gift"}}));
  give("SHIRT");
  EXPECT_EQ(labels()["buy SHIRT-S"], "gift");
  EXPECT_EQ(labels()["return SHIRT-S"], "gift");
  // A tile shows one size, and another was bought: that one is meant.
  Record(kAnna, "buy", "SOCKS-2");
  give("SOCKS-1");
  EXPECT_EQ(labels()["buy SOCKS-2"], "gift");
}

// What history may not do for an item, it does not do for its size.
TEST_F(VariantsOfAShop, OfAMutedCategoryShowNoBoughtSize) {
  Record(kAnna, "buy", "SHIRT-M", 60);
  EXPECT_EQ(Tile(kAnna, "listing", "SHIRT")["sku"], "SHIRT-M");
  Ask({{"op", "controls.mute"}, {"viewer", kAnna}, {"category", "Clothing"}, {"muted", true}});
  EXPECT_EQ(Tile(kAnna, "listing", "SHIRT")["sku"], "SHIRT-S");
}

TEST_F(VariantsOfAShop, ErasingOneErasesTheProduct) {
  Record(kAnna, "buy", "SHIRT-S", 60);
  Record(kAnna, "view", "SHIRT-M");
  Record(kAnna, "view", "HAT");
  const Json erased = Ask({{"op", "history.erase"}, {"viewer", kAnna}, {"sku", "SHIRT-M"}});
  EXPECT_EQ(erased["erased"], 2);
  EXPECT_EQ(History(kAnna).size(), 1u);
}

TEST_F(VariantsOfAShop, ASaleTellsThePriceBefore) {
  const auto regular = [&](const char* sku) {
    return Ask({{"op", "catalog.item"}, {"sku", sku}}).value("regularPriceMinor", 0);
  };
  EXPECT_EQ(regular("MUG"), 400);
  EXPECT_EQ(regular("PAN-1"), 1500);
  EXPECT_EQ(regular("PAN-2"), 0);
  EXPECT_EQ(regular("PAN"), 0);
  EXPECT_EQ(regular("HAT"), 0);
}

// A pack may call things otherwise tomorrow: what was recorded before stays the item's.
TEST_F(VariantsOfAShop, WhatWasRecordedBeforeTheyWereGroupedCounts) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  ASSERT_TRUE(builder.Add(MakeItem("SHIRT-M", "Shirt, medium", 2100, "Clothing")).ok());
  Ok(Json::parse(engine_.LoadPack(*EncodePack(**builder.Build()))));
  Record(kAnna, "buy", "SHIRT-M", 60);
  Ok(Json::parse(engine_.LoadPack(Shop())));
  EXPECT_EQ(Tile(kAnna, "buy_again", "SHIRT")["sku"], "SHIRT-M");
}

}  // namespace
}  // namespace hearth
