// The household as hosts drive it: requests in, envelopes out (core/engine/README.md).
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

constexpr Time kNow = 1'323'388'800'000;  // a Friday, 9 December 2011, midnight UTC
constexpr Time kDay = kMsPerDay;
constexpr int kAnna = 0, kBen = 1, kChloe = 2;

Json DateJson(int year, int month, int day) {
  return {{"year", year}, {"month", month}, {"day", day}};
}

const char kCatalog[] = R"({"shop": "Corner Shop", "currency": "GBP", "items": [
  {"id": "MUG", "title": "Red Mug", "price": "5.00 GBP", "product_type": "Home > Mugs"},
  {"id": "JAR", "title": "Glass Jar", "price": "4.00 GBP", "product_type": "Home > Jars"},
  {"id": "BAG", "title": "Cotton Bag", "price": "3.00 GBP", "product_type": "Bags"},
  {"id": "PEN", "title": "Blue Pen", "price": "1.00 GBP", "product_type": "Office"},
  {"id": "RICE", "title": "Basmati Rice", "price": "2.00 GBP",
   "google_product_category": "Food, Beverages & Tobacco > Food Items > Grains"},
  {"id": "WINE", "title": "Merlot", "price": "9.00 GBP",
   "google_product_category": "Food, Beverages & Tobacco > Beverages > Alcoholic Beverages > Wine"},
  {"id": "TEST", "title": "Pregnancy Test", "price": "6.00 GBP", "product_type": "Health"},
  {"id": "RING", "title": "Silver Ring", "price": "40.00 GBP",
   "google_product_category": "Apparel & Accessories > Jewelry > Rings"}
]})";

class HouseholdOperations : public testing::Test {
 protected:
  static bool IsGuarded(const std::string& op) {
    return op == "household.change" || op == "household.add" || op == "household.remove" ||
           op == "household.settings" || op == "household.discard" || op == "household.erase" ||
           op == "household.code";
  }
  HouseholdOperations() {
    EXPECT_TRUE(Json::parse(engine_.LoadCatalogJson(kCatalog)).contains("ok"));
    Ok({{"op", "household.change"}, {"member", kAnna}, {"name", "Anna"}});
    EXPECT_EQ(Ok({{"op", "household.add"}, {"name", "Ben"}})["id"], kBen);
    EXPECT_EQ(Ok({{"op", "household.add"}, {"name", "Chloe"}, {"kind", "child"}})["id"], kChloe);
  }

  Json Ask(Json request, Time now = kNow) {
    request["now"] = now;
    if ((IsGuarded(request["op"]) || request.contains("skipKnown")) &&
        !request.contains("grownUp")) {
      request["grownUp"] = {{"asked", true}};
    }
    return Json::parse(engine_.Handle(request.dump()));
  }
  Json Ok(Json request, Time now = kNow) {
    const Json envelope = Ask(request, now);
    EXPECT_TRUE(envelope.contains("ok")) << request << envelope;
    return envelope.contains("ok") ? envelope["ok"] : Json();
  }
  std::string CodeOf(Json request, Time now = kNow) {
    const std::vector<uint8_t> before = engine_.Snapshot();
    const Json envelope = Ask(request, now);
    EXPECT_TRUE(envelope.contains("error")) << request << envelope;
    EXPECT_EQ(engine_.Snapshot(), before) << "a refused request changes nothing";
    return envelope.contains("error") ? envelope["error"]["code"].get<std::string>() : "";
  }

  // An event of `viewer`'s, or unsigned where there is none, `ago` before now.
  Json Record(std::optional<int> viewer, std::string type, std::string sku, Time ago = 0,
              Json more = Json::object()) {
    Json request = {{"op", "record"},
                    {"event", {{"type", type}, {"sku", sku}, {"time", kNow - ago}}}};
    if (viewer) request["viewer"] = *viewer;
    request.update(more);
    return Ok(request);
  }
  Json SearchFor(std::optional<int> viewer, std::string query, Time ago = 0) {
    Json request = {{"op", "record"},
                    {"event", {{"type", "search"}, {"query", query}, {"time", kNow - ago}}}};
    if (viewer) request["viewer"] = *viewer;
    return Ok(request);
  }
  // The words of searches that the viewer may read, newest first.
  std::vector<std::string> Searches(std::optional<int> viewer) {
    Json request = {{"op", "history.list"}};
    if (viewer) request["viewer"] = *viewer;
    std::vector<std::string> words;
    const Json list = Ok(request);
    for (const Json& event : list["events"]) {
      if (event["type"] == "search") words.push_back(event["title"]);
    }
    return words;
  }
  std::vector<std::string> Skus(std::optional<int> viewer, std::string surface = "home",
                                Time now = kNow) {
    Json request = {{"op", "rank"}, {"surface", surface}};
    if (viewer) request["viewer"] = *viewer;
    std::vector<std::string> skus;
    const Json slate = Ok(request, now);
    for (const Json& item : slate["items"]) skus.push_back(item["sku"]);
    return skus;
  }
  std::vector<std::string> History(std::optional<int> viewer, Time now = kNow) {
    Json request = {{"op", "history.list"}};
    if (viewer) request["viewer"] = *viewer;
    std::vector<std::string> skus;
    const Json list = Ok(request, now);
    for (const Json& event : list["events"]) skus.push_back(event["sku"]);
    return skus;
  }
  Json Inbox(Time now = kNow) { return Ok({{"op", "household.inbox"}}, now)["visits"]; }
  static bool Holds(const std::vector<std::string>& skus, const std::string& sku) {
    return std::find(skus.begin(), skus.end(), sku) != skus.end();
  }
  using Names = std::vector<std::string>;

  Engine engine_;
};

// ---- Members

TEST_F(HouseholdOperations, AddsRenamesRecoloursAndRemovesMembers) {
  const Json changed = Ok({{"op", "household.change"},
                           {"member", kBen},
                           {"name", "Benjamin"},
                           {"colour", "plum"},
                           {"kind", "child"}});
  EXPECT_EQ(changed["name"], "Benjamin");
  EXPECT_EQ(changed["colour"], "plum");
  Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "erase"}});
  const Json members = Ok({{"op", "household.members"}})["members"];
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0]["name"], "Benjamin");
  EXPECT_EQ(members[0]["kind"], "child");
  Ok({{"op", "household.release"}}, kNow + 10 * kMsPerMinute);
  EXPECT_EQ(Ok({{"op", "household.add"}, {"name", "Dora"}})["id"], kAnna)
      << "the smallest that is free, once nothing can be undone";
}

TEST_F(HouseholdOperations, RecoloursAFirstMemberWhoHasNoNameYet) {
  engine_ = Engine();
  const Json changed = Ok({{"op", "household.change"}, {"member", 0}, {"colour", "sea"}});
  EXPECT_EQ(changed["name"], "");
  EXPECT_EQ(changed["colour"], "sea");
  EXPECT_TRUE(Json::parse(engine_.Restore(engine_.Snapshot())).contains("ok"));
  Ok({{"op", "household.change"}, {"member", 0}, {"name", "Anna"}});
  EXPECT_EQ(CodeOf({{"op", "household.change"}, {"member", 0}, {"name", ""}}), "invalid_argument");
}

TEST_F(HouseholdOperations, TakesNamesOfAnyUnicodeAndKeepsThemThroughASnapshot) {
  const Names names = {"\u0627\u0644\u0639\u0627\u0626\u0644\u0629", "\u5bb6\u65cf",
                       "A\u0301nna \U0001F469\u200D\U0001F467", "\u202Ereversed", "\u00DF"};
  for (const std::string& name : names) Ok({{"op", "household.add"}, {"name", name}});
  const std::vector<uint8_t> bytes = engine_.Snapshot();
  Engine other;
  ASSERT_TRUE(Json::parse(other.Restore(bytes)).contains("ok"));
  EXPECT_EQ(other.Handle(R"({"op":"household.members"})"),
            engine_.Handle(R"({"op":"household.members"})"));
  EXPECT_EQ(other.Snapshot(), bytes);
}

