// Several shops in one browser: the people are the same, the events are one shop's, and what a
// member joined counts elsewhere by category, brand and price band alone.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "catalog/builder.h"
#include "catalog/small_shop.h"
#include "household/decisions.h"
#include "pack/writer/pack_writer.h"
#include "support/interference.h"
#include "support/numbers.h"
#include "support/secret_worlds.h"
#include "support/stored_shops.h"

namespace hearth {
namespace {

using nlohmann::json;

constexpr Time kNow = 1323388800000;  // the small shop's day
constexpr MemberId kAnna = 0, kBen = 1;

class Shops : public testing::Test {
 protected:
  json Ok(ShopWorker& shop, json request) {
    if (!request.contains("now")) request["now"] = now_;
    const json answer = json::parse(shop.Ask(request.dump()));
    EXPECT_TRUE(answer.contains("ok")) << request << "\n" << answer;
    return answer.value("ok", json());
  }
  void AddBen(ShopWorker& shop) {
    Ok(shop, {{"op", "household.change"}, {"member", kAnna}, {"name", "Anna"}});
    Ok(shop, {{"op", "household.add"}, {"name", "Ben"}});
  }
  void Record(ShopWorker& shop, MemberId viewer, const std::string& sku, const char* type = "buy") {
    Ok(shop, {{"op", "record"},
              {"viewer", viewer},
              {"event", {{"type", type}, {"sku", sku}, {"time", now_ - kMsPerHour}}}});
  }
  void Join(ShopWorker& shop, const char* name, MemberId member, bool joined = true) {
    Ok(shop, {{"op", "controls.join"}, {"viewer", member}, {"shop", name}, {"joined", joined}});
  }
  size_t Count(ShopWorker& shop, MemberId viewer) {
    return Ok(shop, {{"op", "history.list"}, {"viewer", viewer}})["events"].size();
  }
  // Shares of interest at a shop, after catching up.
  const Profile& ProfileOf(ShopWorker& shop, MemberId viewer) {
    shop.CatchUp();
    return shop.engine().ProfileFor({viewer, true}, now_);
  }
  int64_t Interest(ShopWorker& shop, MemberId viewer) {
    const Profile& profile = ProfileOf(shop, viewer);
    int64_t sum = 0;
    for (const int16_t share : profile.category_share) sum += share;
    return sum;
  }

