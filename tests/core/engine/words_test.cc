// What a pack says of sensitive things, what the list's words say, and what happens until they
// come.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/sha256.h"
#include "catalog/small_shop.h"
#include "engine/engine.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

constexpr Time kNow = 1'323'388'800'000;
constexpr int kFirst = 0, kOther = 1, kChild = 2;

// What a pack has in `item_topic`.
enum class Said { kNothing, kTruth, kLies, kOfAnotherList };

std::vector<uint8_t> PackThat(Said said) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  const auto add = [&](const char* sku, const char* title, const char* path) {
    EXPECT_TRUE(builder.Add(MakeItem(sku, title, 100, path)).ok());
  };
  add("TEST", "Pregnancy Test", "Shelf 4");
  add("WINE", "Red Wine", "Shelf 4");
  add("MUG", "Mug", "Shelf 4");
  add("JAR", "Jar", "Shelf 5");
  const std::unique_ptr<OwnedColumns> columns = *builder.Build();
  const SensitiveList& list = SensitiveList::Default();
  if (said != Said::kNothing) {
    columns->topic.assign(columns->item_count(), 0);
    columns->list_hash = list.hash() + (said == Said::kOfAnotherList);
  }
  for (const char* id : {"pregnancy_fertility", "alcohol"}) columns->topic_id.Append(id);
  for (size_t i = 0; said == Said::kTruth && i < columns->item_count(); ++i) {
    const std::string_view sku = columns->sku.Column()[i];
    columns->topic[i] = sku == "TEST" ? 1 : sku == "WINE" ? 2 | kForAdults : 0;
  }
  Result<std::vector<uint8_t>> bytes = EncodePack(*columns);
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  return *std::move(bytes);
}

class Words : public testing::Test {
 protected:
  void Open(Said said, bool has_words) {
    engine_ = has_words ? Engine() : Engine(SensitiveList::DefaultTopics());
    Ok(Json::parse(engine_.LoadPack(PackThat(said))));
    Ask({{"op", "household.add"}, {"name", "Other"}, {"kind", "adult"}});
    Ask({{"op", "household.add"}, {"name", "Kim"}, {"kind", "child"}});
  }
  void LoadWords() { Ok(Json::parse(engine_.LoadWords(SensitiveList::DefaultWords()))); }

  Json Ok(const Json& envelope) {
    EXPECT_TRUE(envelope.contains("ok")) << envelope;
    return envelope.contains("ok") ? envelope["ok"] : Json();
  }
  Json Ask(Json request, Time now = kNow) {
    request["now"] = now;
    return Ok(Json::parse(engine_.Handle(request.dump())));
  }
  Json Record(int viewer, Json event) {
    event["time"] = kNow - kMsPerMinute + ++recorded_;  // one after the other
    return Ask({{"op", "record"}, {"viewer", viewer}, {"event", std::move(event)}});
  }
  std::string LabelOfLast(int viewer) {
    const Json list = Ask({{"op", "history.list"}, {"viewer", viewer}});
    return list["events"].empty() ? "none" : list["events"][0]["label"];
  }
  std::vector<std::string> Shown(int viewer, Json request) {
    request["viewer"] = viewer;
    std::vector<std::string> skus;
    const Json answer = Ask(std::move(request), kNow + kMsPerHour);
    for (const Json& item : answer["items"]) skus.push_back(item["sku"]);
    std::sort(skus.begin(), skus.end());
    return skus;
  }
  std::vector<std::string> Home(int viewer) {
    return Shown(viewer, {{"op", "rank"}, {"surface", "home"}});
  }
  std::vector<std::string> Listed(int viewer) { return Shown(viewer, {{"op", "catalog.list"}}); }

  using Skus = std::vector<std::string>;
  Engine engine_;
  Time recorded_ = 0;
};