TEST_F(HouseholdOperations, RefusesInvalidMembers) {
  const auto add = [](Json name) { return Json{{"op", "household.add"}, {"name", name}}; };
  EXPECT_EQ(CodeOf(add("")), "invalid_argument");
  EXPECT_EQ(CodeOf(add(std::string(129, 'a'))), "invalid_argument");
  EXPECT_EQ(CodeOf(add("An\nna")), "invalid_argument");
  EXPECT_EQ(CodeOf(add("Ben")), "duplicate");
  EXPECT_EQ(CodeOf(add(7)), "invalid_argument");
  EXPECT_EQ(CodeOf({{"op", "household.change"}, {"member", 9}, {"name", "X"}}), "not_found");
  EXPECT_EQ(CodeOf({{"op", "household.change"}, {"member", kBen}, {"name", "Anna"}}), "duplicate");
  EXPECT_EQ(CodeOf({{"op", "household.change"}, {"member", kBen}, {"colour", "beige"}}),
            "invalid_argument");
  EXPECT_EQ(CodeOf({{"op", "household.remove"}, {"member", 9}, {"history", "erase"}}), "not_found");
  EXPECT_EQ(CodeOf({{"op", "rank"}, {"surface", "home"}, {"viewer", 9}}), "not_found");
  EXPECT_EQ(CodeOf({{"op", "household.settings"}, {"threshold", 20}}), "invalid_argument");
  EXPECT_EQ(CodeOf({{"op", "household.settings"},
                    {"dates", {{{"month", 2}, {"day", 30}, {"name", "Never"}}}}}),
            "invalid_argument");
}

TEST_F(HouseholdOperations, RefusesTheSeventeenthOfTenThousandMembersAndLosesNothing) {
  size_t refused = 0;
  for (int i = 0; i < 10'000; ++i) {
    const Json envelope = Ask({{"op", "household.add"}, {"name", "Member " + std::to_string(i)}});
    if (envelope.contains("ok")) continue;
    EXPECT_EQ(envelope["error"]["code"], "too_large");
    ++refused;
  }
  EXPECT_EQ(refused, 10'000u - 13u);
  EXPECT_EQ(Ok({{"op", "household.members"}})["members"].size(), 16u);
}

TEST_F(HouseholdOperations, KeepsTheLastMember) {
  Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "erase"}});
  Ok({{"op", "household.remove"}, {"member", kBen}, {"history", "erase"}});
  EXPECT_EQ(CodeOf({{"op", "household.remove"}, {"member", kChloe}, {"history", "erase"}}),
            "invalid_argument");
}

TEST_F(HouseholdOperations, HandsWhatWasSharedToTheHouseholdWhenAMemberLeaves) {
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  Record(kAnna, "buy", "RICE", kDay);
  Record(kAnna, "buy", "MUG", kDay);
  const Json removed =
      Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "hand_over"}});
  EXPECT_EQ(removed["handedOver"], 1);
  EXPECT_EQ(removed["erased"], 1);
  EXPECT_EQ(History(kBen), Names{"RICE"});
}

// ---- Each sees only what is theirs

TEST_F(HouseholdOperations, ErasesWhatWasHandedOverPieceByPieceOnly) {
  Record(kAnna, "buy", "RICE", kDay);
  Record(kBen, "buy", "MUG", kDay);
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "hand_over"}});
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"viewer", kBen}, {"all", true}})["erased"], 1);
  EXPECT_EQ(History(kBen), Names{"RICE"}) << "it is the household's";
  const Json file = Ok({{"op", "history.export"}, {"viewer", kBen}});
  EXPECT_TRUE(file["events"].empty()) << "taken back in it would be there twice";
  const Json row = Ok({{"op", "history.list"}, {"viewer", kBen}})["events"][0];
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"viewer", kBen}, {"events", {row["id"]}}})["erased"], 1);
  EXPECT_TRUE(History(kBen).empty());
}

TEST_F(HouseholdOperations, ShowsEachMemberTheirOwnEventsAlone) {
  Record(kAnna, "buy", "MUG", kDay);
  Record(kBen, "buy", "JAR", kDay);
  EXPECT_EQ(History(kAnna), Names{"MUG"});
  EXPECT_EQ(History(kBen), Names{"JAR"});
  EXPECT_TRUE(History(std::nullopt).empty());
  EXPECT_EQ(Skus(kBen, "buy_again", kNow + 30 * kDay), Names{"JAR"});
  EXPECT_EQ(Ok({{"op", "status"}, {"viewer", kBen}})["events"], 1);
  EXPECT_EQ(Ok({{"op", "history.export"}, {"viewer", kBen}})["events"].size(), 1u);
}

TEST_F(HouseholdOperations, TakesTheSameEventOfTwoMembers) {
  Record(kAnna, "buy", "MUG", kDay, {{"gift", {{"until", kNow + kDay}}}});
  EXPECT_EQ(Record(kBen, "buy", "MUG", kDay)["recorded"], 1);
  EXPECT_EQ(CodeOf({{"op", "record"},
                    {"viewer", kAnna},
                    {"event", {{"type", "buy"}, {"sku", "MUG"}, {"time", kNow - kDay}}}}),
            "duplicate");
}

TEST_F(HouseholdOperations, SharesACategoryAfterAYesAndTakesItBack) {
  Record(kAnna, "buy", "RICE", kDay);
  EXPECT_TRUE(History(kBen).empty());
  const Json share = {{"op", "controls.share"},
                      {"viewer", kAnna},
                      {"category", "Food, Beverages & Tobacco"},
                      {"shared", true}};
  Ok(share);
  EXPECT_EQ(History(kBen), Names{"RICE"});
  EXPECT_EQ(Skus(kBen, "buy_again", kNow + 30 * kDay), Names{"RICE"});
  EXPECT_EQ(Skus(std::nullopt, "buy_again", kNow + 30 * kDay), Names{"RICE"});
  Json undo = share;
  undo["shared"] = false;
  Ok(undo);
  EXPECT_TRUE(History(kBen).empty());
  EXPECT_EQ(
      CodeOf(
          {{"op", "controls.share"}, {"viewer", kAnna}, {"category", "Health"}, {"shared", true}}),
      "invalid_argument");
  Json unsaid = share;
  unsaid.erase("viewer");
  EXPECT_EQ(CodeOf(unsaid), "not_ready");
}

TEST_F(HouseholdOperations, LeavesASharedEventToItsOwnerToEraseAndSaysSo) {
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  const Json id = Record(kAnna, "buy", "RICE", kDay)["ids"][0];
  const Json listed = Ok({{"op", "history.list"}, {"viewer", kBen}})["events"][0];
  EXPECT_EQ(listed["id"], id);
  EXPECT_EQ(listed["member"], kAnna);
  EXPECT_EQ(listed["own"], false);
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0]["own"], true);
  for (const Json& viewer : {Json(kBen), Json()}) {
    const Json erase = {{"op", "history.erase"}, {"viewer", viewer}, {"events", {id}}};
    EXPECT_EQ(CodeOf(erase), "invalid_argument");
    EXPECT_EQ(Ask(erase)["error"]["message"], "events: shared, and this viewer cannot erase it");
  }
  EXPECT_EQ(CodeOf({{"op", "history.erase"}, {"viewer", kBen}, {"events", {"0123456789abcdef"}}}),
            "not_found");
  // What the household holds in common is every member's to erase, once they said who they are.
  Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "hand_over"}});
  const Json common = Ok({{"op", "history.list"}, {"viewer", kBen}})["events"][0];
  EXPECT_EQ(common["label"], "shared");
  EXPECT_TRUE(common["member"].is_null());
  EXPECT_EQ(common["own"], true);
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", nullptr}})["events"][0]["own"], false);
  EXPECT_EQ(CodeOf({{"op", "history.erase"}, {"viewer", nullptr}, {"events", {id}}}),
            "invalid_argument");
  EXPECT_EQ(Ok({{"op", "history.erase"}, {"viewer", kBen}, {"events", {id}}})["erased"], 1);
}