  Time now_ = kNow;
  StoredShops store_;
  ShopWorker x_{store_, "x", SmallShopPack()};
  ShopWorker y_{store_, "y", SmallShopPack()};
};

TEST_F(Shops, HaveTheSamePeopleAndTheirOwnEvents) {
  AddBen(x_);
  Record(x_, kBen, "C1");
  EXPECT_EQ(Ok(y_, {{"op", "household.members"}})["members"].size(), 2u);
  EXPECT_EQ(Count(x_, kBen), 1u);
  EXPECT_EQ(Count(y_, kBen), 0u) << "C1 of another shop is another item";
  ShopWorker later(store_, "x", SmallShopPack());
  EXPECT_EQ(Count(later, kBen), 1u);
  EXPECT_EQ(later.engine().Snapshot(), x_.engine().Snapshot());
}

// Whether the other shop was open meanwhile.
class OpenOrNot : public Shops, public testing::WithParamInterface<bool> {
 protected:
  json Guarded(ShopWorker& shop, json request) {
    request["grownUp"] = {{"asked", true}};
    return Ok(shop, std::move(request));
  }
};
INSTANTIATE_TEST_SUITE_P(Shops, OpenOrNot, testing::Bool());

TEST_P(OpenOrNot, WithholdAMemberWhoWasRemovedElsewhereAndGiveThemBack) {
  const bool open = GetParam();
  AddBen(y_);
  Record(x_, kBen, "C1");
  Record(x_, kAnna, "L1");
  const json gone =
      Guarded(y_, {{"op", "household.remove"}, {"member", kBen}, {"history", "erase"}});
  if (open) {
    EXPECT_EQ(x_.engine().household().open_log().events().size(), 2u);
    EXPECT_EQ(Count(x_, kAnna), 1u);
    EXPECT_EQ(x_.engine().household().open_log().events().size(), 1u);
  }
  Ok(y_, {{"op", "household.undo"}, {"undo", gone["undo"]}});
  EXPECT_EQ(Count(x_, kBen), 1u) << open;
  ShopWorker later(store_, "x", SmallShopPack());
  EXPECT_EQ(Count(later, kBen), 1u) << open;
  EXPECT_EQ(later.engine().Snapshot(), x_.engine().Snapshot()) << open;
}

TEST_P(OpenOrNot, ForgetAMemberWhoWasRemovedElsewhereForGood) {
  const bool open = GetParam();
  AddBen(y_);
  Record(x_, kBen, "C1");
  x_.Compact();
  Guarded(y_, {{"op", "household.remove"}, {"member", kBen}, {"history", "erase"}});
  if (open) x_.CatchUp();
  now_ += kUndoSpan;
  Ok(y_, {{"op", "household.release"}});
  Ok(y_, {{"op", "household.add"}, {"name", "Chloe"}});
  ASSERT_NE(y_.engine().household().Find(kBen), nullptr) << "the id is given out again";
  if (!open) y_.Compact();
  EXPECT_EQ(Count(x_, kBen), 0u) << open << ": what Ben did is not Chloe's";
  x_.CatchUp();
  EXPECT_FALSE(store_.Holds("C1")) << open << ": nor is it stored any more";
  ShopWorker later(store_, "x", SmallShopPack());
  EXPECT_EQ(Count(later, kBen), 0u) << open;
}

TEST_P(OpenOrNot, GiveNobodyElseWhatAMemberLeftWhereTheClockWasSetBack) {
  AddBen(y_);
  Record(x_, kBen, "C1");
  now_ += kMsPerDay;
  Guarded(y_, {{"op", "household.remove"}, {"member", kBen}, {"history", "erase"}});
  if (GetParam()) x_.CatchUp();
  now_ -= kMsPerDay - kMsPerHour;
  Ok(y_, {{"op", "household.release"}});
  Ok(y_, {{"op", "household.add"}, {"name", "Chloe"}});
  ASSERT_NE(y_.engine().household().Find(kBen), nullptr) << "the id is given out again";
  EXPECT_EQ(Count(x_, kBen), 0u) << "she joined before he left, by the clock, and yet is not him";
  x_.CatchUp();
  EXPECT_FALSE(store_.Holds("C1"));
}

TEST_F(Shops, SealWhatIsLockedElsewhere) {
  AddBen(y_);
  Record(x_, kBen, "C1");
  Ok(y_, {{"op", "household.change"}, {"viewer", kBen}, {"member", kBen}, {"locked", true}});
  x_.CatchUp();
  EXPECT_TRUE(x_.engine().household().open_log().events().empty());
  EXPECT_EQ(Count(x_, kBen), 1u);
  ShopWorker later(store_, "x", SmallShopPack());
  EXPECT_TRUE(later.engine().household().open_log().events().empty());
}

TEST_F(Shops, CountInOneAnotherOnlyWhereTheMemberJoinedBoth) {
  AddBen(x_);
  Record(x_, kBen, "C1");
  EXPECT_EQ(Interest(y_, kBen), 0);
  Join(x_, "x", kBen);
  EXPECT_EQ(Interest(y_, kBen), 0) << "one alone is joined to nothing";
  EXPECT_TRUE(store_.digests["x"].empty());
  Join(y_, "y", kBen);
  x_.CatchUp();
  EXPECT_GT(Interest(y_, kBen), 0);
  EXPECT_EQ(Interest(y_, kAnna), 0) << "nor does it count for anybody else";
  EXPECT_TRUE(ProfileOf(y_, kBen).items.empty()) << "never item by item";
  // By category and brand, as at home.
  const Profile& there = ProfileOf(y_, kBen);
  const Profile& here = ProfileOf(x_, kBen);
  const auto expect_alike = [](const auto& a, const auto& b) {
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 4) << i;
  };
  expect_alike(there.category_share, here.category_share);
  expect_alike(there.brand_share, here.brand_share);
  expect_alike(there.price_band_share, here.price_band_share);
  Join(y_, "x", kBen, false);
  x_.CatchUp();
  EXPECT_EQ(Interest(y_, kBen), 0) << "and it can be parted again, from either";
  EXPECT_TRUE(store_.digests["x"].empty());
}

TEST_F(Shops, ForgetElsewhereWhatIsErased) {
  AddBen(x_);
  Join(x_, "x", kBen);
  Join(y_, "y", kBen);
  Record(x_, kBen, "C1");
  const std::vector<uint8_t> once = store_.digests["x"];
  const std::vector<int16_t> shares = ProfileOf(y_, kBen).category_share;
  Record(x_, kBen, "L1", "view");
  EXPECT_NE(ProfileOf(y_, kBen).category_share, shares);
  Ok(x_, {{"op", "history.erase"}, {"viewer", kBen}, {"sku", "L1"}});
  EXPECT_EQ(store_.digests["x"], once) << "as if it had never been";
  EXPECT_EQ(ProfileOf(y_, kBen).category_share, shares);
  Ok(x_, {{"op", "history.erase"}, {"viewer", kBen}, {"all", true}});
  EXPECT_TRUE(store_.digests["x"].empty());
  EXPECT_EQ(Interest(y_, kBen), 0);
}

TEST_F(Shops, HandNothingOverUnderGlobalPrivacyControl) {
  AddBen(x_);
  Join(x_, "x", kBen);
  Join(y_, "y", kBen);
  Record(x_, kBen, "C1");
  ASSERT_GT(Interest(y_, kBen), 0);
  ShopWorker deaf(store_, "y", SmallShopPack(), /*gpc=*/true);
  EXPECT_EQ(Interest(deaf, kBen), 0) << "a shop that is asked with it does not listen";
  ShopWorker mute(store_, "x", SmallShopPack(), /*gpc=*/true);
  mute.CatchUp();
  EXPECT_TRUE(store_.digests["x"].empty()) << "nor does it tell";
}

TEST_F(Shops, HandOverNothingThatIsSealed) {
  AddBen(x_);
  Join(x_, "x", kBen);
  Join(y_, "y", kBen);
  for (const char* label : {"private", "sensitive"}) {
    Ok(x_, {{"op", "record"},
            {"viewer", kBen},
            {"event", {{"type", "buy"}, {"sku", "C1"}, {"label", label}}}});
    EXPECT_TRUE(store_.digests["x"].empty()) << label;
    Ok(x_, {{"op", "history.erase"}, {"viewer", kBen}, {"all", true}});
  }
  Record(x_, kBen, "C1");
  ASSERT_FALSE(store_.digests["x"].empty());
  Ok(x_, {{"op", "household.change"}, {"viewer", kBen}, {"member", kBen}, {"locked", true}});
  EXPECT_TRUE(store_.digests["x"].empty()) << "of who is locked";
  Ok(x_, {{"op", "household.change"}, {"viewer", kBen}, {"member", kBen}, {"locked", false}});
  Ok(x_, {{"op", "controls.pause"}, {"paused", true}});
  EXPECT_TRUE(store_.digests["x"].empty()) << "while paused";
}

TEST_F(Shops, FadeWithTimeAsAtHome) {
  AddBen(x_);
  Join(x_, "x", kBen);
  Join(y_, "y", kBen);
  Record(x_, kBen, "C1");
  const int64_t fresh = Interest(y_, kBen);
  now_ += 200 * kMsPerDay;
  const int64_t faded = Interest(y_, kBen);
  EXPECT_LT(faded, fresh);
  EXPECT_NEAR(faded, Interest(x_, kBen), 8);
}

TEST_F(Shops, RefuseADigestThatIsDamaged) {
  AddBen(x_);
  Join(x_, "x", kBen);
  Join(y_, "y", kBen);
  Record(x_, kBen, "C1");
  ASSERT_GT(Interest(y_, kBen), 0);
  const std::vector<uint8_t> good = store_.digests["x"];
  for (size_t length = 1; length < good.size(); ++length) {
    EXPECT_FALSE(DecodeDigests(std::span(good).first(length)).ok()) << length;
  }
  std::vector<uint8_t> bad = good;
  bad[0] = 'X';
  EXPECT_NE(y_.engine().AdoptDigests("x", bad).find("error"), std::string::npos);
  for (const int16_t share : y_.engine().ProfileFor({kBen, true}, now_).category_share) {
    EXPECT_EQ(share, 0);
  }
  std::vector<uint8_t> newer = good;
  newer[2] = 2;
  EXPECT_EQ(DecodeDigests(newer).error().code, ErrorCode::kUnsupportedVersion);
}

TEST_F(Shops, OnlyTheOneThatIsOpenCanBeJoined) {
  AddBen(x_);
  const json request = {
      {"op", "controls.join"}, {"viewer", kBen}, {"shop", "y"}, {"joined", true}, {"now", now_}};
  EXPECT_EQ(json::parse(x_.Ask(request.dump()))["error"]["code"], "invalid_argument");
  Join(x_, "x", kBen);
  EXPECT_EQ(Ok(x_, {{"op", "controls.joined"}, {"viewer", kBen}}),
            json({{"shop", "x"}, {"shops", {"x"}}, {"gpc", false}}));
  EXPECT_EQ(Ok(x_, {{"op", "controls.joined"}, {"viewer", kAnna}})["shops"], json::array());
}

// A shop with items in the given categories, each also by its number at Google (0: not given).
std::vector<uint8_t> PackOf(const std::vector<std::pair<std::string, uint32_t>>& categories) {
  CatalogBuilder builder("shop", {"EUR", 2});
  for (size_t i = 0; i < categories.size(); ++i) {
    FeedItem item = MakeItem("A" + std::to_string(i), "Thing", 1000, categories[i].first);
    item.google_category = categories[i].second;
    EXPECT_TRUE(builder.Add(std::move(item)).ok());
  }
  return *EncodePack(**builder.Build());
}

using Paths = std::set<std::string>;

// Ben bought the first item of a German shop and joined it to another: the categories there that he
// seems interested in.
Paths InterestElsewhere(uint32_t here, std::vector<std::pair<std::string, uint32_t>> there) {
  StoredShops store;
  ShopWorker x(store, "x", PackOf({{"Wohnen > Uhren", here}, {"Wohnen > Kerzen", 588}}));
  ShopWorker y(store, "y", PackOf(there));
  const auto ask = [](ShopWorker& shop, json request) {
    request["now"] = kNow;
    EXPECT_TRUE(json::parse(shop.Ask(request.dump())).contains("ok")) << request;
  };
  ask(x, {{"op", "household.change"}, {"member", kAnna}, {"name", "Anna"}});
  ask(x, {{"op", "household.add"}, {"name", "Ben"}});
  ask(x, {{"op", "record"},
          {"viewer", kBen},
          {"event", {{"type", "buy"}, {"sku", "A0"}, {"time", kNow - kMsPerHour}}}});
  ask(x, {{"op", "controls.join"}, {"viewer", kBen}, {"shop", "x"}, {"joined", true}});
  ask(y, {{"op", "controls.join"}, {"viewer", kBen}, {"shop", "y"}, {"joined", true}});
  x.CatchUp();  // learns that there is somebody to tell
  y.CatchUp();
  const Profile& profile = y.engine().ProfileFor({kBen, true}, kNow);
  Paths paths;
  for (size_t node = 1; node < profile.category_share.size(); ++node) {
    if (profile.category_share[node] == 0) continue;
    paths.insert(y.engine().catalog()->CategoryPath(static_cast<CategoryId>(node)));
  }
  return paths;
}

TEST(Categories, OfJoinedShopsAreTheSameByGooglesNumber) {
  EXPECT_EQ(InterestElsewhere(3890, {{"Home > Clocks", 3890}, {"Home > Candles", 588}}),
            (Paths{"Home", "Home > Clocks"}));
}

TEST(Categories, OfJoinedShopsAreTheSameByPathWhereOneLacksTheNumber) {
  const Paths by_path = {"Wohnen", "Wohnen > Uhren"};
  EXPECT_EQ(InterestElsewhere(0, {{"Wohnen > Uhren", 3890}, {"Home > Clocks", 3890}}), by_path);
  EXPECT_EQ(InterestElsewhere(3890, {{"Wohnen > Uhren", 0}, {"Home > Clocks", 0}}), by_path);
}

TEST(Categories, HaveTheNumberThatTheirItemsAgreeOn) {
  EXPECT_EQ(InterestElsewhere(3890, {{"Home > Clocks", 3890}, {"Home > Clocks", 588}}), Paths());
}

TEST(Names, AreTheSameHoweverAShopWritesThem) {
  EXPECT_EQ(KeyOfPath("Home & Garden > Decor > Clocks"), KeyOfPath("home garden>DECOR>Clock"));
  EXPECT_EQ(KeyOfPath("Home & Garden > Decor"), KeyOfPath("HOME, GARDEN > decor"));
  EXPECT_EQ(KeyBelow(KeyOfPath("Home"), "Decor"), KeyOfPath("Home > Decor"));
  EXPECT_NE(KeyOfPath("Home > Decor"), KeyOfPath("Home Decor"));
  EXPECT_NE(KeyOfPath("Home > Decor"), KeyOfPath("Decor > Home"));
  EXPECT_EQ(KeyOfName("Acme, Ltd."), KeyOfName("ACME LTD"));
}

TEST(OtherShops, MoveNothingHereUnlessTheyAreJoined) {
  const uint64_t cases = NumberOf("shop_cases");
  const Search search = FindShopInterference(0, 1, cases);
  ASSERT_FALSE(search.found.has_value()) << *search.found;
  EXPECT_GE(search.cases, cases);
  EXPECT_GT(search.keeper_sees, search.keeper_asked / 2) << "joined, it does move the keeper's own";
}

}  // namespace
}  // namespace hearth