TEST_F(Words, AreNotNeededForWhatAnHonestPackSays) {
  Open(Said::kTruth, /*has_words=*/false);
  EXPECT_FALSE(engine_.NeedsWords());
  EXPECT_EQ(Ask({{"op", "status"}})["words"], false);
  EXPECT_EQ(Home(kFirst), Skus({"JAR", "MUG"}));
  EXPECT_EQ(Listed(kChild), Skus({"JAR", "MUG", "TEST"})) << "wine is for adults";
  Record(kFirst, {{"type", "buy"}, {"sku", "TEST"}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  Record(kFirst, {{"type", "view"}, {"sku", "MUG"}});
  EXPECT_EQ(LabelOfLast(kFirst), "personal");
}

TEST_F(Words, CatchAPackThatHidesATopicBeforeAnythingIsLearned) {
  Open(Said::kLies, /*has_words=*/true);
  Record(kFirst, {{"type", "buy"}, {"sku", "TEST"}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  EXPECT_EQ(LabelOfLast(kOther), "none");
  for (const int viewer : {kFirst, kOther, kChild}) EXPECT_EQ(Home(viewer), Skus({"JAR", "MUG"}));
}

TEST_F(Words, CatchAPackThatHidesATopicFromAChild) {
  const auto seen = [&](Json request) {
    Open(Said::kLies, /*has_words=*/true);  // nothing was checked before
    return Shown(kChild, std::move(request));
  };
  const Skus without_wine = {"JAR", "MUG", "TEST"};
  EXPECT_EQ(seen({{"op", "catalog.list"}}), without_wine);
  EXPECT_EQ(seen({{"op", "catalog.search"}, {"query", "wine"}}), Skus());
  EXPECT_EQ(seen({{"op", "rank"}, {"surface", "listing"}, {"category", ""}}), without_wine);
  Open(Said::kLies, true);
  const auto code = [&](Json request) {
    request["viewer"] = kChild;
    request["now"] = kNow;
    return Json::parse(engine_.Handle(request.dump()))["error"]["code"];
  };
  EXPECT_EQ(code({{"op", "catalog.item"}, {"sku", "WINE"}}), "not_found");
  Open(Said::kLies, true);
  EXPECT_EQ(code({{"op", "why"}, {"sku", "WINE"}}), "not_found");
  Open(Said::kLies, true);
  EXPECT_EQ(code({{"op", "rank"}, {"surface", "similar"}, {"sku", "WINE"}}), "not_found");
}

// Its name in the event is another one.
TEST_F(Words, JudgeAnItemByTheCatalogsTitleToo) {
  Open(Said::kLies, /*has_words=*/true);
  Record(kFirst, {{"type", "buy"}, {"sku", "TEST"}, {"item", {{"title", "Thing"}}}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  Record(kFirst, {{"type", "buy"}, {"sku", "MUG"}, {"item", {{"title", "Ovulation Test"}}}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
}

TEST_F(Words, SealASearchForWhatAPackHides) {
  Open(Said::kLies, /*has_words=*/true);
  Record(kFirst, {{"type", "search"}, {"query", "test"}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
}

TEST_F(Words, JudgeEverythingWhereThePackSaysNothingOrIsOfAnotherList) {
  for (const Said said : {Said::kNothing, Said::kOfAnotherList}) {
    Open(said, /*has_words=*/true);
    EXPECT_EQ(engine_.sensitivity().TopicOf(engine_.catalog()->FindSku("TEST"))->id,
              "pregnancy_fertility");
    EXPECT_EQ(Home(kFirst), Skus({"JAR", "MUG"}));
    EXPECT_EQ(Listed(kChild), Skus({"JAR", "MUG", "TEST"}));
  }
}

// ---- Until they come

TEST_F(Words, KeepSealedWhatThePackDoesNotKnowUntilTheyCome) {
  Open(Said::kTruth, /*has_words=*/false);
  const Json unknown = {{"type", "buy"}, {"sku", "NEW"}, {"item", {{"title", "Lamp"}}}};
  Record(kFirst, unknown);
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  EXPECT_EQ(Ask({{"op", "history.list"}, {"viewer", kFirst}})["events"][0]["topic"], nullptr);
  Record(kFirst, {{"type", "search"}, {"query", "lamp"}});
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  EXPECT_EQ(Ask({{"op", "record"}, {"event", unknown}})["recorded"], 0) << "nobody's";
  LoadWords();
  EXPECT_EQ(Ask({{"op", "status"}})["words"], true);
  Record(kFirst, {{"type", "view"}, {"sku", "NEWER"}, {"item", {{"title", "Lamp"}}}});
  EXPECT_EQ(LabelOfLast(kFirst), "personal");
}

TEST_F(Words, DoNotSealWhatWasJudgedWhenItWasRecorded) {
  Open(Said::kTruth, /*has_words=*/true);
  Record(kFirst, {{"type", "buy"}, {"sku", "OLD"}, {"item", {{"title", "Lamp"}}}});
  const std::vector<uint8_t> stored = engine_.Snapshot();
  Engine later(SensitiveList::DefaultTopics());
  Ok(Json::parse(later.LoadPack(PackThat(Said::kTruth))));
  Ok(Json::parse(later.Restore(stored)));
  EXPECT_EQ(later.Snapshot(), stored);
  Ok(Json::parse(later.LoadWords(SensitiveList::DefaultWords())));
  EXPECT_EQ(later.Snapshot(), stored);
}

TEST_F(Words, KeepWhatNobodyJudgedOffPersonalSlotsUntilTheyCome) {
  for (const Said said : {Said::kNothing, Said::kOfAnotherList, Said::kLies}) {
    Open(said, /*has_words=*/false);
    if (said != Said::kLies) {
      EXPECT_TRUE(engine_.NeedsWords());
      EXPECT_EQ(Home(kFirst), Skus());
      EXPECT_EQ(Shown(kFirst, {{"op", "rank"}, {"surface", "basket"}, {"basket", {"MUG"}}}),
                Skus());
      EXPECT_EQ(Shown(kFirst, {{"op", "rank"}, {"surface", "buy_again"}}), Skus());
      EXPECT_EQ(Shown(kFirst, {{"op", "rank"}, {"surface", "listing"}, {"category", ""}}).size(),
                4u)
          << "where it must be listed it is";
      EXPECT_EQ(Listed(kFirst).size(), 4u);
      EXPECT_EQ(Listed(kChild), Skus()) << "anything may be for adults";
      Record(kFirst, {{"type", "view"}, {"sku", "MUG"}});
      EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
    }
    LoadWords();
    EXPECT_FALSE(engine_.NeedsWords());
    EXPECT_EQ(Home(kFirst), Skus({"JAR", "MUG"}));
    EXPECT_EQ(Listed(kChild), Skus({"JAR", "MUG", "TEST"}));
  }
}

// Until the words come the pack is believed. What it hid is sealed with them.
TEST_F(Words, SealWhatAPackHidWhenTheyCome) {
  Open(Said::kLies, /*has_words=*/false);
  Record(kFirst, {{"type", "buy"}, {"sku", "TEST"}});
  EXPECT_EQ(LabelOfLast(kFirst), "personal");
  engine_.TakeChanges(hearth::Record::kShop);
  LoadWords();
  EXPECT_EQ(LabelOfLast(kFirst), "sensitive");
  EXPECT_EQ(Name(engine_.effect(hearth::Record::kShop)), "rewritten") << "the host stores it so";
}

TEST_F(Words, AreRefusedUnlessTheyAreTheFileOfThisRelease) {
  Open(Said::kNothing, /*has_words=*/false);
  std::string altered(SensitiveList::DefaultWords());
  altered[100] ^= 1;
  std::string shorter(SensitiveList::DefaultWords());
  shorter.pop_back();
  for (const std::string& other : {std::string(), std::string("=never!adult=Adult goods\n"),
                                   altered, shorter, shorter + "\n\n"}) {
    EXPECT_EQ(Json::parse(engine_.LoadWords(other))["error"]["code"], "malformed");
    EXPECT_TRUE(engine_.NeedsWords());
    EXPECT_EQ(Ask({{"op", "status"}})["words"], false);
  }
  LoadWords();
  EXPECT_FALSE(engine_.NeedsWords());
}

TEST_F(Words, AnswerAsTheListThatIsBuiltIn) {
  const Result<SensitiveList> read = SensitiveList::FromWords(SensitiveList::DefaultWords());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->hash(), SensitiveList::Default().hash());
  const SensitiveList topics = SensitiveList::DefaultTopics();
  EXPECT_EQ(topics.hash(), read->hash());
  EXPECT_FALSE(topics.has_words());
  ASSERT_EQ(topics.topics().size(), read->topics().size());
  for (size_t i = 0; i < topics.topics().size(); ++i) {
    EXPECT_EQ(topics.topics()[i].id, read->topics()[i].id);
    EXPECT_EQ(topics.topics()[i].name, read->topics()[i].name);
    EXPECT_EQ(topics.topics()[i].tier, read->topics()[i].tier);
    EXPECT_EQ(topics.topics()[i].adults_only, read->topics()[i].adults_only);
  }
}

// FIPS 180-4, and lengths around the end of a block.
TEST(Sha256, IsTheStandardOne) {
  const auto hex = [](std::string_view text) {
    std::string digits;
    for (const uint8_t byte : Sha256(text)) {
      digits += "0123456789abcdef"[byte >> 4];
      digits += "0123456789abcdef"[byte & 15];
    }
    return digits;
  };
  EXPECT_EQ(hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex(std::string(55, 'a')),
            "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(hex(std::string(64, 'a')),
            "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  EXPECT_EQ(hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace hearth