// One step: one undo puts all of them back. What of them is not there, or another's, costs nothing.
TEST_F(HouseholdOperations, ErasesSeveralEventsAtOnce) {
  const auto id = [&](int member, const char* sku) {
    return Record(member, "buy", sku, kDay)["ids"][0];
  };
  const Json rice = id(kAnna, "RICE"), soap = id(kAnna, "SOAP"), of_ben = id(kBen, "RICE");
  id(kAnna, "TEA");
  const Json erased = Ok({{"op", "history.erase"},
                          {"viewer", kAnna},
                          {"events", {rice, of_ben, soap, "0123456789abcdef"}}});
  EXPECT_EQ(erased["erased"], 2);
  const auto total = [&](int member) {
    return Ok({{"op", "history.list"}, {"viewer", member}})["total"];
  };
  EXPECT_EQ(total(kAnna), 1);
  EXPECT_EQ(total(kBen), 1);
  Ok({{"op", "household.undo"}, {"undo", erased["undo"]}});
  EXPECT_EQ(total(kAnna), 3);
}

TEST_F(HouseholdOperations, LocksAMemberOutOfEverybodyElsesScreen) {
  Record(kAnna, "buy", "RICE", kDay);
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  const Json lock = {
      {"op", "household.change"}, {"viewer", kAnna}, {"member", kAnna}, {"locked", true}};
  Ok(lock);
  EXPECT_TRUE(History(kBen).empty());
  EXPECT_EQ(History(kAnna), Names{"RICE"});
  EXPECT_EQ(Skus(kAnna, "buy_again", kNow + 30 * kDay), Names{"RICE"});
  Json unlock = lock;
  unlock["locked"] = false;
  unlock["viewer"] = kBen;
  EXPECT_EQ(CodeOf(unlock), "not_ready") << "only she decides";
  unlock.erase("viewer");
  EXPECT_EQ(CodeOf(unlock), "not_ready");
  Ok({{"op", "household.change"}, {"viewer", kBen}, {"member", kAnna}, {"name", "Ann"}});
  unlock["viewer"] = kAnna;
  Ok(unlock);
  EXPECT_EQ(History(kBen), Names{"RICE"});
}

// ---- Unsigned visits

TEST_F(HouseholdOperations, KeepsUnsignedVisitsInTheInboxUntilClaimedOrDiscarded) {
  Record(std::nullopt, "view", "MUG", 3 * kDay);
  Record(std::nullopt, "view", "JAR", 3 * kDay - kMsPerMinute);
  Record(std::nullopt, "view", "PEN", 2 * kDay);
  Json inbox = Inbox();
  ASSERT_EQ(inbox.size(), 2u);
  EXPECT_EQ(inbox[0]["items"], 1);
  EXPECT_EQ(inbox[1]["items"], 2);
  EXPECT_FALSE(inbox[0].contains("events")) << "what was in it is not told";
  EXPECT_TRUE(History(kBen).empty());
  EXPECT_EQ(
      Ok({{"op", "household.claim"}, {"visit", inbox[1]["visit"]}, {"member", kBen}})["moved"], 2);
  EXPECT_EQ(History(kBen), (Names{"JAR", "MUG"}));
  EXPECT_EQ(Ok({{"op", "household.discard"}, {"visit", inbox[0]["visit"]}})["erased"], 1);
  EXPECT_TRUE(Inbox().empty());
}

TEST_F(HouseholdOperations, UndoesAClaimExactly) {
  Record(kAnna, "buy", "MUG", 5 * kDay);
  Record(std::nullopt, "view", "JAR", 3 * kDay);
  const std::vector<uint8_t> before = engine_.Snapshot();
  const Json visit = Inbox()[0]["visit"];
  Ok({{"op", "household.claim"}, {"visit", visit}, {"member", kBen}});
  EXPECT_NE(engine_.Snapshot(), before);
  EXPECT_EQ(Ok({{"op", "household.visits"}, {"viewer", kBen}})["visits"][0]["visit"], visit);
  EXPECT_EQ(CodeOf({{"op", "household.claim"}, {"visit", visit}, {"member", kAnna}}), "not_found")
      << "it is Ben's now: only he can give it away";
  Ok({{"op", "household.claim"}, {"viewer", kBen}, {"visit", visit}, {"member", nullptr}});
  EXPECT_EQ(engine_.Snapshot(), before);
}

TEST_F(HouseholdOperations, RefusesToClaimWhatWasErasedOrNeverWas) {
  Record(std::nullopt, "view", "JAR", 3 * kDay);
  const Json visit = Inbox()[0]["visit"];
  const Json claim = {{"op", "household.claim"}, {"visit", visit}, {"member", kBen}};
  Json unknown_member = claim;
  unknown_member["member"] = 9;
  EXPECT_EQ(CodeOf(unknown_member), "not_found");
  Json bad_id = claim;
  bad_id["visit"] = "Tuesday";
  EXPECT_EQ(CodeOf(bad_id), "invalid_argument");
  Ok({{"op", "household.discard"}, {"visit", visit}});
  EXPECT_EQ(CodeOf(claim), "not_found");
  EXPECT_EQ(CodeOf({{"op", "household.discard"}, {"visit", visit}}), "not_found");
}

TEST_F(HouseholdOperations, ShowsNobodyTheirRunningVisitAndNoMore) {
  Record(kAnna, "buy", "MUG", kDay);
  Record(std::nullopt, "view", "JAR", 5 * kMsPerMinute);
  EXPECT_EQ(History(std::nullopt), Names{"JAR"});
  EXPECT_EQ(Ok({{"op", "household.who"}})["state"], "nobody");
  EXPECT_TRUE(Inbox().empty()) << "it is still running";
  EXPECT_TRUE(History(std::nullopt, kNow + kMsPerHour).empty());
  EXPECT_EQ(Inbox(kNow + kMsPerHour).size(), 1u);
}

TEST_F(HouseholdOperations, GuessesAMemberFromHabitsAndOpensNoSecretOnAGuess) {
  for (int week = 1; week <= 12; ++week) {
    Record(kAnna, "buy", "MUG", week * 7 * kDay);
    Record(kAnna, "buy", "RICE", week * 7 * kDay - 1);
    Record(kBen, "buy", "PEN", (week * 7 - 3) * kDay);
    Record(kBen, "buy", "BAG", (week * 7 - 3) * kDay - 1);
  }
  Record(kAnna, "buy", "RING", kDay, {{"gift", {{"until", kNow + 15 * kDay}, {"for", kBen}}}});
  Ok({{"op", "household.settings"}, {"threshold", 50}, {"margin", 0}});
  Record(std::nullopt, "view", "MUG", 2 * kMsPerMinute);
  Record(std::nullopt, "view", "RICE", kMsPerMinute);
  const Json who = Ok({{"op", "household.who"}});
  EXPECT_EQ(who["state"], "guessed") << who;
  EXPECT_EQ(who["member"], kAnna);
  EXPECT_EQ(History(std::nullopt), (Names{"RICE", "MUG"})) << "a guess opens no history";
  const Json again = {{"op", "rank"}, {"surface", "buy_again"}};
  const Json why = {{"op", "why"}, {"sku", "MUG"}, {"rank", {{"surface", "buy_again"}}}};
  EXPECT_TRUE(Ok(again)["items"].empty()) << "what she buys again is for her yes";
  Json why_of_nobody = why;
  why_of_nobody["viewer"] = nullptr;
  why_of_nobody["rank"]["surface"] = "home";
  EXPECT_EQ(Ok(why)["reasons"], Ok(why_of_nobody)["reasons"]) << "explained by this visit alone";
  const Json explained = Ok(why);
  for (const Json& reason : explained["reasons"]) EXPECT_NE(reason["code"], "buy_again");
  const auto home = [&](Json viewer) {
    Json request = {{"op", "rank"}, {"surface", "home"}, {"limit", 2}};
    if (viewer != "guess") request["viewer"] = viewer;
    std::set<std::string> skus;
    const Json slate = Ok(request);
    for (const Json& item : slate["items"]) skus.insert(item["sku"]);
    return skus;
  };
  EXPECT_NE(home(kAnna), home(nullptr));
  EXPECT_EQ(home("guess"), home(nullptr)) << "a guess reorders, and brings nothing";
  const auto as_anna = [](Json request) {
    request["viewer"] = kAnna;
    return request;
  };
  const Json to_anna = Ok(as_anna(again)), told_anna = Ok(as_anna(why));
  EXPECT_EQ(to_anna["items"][0]["reason"]["everyDays"], 7);
  EXPECT_EQ(told_anna["reasons"][0]["everyDays"], 7);
  const Json nobody = {{"op", "rank"}, {"surface", "buy_again"}, {"viewer", nullptr}};
  EXPECT_TRUE(Ok(nobody)["items"].empty()) << "somebody said that it is nobody in particular";
  EXPECT_EQ(Ok({{"op", "household.who"}, {"viewer", nullptr}})["state"], "nobody");
  // "Yes, it is me": the visit is Anna's, and so is what follows.
  Ok({{"op", "household.claim"}, {"visit", who["visit"]}, {"member", kAnna}});
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["total"], 24 + 2 + 1);
}

// ---- Gifts

TEST_F(HouseholdOperations, RevealsAGiftToItsGiverOnTheDate) {
  Record(kBen, "buy", "JAR", 2 * kDay);
  const std::vector<uint8_t> before = engine_.Snapshot();
  const std::string bens =
      engine_.Handle(R"({"op":"history.list","now":1323388800000,"viewer":1})");
  Record(kAnna, "buy", "RING", kMsPerHour,
         {{"gift", {{"until", kNow + 15 * kDay}, {"for", kBen}}}});
  EXPECT_EQ(engine_.Snapshot().size(), before.size());
  EXPECT_EQ(engine_.Handle(R"({"op":"history.list","now":1323388800000,"viewer":1})"), bens);
  const Json own = Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0];
  EXPECT_EQ(own["label"], "gift");
  EXPECT_EQ(own["gift"]["for"], kBen);
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", kNow + 14 * kDay), "RING")) << "not her taste";
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}}, kNow + 15 * kDay)["events"][0]["gift"],
            nullptr);
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", kNow + 40 * kDay), "RING")) << "still not";
  EXPECT_EQ(History(kBen, kNow + 40 * kDay), Names{"JAR"});
}

TEST_F(HouseholdOperations, CountsAGiftForTasteAfterItsDateWhereTheGiverSaysSo) {
  Record(kAnna, "buy", "RING", kMsPerHour,
         {{"gift", {{"until", kNow + 15 * kDay}, {"taste", true}}}});
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", kNow + 14 * kDay), "RING"));
  EXPECT_TRUE(Holds(Skus(kAnna, "buy_again", kNow + 40 * kDay), "RING"));
}

TEST_F(HouseholdOperations, TakesAnExportWithGiftsBackOnAnyDay) {
  const Time until = kNow + 15 * kDay;
  Record(kAnna, "buy", "RING", 3, {{"gift", {{"until", until}, {"for", kBen}}}});
  Record(kAnna, "buy", "MUG", 2, {{"gift", {{"until", until}, {"taste", true}}}});
  Record(kAnna, "buy", "JAR", 1, {{"gift", {{"until", until}, {"then", "forget"}}}});
  const Json file = Ok({{"op", "history.export"}, {"viewer", kAnna}});
  const auto labels_after = [&](const Json& events, Time now) {
    engine_ = Engine();
    engine_.LoadCatalogJson(kCatalog);
    Ok({{"op", "record"}, {"events", events}, {"skipKnown", true}}, now);
    std::map<std::string, std::string> labels;
    const Json exported = Ok({{"op", "history.export"}}, now);
    for (const Json& event : exported["events"]) {
      labels[event["sku"]] =
          event["label"].get<std::string>() + (event.contains("gift") ? "?" : "");
    }
    return labels;
  };
  using Labels = std::map<std::string, std::string>;
  EXPECT_EQ(labels_after(file["events"], until - 1),
            (Labels{{"RING", "gift?"}, {"MUG", "gift?"}, {"JAR", "gift?"}}))
      << "nobody has the number of Ben there, but the gift is kept";
  const Labels revealed = {{"RING", "gift"}, {"MUG", "personal"}};
  EXPECT_EQ(labels_after(file["events"], until), revealed);
  const Json again = Ok({{"op", "history.export"}}, until);
  EXPECT_EQ(labels_after(again["events"], until), revealed) << "and once more";
  EXPECT_FALSE(Holds(Skus(std::nullopt, "buy_again", until + 30 * kDay), "RING")) << "no taste";
  EXPECT_TRUE(Holds(Skus(std::nullopt, "buy_again", until + 30 * kDay), "MUG"));
  EXPECT_EQ(CodeOf({{"op", "record"}, {"events", again["events"]}}, until), "invalid_argument")
      << "outside an import a gift needs its date";
}

TEST_F(HouseholdOperations, KeepsARevealedGiftOfASensitiveItemSealed) {
  Record(kAnna, "buy", "WINE", kMsPerHour, {{"gift", {{"until", kNow + 15 * kDay}}}});
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  const Time later = kNow + 40 * kDay;
  EXPECT_EQ(History(kAnna, later), Names{"WINE"});
  EXPECT_TRUE(engine_.household().open_log().events().empty());
  EXPECT_TRUE(History(kBen, later).empty());
  Ok({{"op", "controls.sensitive"}, {"viewer", kAnna}, {"topic", "alcohol"}, {"allowed", true}});
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", later), "WINE")) << "it was for somebody else";
}

TEST_F(HouseholdOperations, ForgetsAGiftOnItsDateWhereTheGiverChoseSo) {
  const Household before = engine_.household();
  Record(kAnna, "buy", "RING", kMsPerHour,
         {{"gift", {{"until", kNow + 15 * kDay}, {"then", "forget"}}}});
  EXPECT_EQ(History(kAnna), Names{"RING"});
  EXPECT_TRUE(History(kAnna, kNow + 15 * kDay).empty());
  EXPECT_EQ(History(kAnna), Names{"RING"}) << "a clock that jumps destroys nothing";
  const auto sit = [&] {
    Ok({{"op", "household.release"}}, kNow + 15 * kDay);
    Ok({{"op", "household.release"}}, kNow + 16 * kDay);
  };
  sit();
  const std::vector<uint8_t> forgotten = engine_.Snapshot();
  engine_.Become(before);
  sit();
  EXPECT_EQ(forgotten, engine_.Snapshot());
}

TEST_F(HouseholdOperations, MarksAGiftAfterTheFactAsIfItHadAlwaysBeenOne) {
  const Json gift = {{"until", kNow + 15 * kDay}, {"for", kBen}};
  Record(kAnna, "view", "RING", 2 * kMsPerHour, {{"gift", gift}});
  Record(kAnna, "buy", "RING", kMsPerHour, {{"gift", gift}});
  const std::vector<uint8_t> marked_at_once = engine_.Snapshot();
  Ok({{"op", "history.erase"}, {"viewer", kAnna}, {"all", true}});
  Record(kAnna, "view", "RING", 2 * kMsPerHour);
  Record(kAnna, "buy", "RING", kMsPerHour);
  const Json label = {{"op", "controls.label"},
                      {"viewer", kAnna},
                      {"skus", {"RING"}},
                      {"label", "gift"},
                      {"gift", gift}};
  EXPECT_EQ(Ok(label)["changed"], 2);
  EXPECT_EQ(engine_.Snapshot(), marked_at_once);
}

TEST_F(HouseholdOperations, LearnsNothingFromWhatIsWrappedOrSentElsewhere) {
  const std::vector<uint8_t> before = engine_.Snapshot();
  Json wrapped = {{"type", "buy"}, {"sku", "MUG"}, {"time", kNow - 1}, {"giftCue", true}};
  const Json unsigned_event = Ok({{"op", "record"}, {"event", wrapped}});
  EXPECT_EQ(unsigned_event["recorded"], 0);
  EXPECT_EQ(unsigned_event["skipped"], 1);
  EXPECT_EQ(engine_.Snapshot(), before) << "nobody could be asked about it";
  Ok({{"op", "record"}, {"viewer", kAnna}, {"event", wrapped}});
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0]["label"], "private");
  EXPECT_TRUE(engine_.household().open_log().events().empty());
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", kNow + 30 * kDay), "MUG"));
  wrapped["label"] = "gift";
  wrapped["sku"] = "JAR";
  wrapped["gift"] = {{"until", kNow + kDay}};
  Ok({{"op", "record"}, {"viewer", kAnna}, {"event", wrapped}});
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"].size(), 2u);
}

TEST_F(HouseholdOperations, RefusesGiftsThatCannotBeKept) {
  const auto gift = [](Json terms) {
    return Json{{"op", "record"},
                {"viewer", kAnna},
                {"event", {{"type", "buy"}, {"sku", "RING"}, {"label", "gift"}, {"gift", terms}}}};
  };
  EXPECT_EQ(CodeOf(gift({{"until", kNow - 1}})), "invalid_argument");
  EXPECT_EQ(CodeOf(gift({{"until", kNow}})), "invalid_argument");
  EXPECT_EQ(CodeOf(gift({{"until", kNow + 3000 * kDay}})), "invalid_argument");
  EXPECT_EQ(CodeOf(gift({{"until", kNow + kDay}, {"for", 9}})), "not_found");
  EXPECT_EQ(CodeOf(gift({{"until", "Christmas"}})), "invalid_argument");
  Json without = gift({{"until", kNow + kDay}});
  without["event"].erase("gift");
  EXPECT_EQ(CodeOf(without), "invalid_argument");
  Json unsaid = gift({{"until", kNow + kDay}});
  unsaid.erase("viewer");
  EXPECT_EQ(CodeOf(unsaid), "not_ready") << "only somebody can keep a secret";
  EXPECT_EQ(CodeOf({{"op", "controls.label"},
                    {"viewer", kAnna},
                    {"events", {"0123456789abcdef"}},
                    {"label", "private"}}),
            "not_found");
}

TEST_F(HouseholdOperations, SuggestsASurpriseForRingsAndNearTheFamilysDates) {
  const auto suggest = [&](Json basket) {
    return Ok({{"op", "gift.suggest"}, {"viewer", kAnna}, {"basket", basket}});
  };
  EXPECT_EQ(suggest({"MUG"})["suggest"], false);
  const Json ring = suggest({"MUG", "RING"});
  EXPECT_EQ(ring["suggest"], true);
  EXPECT_EQ(ring["because"], "quiet_item");
  EXPECT_EQ(ring["date"], DateJson(2011, 12, 26)) << "the day after Christmas Day";
  Ok({{"op", "household.settings"}, {"dates", {{{"month", 12}, {"day", 12}, {"name", "Ben"}}}}});
  const Json mug = suggest({"MUG"});
  EXPECT_EQ(mug["because"], "date");
  EXPECT_EQ(mug["date"], DateJson(2011, 12, 13));
}

TEST_F(HouseholdOperations, SuggestsACalendarDayOfWhereTheShopperIs) {
  Ok({{"op", "household.settings"}, {"dates", {{{"month", 12}, {"day", 9}, {"name", "Ben"}}}}});
  const auto suggest = [&](Json today, Time now = kNow) {
    Json request = {{"op", "gift.suggest"}, {"viewer", kAnna}, {"basket", {"MUG"}}};
    if (!today.is_null()) request["today"] = std::move(today);
    return Ok(request, now);
  };
  const Json eve = suggest(DateJson(2011, 12, 8));  // still the 8th in Los Angeles
  EXPECT_EQ(eve["because"], "date");
  EXPECT_EQ(eve["date"], DateJson(2011, 12, 10));
  for (const Json& today : {DateJson(2011, 12, 9), Json()}) {
    const Json on_the_day = suggest(today);
    EXPECT_EQ(on_the_day["because"], "date") << "it is today";
    EXPECT_EQ(on_the_day["date"], DateJson(2011, 12, 10)) << "the day after";
  }
  const Json after = suggest(DateJson(2011, 12, 10), kNow + 12 * kMsPerHour);  // in Auckland
  EXPECT_EQ(after["suggest"], false);
  EXPECT_EQ(after["date"], DateJson(2011, 12, 26));
}

TEST_F(HouseholdOperations, SuggestsNextYearsDateAtTheEndOfAYearAndALeapDayInALeapYear) {
  const auto day_of_mug = [&](Time now) {
    return Ok({{"op", "gift.suggest"}, {"viewer", kAnna}, {"basket", {"MUG"}}}, now)["date"];
  };
  Ok({{"op", "household.settings"}, {"dates", {{{"month", 1}, {"day", 1}, {"name", "Ben"}}}}});
  EXPECT_EQ(day_of_mug(kNow + 22 * kDay), DateJson(2012, 1, 2));
  Ok({{"op", "household.settings"}, {"dates", {{{"month", 2}, {"day", 29}, {"name", "Leap"}}}}});
  EXPECT_EQ(day_of_mug(kNow + 70 * kDay), DateJson(2012, 3, 1));
  EXPECT_EQ(day_of_mug(kNow + 100 * kDay), DateJson(2012, 4, 2)) << "none is near: in two weeks";
}

TEST_F(HouseholdOperations, RefusesATodayMoreThanADayFromNow) {
  for (const Json& today : {DateJson(2011, 12, 11), DateJson(2011, 12, 7), DateJson(2011, 11, 31),
                            Json{{"year", 2011}, {"month", 12}}, Json("2011-12-09")}) {
    EXPECT_EQ(
        CodeOf({{"op", "gift.suggest"}, {"viewer", kAnna}, {"basket", {"MUG"}}, {"today", today}}),
        "invalid_argument")
        << today.dump();
  }
}

// ---- Texts that collide: two titles of one SKU, brand and category, made to have one hash

std::pair<std::string, std::string> CollidingTitles() {
  std::map<uint32_t, std::string> seen;
  for (int i = 0;; ++i) {
    const std::string title = std::to_string(i);
    const auto [at, fresh] = seen.try_emplace(ItemDescription{"X", title, "", ""}.Hash(), title);
    if (!fresh) return {at->second, title};
  }
}

TEST_F(HouseholdOperations, ClaimsTheSameWhateverALockedMembersTextsAre) {
  const auto [one, other] = CollidingTitles();
  const auto look = [&](std::optional<int> viewer, const std::string& title, Time ago) {
    Json request = {
        {"op", "record"},
        {"event",
         {{"type", "view"}, {"sku", "X"}, {"item", {{"title", title}}}, {"time", kNow - ago}}}};
    if (viewer) request["viewer"] = *viewer;
    Ok(request);
  };
  Ok({{"op", "household.change"}, {"viewer", kBen}, {"member", kBen}, {"locked", true}});
  look(kBen, one, 2 * kDay);
  look(std::nullopt, other, kDay);
  const Json visit = Inbox()[0]["visit"];
  EXPECT_EQ(Ok({{"op", "household.claim"},
                {"viewer", kAnna},
                {"visit", visit},
                {"member", kBen}})["moved"],
            1);
  EXPECT_TRUE(Inbox().empty());
}

TEST_F(HouseholdOperations, HoldsNoTermsOfAGiftWhoseTextCollides) {
  const auto [one, other] = CollidingTitles();
  const auto look = [&](const std::string& title, const std::string& label, Time ago) {
    return Ok({{"op", "record"},
               {"viewer", kAnna},
               {"event",
                {{"type", "view"},
                 {"sku", "X"},
                 {"item", {{"title", title}}},
                 {"label", label},
                 {"time", kNow - ago}}}})["ids"][0];
  };
  look(one, "private", kDay);
  const Json id = look(other, "personal", 2 * kDay);
  EXPECT_EQ(Ok({{"op", "controls.label"},
                {"viewer", kAnna},
                {"events", {id}},
                {"label", "gift"},
                {"gift", {{"until", kNow + kDay}}}})["changed"],
            1);
  EXPECT_TRUE(Household::FromSnapshot(engine_.Snapshot()).ok());
}

// ---- Sensitive topics

TEST_F(HouseholdOperations, SealsSensitiveItemsAndNeverSuggestsThem) {
  Record(kAnna, "buy", "TEST", kDay);
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0]["label"], "sensitive");
  EXPECT_FALSE(Holds(Skus(kAnna), "TEST"));
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again", kNow + 30 * kDay), "TEST"));
  EXPECT_FALSE(Holds(Skus(kBen), "TEST"));
  EXPECT_EQ(Record(std::nullopt, "view", "TEST", kMsPerMinute)["recorded"], 0)
      << "nobody could see or erase it";
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"query", "pregnancy"}, {"viewer", kBen}})["total"], 1)
      << "the shop still sells it";
}

TEST_F(HouseholdOperations, SealsSearchesForSensitiveThings) {
  const auto label = [&](const std::string& words) {
    SearchFor(kAnna, words);
    const Json event = Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0];
    Ok({{"op", "history.erase"}, {"viewer", kAnna}, {"all", true}});
    return event["label"].get<std::string>();
  };
  EXPECT_EQ(label("pregnancy test"), "sensitive") << "a word of the list";
  EXPECT_EQ(label("Merlot"), "sensitive");
  EXPECT_EQ(label("preg"), "sensitive") << "all that it finds is";
  EXPECT_EQ(label("wall clock"), "personal");
  EXPECT_EQ(label("r"), "personal") << "finds rice, a ring and a red mug";
  EXPECT_EQ(SearchFor(std::nullopt, "pregnancy")["recorded"], 0) << "nobody could see or erase it";
}

TEST_F(HouseholdOperations, SteersByNoSearchThatIsSealedByWhatItFinds) {
  Ok({{"op", "controls.sensitive"}, {"viewer", kAnna}, {"topic", "alcohol"}, {"allowed", true}});
  const auto before = Skus(kAnna);
  SearchFor(kAnna, "merl");
  const Json event = Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0];
  EXPECT_EQ(event["label"], "sensitive");
  EXPECT_EQ(event["topic"], nullptr) << "no yes reaches it";
  EXPECT_EQ(Skus(kAnna), before);
  SearchFor(kAnna, "wine");
  EXPECT_NE(Skus(kAnna), before) << "words of the topic do steer";
}

TEST_F(HouseholdOperations, UnsealsNoSensitiveSearchByALabel) {
  const Json id = SearchFor(kAnna, "preg")["ids"][0];
  const Json label = {
      {"op", "controls.label"}, {"viewer", kAnna}, {"events", {id}}, {"label", "personal"}};
  EXPECT_EQ(Ok(label)["changed"], 1);
  EXPECT_EQ(Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"][0]["label"], "sensitive");
}

TEST_F(HouseholdOperations, KeepsASensitiveSearchSealedAfterAGiftsDay) {
  for (const bool taste : {false, true}) {
    Ok({{"op", "record"},
        {"viewer", kAnna},
        {"event",
         {{"type", "search"},
          {"query", "preg"},
          {"label", "gift"},
          {"gift", {{"until", kNow + kDay}, {"taste", taste}}}}}});
    const Json list = Ok({{"op", "history.list"}, {"viewer", kAnna}}, kNow + 2 * kDay);
    EXPECT_EQ(list["events"][0]["label"], taste ? "sensitive" : "private");
    EXPECT_TRUE(engine_.household().open_log().events().empty());
    Ok({{"op", "household.erase"}, {"everything", true}});
  }
}

TEST_F(HouseholdOperations, ChecksWhatOnlyRecentSearchesFind) {
  const auto labels = [&](const Json& events) {
    Ok({{"op", "record"}, {"viewer", kAnna}, {"skipKnown", true}, {"events", events}});
    std::vector<std::string> labels;
    const Json list = Ok({{"op", "history.list"}, {"viewer", kAnna}});
    for (const Json& event : list["events"]) labels.push_back(event["label"]);
    return labels;
  };
  const auto search = [](const std::string& words, Time ago) {
    return Json{{"type", "search"}, {"query", words}, {"time", kNow - ago}};
  };
  Json gift = search("preg", 4 * kDay);
  gift.update({{"label", "gift"}, {"gift", {{"until", kNow - kDay}, {"taste", true}}}});
  EXPECT_EQ(labels({search("preg", 0), search("r", 1), search("preg", kMsPerMinute),
                    search("preg", 29 * kMsPerMinute), search("preg", 30 * kMsPerMinute),
                    search("pregnancy", 3 * kDay), gift}),
            (Names{"sensitive", "personal", "sensitive", "sensitive", "personal", "sensitive",
                   "sensitive"}));
}

TEST_F(HouseholdOperations, ShowsSearchesToWhoMadeThemAlone) {
  SearchFor(kAnna, "red mug", 40 * kMsPerMinute);
  SearchFor(std::nullopt, "cotton bag");
  EXPECT_EQ(Searches(kAnna), Names{"red mug"});
  EXPECT_TRUE(Searches(kBen).empty());
  EXPECT_EQ(Searches(std::nullopt), Names{"cotton bag"}) << "the running visit's";
  Ok({{"op", "household.change"}, {"viewer", kAnna}, {"member", kAnna}, {"locked", true}});
  EXPECT_EQ(Searches(kAnna), Names{"red mug"});
  EXPECT_TRUE(Searches(kBen).empty());
}

TEST_F(HouseholdOperations, SteersNobodyElseByASearch) {
  const auto anna = Skus(kAnna), ben = Skus(kBen), nobody = Skus(std::nullopt);
  SearchFor(kAnna, "blue pen");
  EXPECT_NE(Skus(kAnna), anna);
  EXPECT_EQ(Skus(kAnna)[0], "PEN");
  EXPECT_EQ(Skus(kBen), ben);
  EXPECT_EQ(Skus(std::nullopt), nobody);
  Ok({{"op", "history.erase"}, {"viewer", kAnna}, {"all", true}});
  EXPECT_EQ(Skus(kAnna), anna);
  SearchFor(std::nullopt, "blue pen");
  EXPECT_EQ(Skus(std::nullopt)[0], "PEN") << "whoever it is, it is this visit's";
  EXPECT_EQ(Skus(kAnna), anna) << "she said who she is: that visit is nobody's yet";
}

TEST_F(HouseholdOperations, IsNotSteeredByAPrivateSearchASurpriseOrASensitiveOne) {
  const auto before = Skus(kAnna);
  const Json gift = {{"until", kNow + kDay}, {"for", kBen}};
  const auto record = [&](Json event) {
    event["type"] = "search";
    Ok({{"op", "record"}, {"viewer", kAnna}, {"event", event}});
    EXPECT_EQ(Skus(kAnna), before) << event;
  };
  record({{"query", "blue pen"}, {"label", "private"}});
  record({{"query", "silver ring"}, {"label", "gift"}, {"gift", gift}});
  record({{"query", "merlot"}});
  record({{"query", "cotton bag"}, {"giftCue", true}});
  Ok({{"op", "controls.sensitive"}, {"viewer", kAnna}, {"topic", "alcohol"}, {"allowed", true}});
  EXPECT_EQ(Skus(kAnna)[0], "WINE") << "after a yes";
  EXPECT_FALSE(Holds(Skus(kBen), "WINE"));
}

TEST_F(HouseholdOperations, SharesNoSearchWhateverIsShared) {
  Ok({{"op", "controls.share"},
      {"viewer", kAnna},
      {"category", "Food, Beverages & Tobacco"},
      {"shared", true}});
  Record(kAnna, "view", "RICE", kMsPerMinute);
  SearchFor(kAnna, "rice");
  EXPECT_EQ(History(kBen), Names{"RICE"});
  EXPECT_TRUE(Searches(kBen).empty());
  Ok({{"op", "household.remove"}, {"member", kAnna}, {"history", "hand_over"}});
  EXPECT_EQ(History(kBen), Names{"RICE"});
  EXPECT_TRUE(Searches(kBen).empty());
}

TEST_F(HouseholdOperations, ClaimsAndDiscardsAVisitOfSearchesAlone) {
  SearchFor(std::nullopt, "red mug", 3 * kDay);
  SearchFor(std::nullopt, "pen", 2 * kDay);
  const Json inbox = Inbox();
  ASSERT_EQ(inbox.size(), 2u);
  EXPECT_EQ(inbox[0]["items"], 0);
  EXPECT_EQ(inbox[0]["searches"], 1);
  EXPECT_EQ(inbox[0]["guess"], nullptr);
  Ok({{"op", "household.claim"}, {"visit", inbox[1]["visit"]}, {"member", kBen}});
  EXPECT_EQ(Searches(kBen), Names{"red mug"});
  EXPECT_EQ(Ok({{"op", "household.visits"}, {"viewer", kBen}})["visits"][0]["searches"], 1);
  EXPECT_EQ(Ok({{"op", "household.discard"}, {"visit", inbox[0]["visit"]}})["erased"], 1);
  EXPECT_TRUE(Inbox().empty());
}

TEST_F(HouseholdOperations, HidesASearchWithASurprise) {
  const Json id = SearchFor(kAnna, "silver ring")["ids"][0];
  Ok({{"op", "controls.label"},
      {"viewer", kAnna},
      {"events", {id}},
      {"label", "gift"},
      {"gift", {{"until", kNow + kDay}, {"for", kBen}}}});
  EXPECT_EQ(Searches(kAnna), Names{"silver ring"});
  EXPECT_TRUE(Ok({{"op", "household.visits"}, {"viewer", kAnna}})["visits"].empty());
  const Json exported = Ok({{"op", "history.export"}, {"viewer", kAnna}})["events"][0];
  EXPECT_EQ(exported["query"], "silver ring");
  EXPECT_EQ(exported["gift"]["until"], kNow + kDay);
  const Json settled = Ok({{"op", "history.list"}, {"viewer", kAnna}}, kNow + kDay);
  EXPECT_EQ(settled["events"][0]["title"], "silver ring");
  EXPECT_EQ(settled["events"][0]["gift"], nullptr);
}

TEST_F(HouseholdOperations, ShowsATopicOnTheOwnScreenAfterAYes) {
  Record(kAnna, "buy", "WINE", 40 * kDay);
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again"), "WINE"));
  const Json yes = {
      {"op", "controls.sensitive"}, {"viewer", kAnna}, {"topic", "alcohol"}, {"allowed", true}};
  const size_t length = engine_.Snapshot().size();
  Ok(yes);
  EXPECT_EQ(engine_.Snapshot().size(), length) << "a yes is a secret too";
  EXPECT_TRUE(Holds(Skus(kAnna, "buy_again"), "WINE"));
  EXPECT_FALSE(Holds(Skus(kBen, "buy_again"), "WINE"));
  EXPECT_FALSE(Holds(Skus(kBen), "WINE"));
  EXPECT_FALSE(Holds(Skus(std::nullopt), "WINE"));
  Json no = yes;
  no["allowed"] = false;
  Ok(no);
  EXPECT_FALSE(Holds(Skus(kAnna, "buy_again"), "WINE"));
  Json never = yes;
  never["topic"] = "pregnancy_fertility";
  EXPECT_EQ(CodeOf(never), "invalid_argument");
  Json child = yes;
  child["viewer"] = kChloe;
  EXPECT_EQ(CodeOf(child), "invalid_argument");
}

TEST_F(HouseholdOperations, NeverShowsAChildWhatIsForAdults) {
  const Json search = {{"op", "catalog.search"}, {"query", "merlot"}, {"viewer", kChloe}};
  EXPECT_EQ(Ok(search)["total"], 0);
  Json adult = search;
  adult["viewer"] = kAnna;
  EXPECT_EQ(Ok(adult)["total"], 1);
  const Json listing = {
      {"op", "rank"}, {"surface", "listing"}, {"viewer", kChloe}, {"candidates", {"MUG", "WINE"}}};
  EXPECT_EQ(Ok(listing)["items"].size(), 1u);
  EXPECT_EQ(CodeOf({{"op", "catalog.item"}, {"sku", "WINE"}, {"viewer", kChloe}}), "not_found");
  EXPECT_EQ(CodeOf({{"op", "why"}, {"sku", "WINE"}, {"viewer", kChloe}}), "not_found");
  EXPECT_EQ(CodeOf({{"op", "rank"}, {"surface", "similar"}, {"sku", "WINE"}, {"viewer", kChloe}}),
            "not_found");
  Json list = {{"op", "catalog.list"}, {"viewer", kChloe}};
  EXPECT_EQ(Ok(list)["total"], 7);
  const auto departments = [&](int viewer) {
    std::map<std::string, int> items;
    const Json answer = Ok({{"op", "catalog.categories"}, {"viewer", viewer}});
    for (const Json& each : answer["categories"]) items[each["path"]] = each["items"];
    return items;
  };
  EXPECT_EQ(departments(kAnna)["Food, Beverages & Tobacco"], 2);
  EXPECT_EQ(departments(kChloe)["Food, Beverages & Tobacco"], 1);
  EXPECT_FALSE(departments(kChloe).contains("Food, Beverages & Tobacco > Beverages"));
}

TEST_F(HouseholdOperations, NeverShowsAChildWhatIsForAdultsUnderAStrongerTopic) {
  engine_.LoadCatalogJson(R"({"shop": "S", "currency": "GBP", "items": [
    {"id": "VAPE", "title": "Stop Smoking Vape Kit", "price": "5.00 GBP",
     "google_product_category": "Food, Beverages & Tobacco > Tobacco Products > Vaporizers"}]})");
  EXPECT_EQ(engine_.sensitivity().TopicOf(ItemIndex{0})->id, "addiction");
  EXPECT_FALSE(engine_.sensitivity().TopicOf(ItemIndex{0})->adults_only);
  EXPECT_EQ(Ok({{"op", "catalog.list"}, {"viewer", kAnna}})["total"], 1);
  EXPECT_EQ(Ok({{"op", "catalog.list"}, {"viewer", kChloe}})["total"], 0);
  EXPECT_EQ(CodeOf({{"op", "catalog.item"}, {"sku", "VAPE"}, {"viewer", kChloe}}), "not_found");
}

TEST_F(HouseholdOperations, ForgetsEverythingOfTheHouseholdAtOnce) {
  Record(kAnna, "buy", "MUG", kDay);
  Record(kAnna, "buy", "TEST", kDay);
  Ok({{"op", "household.settings"}, {"threshold", 60}});
  Ok({{"op", "household.erase"}, {"everything", true}});
  EXPECT_TRUE(History(kAnna).empty());
  const Json release = {{"op", "household.release"}, {"now", kNow + 10 * kMsPerMinute}};
  Engine never;
  const auto ends_household = [](Engine& engine, Json request) {
    return Json::parse(engine.Handle(request.dump()))["ok"]["household"];
  };
  const Json before = {{"op", "household.release"}, {"now", kNow + 10 * kMsPerMinute - 1}};
  EXPECT_EQ(ends_household(engine_, before), false) << "it can still come back";
  EXPECT_EQ(ends_household(never, before), false);
  EXPECT_EQ(ends_household(engine_, release), true);
  EXPECT_EQ(ends_household(never, release), false);
  const Time since = engine_.household().members().front().since;
  EXPECT_GT(since, kNow) << "who is here now is not who was";
  never.Commit({MemberSet{kFirstMember, since, "", Colour::kClay, MemberKind::kAdult, false}});
  EXPECT_EQ(engine_.Snapshot(), never.Snapshot()) << "of a household of several after ten minutes";
}

// ---- Guards and undoing

// The guarded requests, without what shows that a grown-up stands behind them.
class Guards : public HouseholdOperations {
 protected:
  static Json Unproved(Json request) {
    request["grownUp"] = Json::object();
    return request;
  }
  Json Visit() {
    Record(std::nullopt, "view", "MUG", 2 * kMsPerHour);
    return Inbox()[0]["visit"];
  }
  std::vector<Json> All() {
    return {{{"op", "household.change"}, {"member", kChloe}, {"kind", "adult"}},
            {{"op", "household.add"}, {"name", "Chloe the Great"}},
            {{"op", "household.remove"}, {"member", kAnna}, {"history", "erase"}},
            {{"op", "household.settings"}, {"threshold", 55}},
            {{"op", "household.code"}, {"hash", nullptr}},
            {{"op", "household.discard"}, {"visit", Visit()}},
            {{"op", "record"}, {"events", Json::array()}, {"skipKnown", true}},
            {{"op", "household.erase"}, {"everything", true}}};
  }
};

TEST_F(Guards, StopAChildAndNobodyInParticularButNoGrownUp) {
  for (Json request : All()) {
    for (const Json& viewer : {Json(kChloe), Json()}) {
      request["viewer"] = viewer;
      EXPECT_EQ(CodeOf(Unproved(request)), "needs_grown_up") << request;
    }
    const Household before = engine_.household();
    request["viewer"] = kAnna;
    EXPECT_TRUE(Ask(Unproved(request)).contains("ok")) << request;
    engine_.Become(before);
    request["viewer"] = kChloe;
    EXPECT_TRUE(Ask(request).contains("ok")) << "a grown-up was asked: " << request;
    engine_.Become(before);
  }
}

TEST_F(Guards, AskForTheCodeOfWhoeverItIsOnceThereIsOne) {
  const std::string salt(32, 'a'), right(64, '1'), wrong(64, '2');
  Ok({{"op", "household.code"},
      {"viewer", kAnna},
      {"salt", salt},
      {"iterations", 100'000},
      {"hash", right}});
  const Json told = Ok({{"op", "household.members"}})["code"];
  EXPECT_EQ(told, (Json{{"salt", salt}, {"iterations", 100'000}})) << "never the hash";
  for (Json request : All()) {
    request["viewer"] = kAnna;
    EXPECT_EQ(CodeOf(request), "needs_grown_up") << "asking is not enough: " << request;
    request["grownUp"] = {{"code", wrong}};
    EXPECT_EQ(CodeOf(request), "needs_grown_up") << request;
    request["grownUp"] = {{"code", right}};
    const Household before = engine_.household();
    EXPECT_TRUE(Ask(request).contains("ok")) << request;
    engine_.Become(before);
  }
}

TEST_F(Guards, LeaveOwnThingsAlone) {
  Record(kChloe, "view", "MUG", 2 * kMsPerHour);
  const Json visit = Ok({{"op", "household.visits"}, {"viewer", kChloe}})["visits"][0]["visit"];
  Ok(Unproved({{"op", "household.discard"}, {"viewer", kChloe}, {"visit", visit}}));
  Ok(Unproved({{"op", "household.change"}, {"viewer", kChloe}, {"member", kChloe}, {"name", "C"}}));
  Record(std::nullopt, "view", "JAR", 0);
  const Json running = Ok({{"op", "household.who"}})["visit"];
  Ok(Unproved({{"op", "household.discard"}, {"viewer", nullptr}, {"visit", running}}));
}

TEST_F(HouseholdOperations, UndoesAnOwnErasureFromMemoryAlone) {
  Record(kAnna, "buy", "MUG", kDay);
  const std::vector<uint8_t> before = engine_.Snapshot();
  const auto erase = [&] {
    return Ok({{"op", "history.erase"}, {"viewer", kAnna}, {"all", true}});
  };
  const Json erased = erase();
  EXPECT_EQ(erased["undoUntil"], kNow + 10 * kMsPerMinute);
  const std::vector<uint8_t> after = engine_.Snapshot();
  const std::string_view title = "Red Mug";
  EXPECT_EQ(std::search(after.begin(), after.end(), title.begin(), title.end()), after.end())
      << "final in the store at once";
  EXPECT_TRUE(Ok({{"op", "household.withheld"}})["withheld"].empty());
  const Json undo = {{"op", "household.undo"}, {"viewer", kAnna}, {"undo", erased["undo"]}};
  EXPECT_EQ(Ok(undo, kNow + 10 * kMsPerMinute - 1)["restored"], true);
  EXPECT_EQ(engine_.Snapshot(), before);
  EXPECT_EQ(CodeOf(undo), "not_found") << "once";
  Json late = undo;
  late["undo"] = erase()["undo"];
  EXPECT_EQ(CodeOf(late, kNow + 10 * kMsPerMinute), "not_found");
}

TEST_F(HouseholdOperations, ListsWhatCanBeUndoneOfAnothersThings) {
  const Json removed = Ok({{"op", "household.remove"}, {"member", kBen}, {"history", "erase"}});
  const Json listed = Ok({{"op", "household.withheld"}})["withheld"];
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0]["undo"], removed["undo"]);
  EXPECT_EQ(listed[0]["what"], "member");
  EXPECT_EQ(listed[0]["name"], "Ben");
  EXPECT_TRUE(Ok({{"op", "household.withheld"}}, kNow + 10 * kMsPerMinute)["withheld"].empty());
  Ok({{"op", "household.undo"}, {"undo", removed["undo"]}});
  EXPECT_EQ(Ok({{"op", "household.members"}})["members"].size(), 3u);
}

TEST_F(HouseholdOperations, UndoesAChangeOfKindAndOfGuessing) {
  const Json kind = Ok({{"op", "household.change"}, {"member", kChloe}, {"kind", "adult"}});
  const Json guessing = Ok({{"op", "household.settings"}, {"threshold", 99}});
  Ok({{"op", "household.undo"}, {"undo", kind["undo"]}});
  Ok({{"op", "household.undo"}, {"undo", guessing["undo"]}});
  const Json household = Ok({{"op", "household.members"}});
  EXPECT_EQ(household["members"][2]["kind"], "child");
  EXPECT_EQ(household["threshold"], 80);
}

// ---- Surprises and muting

TEST_F(HouseholdOperations, MakesASurpriseOfABasketWithWhatLedToIt) {
  SearchFor(kAnna, "silver ring", 2 * kMsPerHour);
  SearchFor(kAnna, "blue pen", 2 * kMsPerHour);
  Record(kAnna, "view", "RING", kMsPerHour);
  Record(kAnna, "view", "MUG", kMsPerHour);
  Record(kAnna, "view", "RING", 3 * kDay);
  Record(kAnna, "buy", "RING", 1);
  const Json surprise = {{"op", "controls.surprise"},
                         {"viewer", kAnna},
                         {"skus", {"RING"}},
                         {"gift", {{"until", kNow + 15 * kDay}, {"for", kBen}}}};
  EXPECT_EQ(Ok(surprise)["changed"], 3) << "looked at, bought, and the search that finds it";
  const Json events = Ok({{"op", "history.list"}, {"viewer", kAnna}})["events"];
  std::vector<std::string> gifts;
  for (const Json& event : events) {
    if (event["label"] == "gift") gifts.push_back(event["title"]);
  }
  EXPECT_EQ(gifts, (Names{"Silver Ring", "Silver Ring", "silver ring"}));
  Json nobodys = surprise;
  nobodys["viewer"] = nullptr;
  EXPECT_EQ(CodeOf(nobodys), "not_ready");
}

TEST_F(HouseholdOperations, NeverShowsAMutedCategoryBecauseOfHistory) {
  Record(kAnna, "buy", "MUG", 40 * kDay);
  Record(kAnna, "buy", "JAR", 40 * kDay);
  const auto mute = [&](bool muted) {
    return Ok({{"op", "controls.mute"},
               {"viewer", kAnna},
               {"category", "Home > Mugs"},
               {"muted", muted}})["categories"];
  };
  const size_t length = engine_.Snapshot().size();
  EXPECT_EQ(mute(true), Json({"Home > Mugs"}));
  EXPECT_EQ(engine_.Snapshot().size(), length) << "what one does not want to see is a secret too";
  EXPECT_EQ(Skus(kAnna, "buy_again"), Names{"JAR"});
  EXPECT_FALSE(Holds(Skus(kAnna), "MUG"));
  EXPECT_EQ(Ok({{"op", "catalog.search"}, {"viewer", kAnna}, {"query", "mug"}})["total"], 1)
      << "it is sold all the same";
  EXPECT_TRUE(Ok({{"op", "controls.muted"}, {"viewer", kBen}})["categories"].empty());
  EXPECT_EQ(
      CodeOf(
          {{"op", "controls.mute"}, {"viewer", kAnna}, {"category", "Nowhere"}, {"muted", true}}),
      "not_found");
  mute(false);
  EXPECT_TRUE(Holds(Skus(kAnna, "buy_again"), "MUG"));
}

}  // namespace
}  // namespace hearth
