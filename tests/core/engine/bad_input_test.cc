// What a hostile page, a broken file or a typing mistake may send: a clear error each time, and
// everything as it was before. One line is one case.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "catalog/pack_format.h"
#include "catalog/small_shop.h"
#include "engine/engine.h"
#include "pack/writer/pack_writer.h"
#include "support/edited_household.h"

namespace hearth {
namespace {

using Bytes = std::vector<uint8_t>;
using Json = nlohmann::json;

struct Case {
  std::string input;
  ErrorCode code;
};

constexpr ErrorCode kInvalid = ErrorCode::kInvalidArgument;
constexpr ErrorCode kMalformed = ErrorCode::kMalformed;
constexpr ErrorCode kNotFound = ErrorCode::kNotFound;
constexpr ErrorCode kDuplicate = ErrorCode::kDuplicate;
constexpr ErrorCode kTooLarge = ErrorCode::kTooLarge;
constexpr ErrorCode kOtherVersion = ErrorCode::kUnsupportedVersion;

constexpr std::string_view kNow = "1323388800000";
// Of the events in the history; never of an error.
constexpr std::string_view kSecrets[] = {"Grandmother", "TRUSS", "Health", "Ortho"};

// A request with `now` whose other fields are written with ' for ".
std::string Ask(std::string_view fields) {
  std::string request = "{'now':" + std::string(kNow) + "," + std::string(fields) + "}";
  for (char& c : request) c = c == '\'' ? '"' : c;
  return request;
}
std::string Record(std::string_view event) {
  return Ask("'op':'record','event':{" + std::string(event) + "}");
}
std::string RecordAll(std::string_view events) {
  return Ask("'op':'record','events':[" + std::string(events) + "]");
}
std::string Repeat(std::string_view piece, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += piece;
  return text;
}

class BadInput : public testing::Test {
 protected:
  BadInput() {
    Takes(engine_.LoadPack(SmallShopPack()));
    Takes(engine_.Handle(RecordAll(
        "{'type':'buy','sku':'C1','time':1322000000000,'quantity':2,'session':1},"
        "{'type':'view','sku':'L1','time':1323000000000,'session':2},"
        "{'type':'buy','sku':'TRUSS-9','time':1323000060000,'session':2,'label':'private',"
        "'item':{'title':'Grandmother\\u0027s Truss','category':'Health','brand':'Ortho'}}")));
    history_ = engine_.Snapshot(Record::kShop);
    slate_ = Slate();
  }

  static void Takes(const std::string& answer) {
    EXPECT_TRUE(Json::parse(answer).contains("ok")) << answer;
  }

  void Refuses(const std::string& answer, ErrorCode code, std::string_view what) {
    const std::string input(what.substr(0, 120));
    const Json envelope = Json::parse(answer, nullptr, false);
    ASSERT_TRUE(envelope.is_object() && envelope.contains("error")) << input << "\n" << answer;
    EXPECT_EQ(envelope["error"]["code"], Name(code)) << input << "\n" << answer;
    const std::string message = envelope["error"]["message"];
    EXPECT_FALSE(message.empty()) << input;
    EXPECT_LT(message.size(), 300u) << input;
    for (std::string_view secret : kSecrets) {
      EXPECT_EQ(message.find(secret), std::string::npos) << message;
    }
    IsAsBefore(input);
  }

  void IsAsBefore(const std::string& input) {
    ASSERT_EQ(engine_.Snapshot(Record::kShop), history_) << input;
    ASSERT_EQ(Slate(), slate_) << input;
  }

  void RefusesRequests(const std::vector<Case>& cases) {
    for (const Case& each : cases) Refuses(engine_.Handle(each.input), each.code, each.input);
  }
  void RefusesCatalogs(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
      Refuses(engine_.LoadCatalogJson(each.input), each.code, each.input);
    }
  }
  void RefusesPack(const Bytes& pack, ErrorCode code, const std::string& what) {
    Refuses(engine_.LoadPack(pack), code, what);
  }
  void RefusesSnapshot(const Bytes& bytes, ErrorCode code, const std::string& what) {
    Refuses(engine_.Restore(Record::kShop, bytes), code, what);
  }

  std::string Slate() { return engine_.Handle(Ask("'op':'rank','surface':'home'")); }

  Engine engine_;
  Bytes history_;
  std::string slate_;
};

Bytes Cut(const Bytes& bytes, size_t length) {
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)};
}

Bytes BytesOf(std::string_view text) { return {text.begin(), text.end()}; }

// ---- Packs

TEST_F(BadInput, KeepsTheOldPackWhenTheNewOneIsTruncated) {
  const Bytes whole = SmallShopPack();
  for (size_t length = 0; length < whole.size(); ++length) {
    RefusesPack(Cut(whole, length), kMalformed, std::to_string(length) + " bytes");
  }
}

TEST_F(BadInput, KeepsTheOldPackWhenAByteOfTheNewOneIsFlipped) {
  const Bytes whole = SmallShopPack();
  for (size_t at = 0; at < whole.size(); ++at) {
    Bytes bytes = whole;
    bytes[at] ^= 0x80;
    const bool is_version = at >= kPackVersionAt && at < kPackVersionAt + 4;
    RefusesPack(bytes, is_version ? kOtherVersion : kMalformed, "byte " + std::to_string(at));
  }
}

TEST_F(BadInput, KeepsTheOldPackOrTakesAWholeOneWhenTheHashFitsAFlippedByte) {
  const Bytes whole = SmallShopPack();
  for (size_t at = kPackHeaderBytes; at < whole.size(); ++at) {
    Bytes bytes = whole;
    bytes[at] ^= 0x41;
    FixHash(&bytes);
    const std::string answer = engine_.LoadPack(bytes);
    if (Json::parse(answer).contains("error")) {
      Refuses(answer, kMalformed, "byte " + std::to_string(at));
    } else {
      Takes(Slate());
      Takes(engine_.LoadPack(whole));
      IsAsBefore("back again");
    }
  }
}

TEST_F(BadInput, KeepsTheOldPackWhenTheNewOneCountsToTwoThousandMillion) {
  const Bytes whole = SmallShopPack();
  size_t refused = 0;
  for (size_t at = kPackHeaderBytes; at + 4 <= whole.size(); at += 4) {
    for (const uint32_t count : {0x80000000u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
      Bytes bytes = whole;
      std::memcpy(bytes.data() + at, &count, sizeof(count));
      FixHash(&bytes);
      const std::string answer = engine_.LoadPack(bytes);
      if (Json::parse(answer).contains("ok")) {  // a number that may be as large
        Takes(Slate());
        Takes(engine_.LoadPack(whole));
        continue;
      }
      ++refused;
      Refuses(answer, kMalformed, "byte " + std::to_string(at));
    }
  }
  EXPECT_GT(refused, whole.size() / 4);
}

// One tree: bought before or not.
Bytes PackWithATree() {
  TreeArrays tree;
  tree.feature_names = {"times_bought"};
  tree.feature = {0, kLeafFeature, kLeafFeature};
  tree.threshold = {1, 0, 0};
  tree.child = {1, 0, 1};
  tree.value = {-5, 5};
  tree.root = {0};
  auto columns = SmallShopColumns();
  PutModel(tree, columns.get());
  return *EncodePack(*columns);
}

Bytes PackWithABadTree(const Bytes& good, const Bytes& bad) {
  Bytes pack = PackWithATree();
  const auto at = std::search(pack.begin(), pack.end(), good.begin(), good.end());
  EXPECT_NE(at, pack.end());
  EXPECT_EQ(good.size(), bad.size());
  std::copy(bad.begin(), bad.end(), at);
  FixHash(&pack);
  return pack;
}

TEST_F(BadInput, KeepsTheOldPackWhenTheNewOneHasInvalidTrees) {
  RefusesPack(PackWithABadTree(BytesOf("times_bought"), BytesOf("moon_phase__")), kOtherVersion,
              "a feature of a later build");
  const Bytes features = {3, 0, 0, 0, 0, 255, 255};  // with their count
  const Bytes children = {3, 0, 0, 0, 1, 0, 0, 0, 1, 0};
  RefusesPack(PackWithABadTree(features, {3, 0, 0, 0, 1, 255, 255}), kMalformed, "another feature");
  RefusesPack(PackWithABadTree(features, {3, 0, 0, 0, 255, 255, 255}), kMalformed, "orphans");
  RefusesPack(PackWithABadTree(features, {2, 0, 0, 0, 0, 255, 255}), kMalformed, "a short column");
  RefusesPack(PackWithABadTree(children, {3, 0, 0, 0, 0, 0, 0, 0, 1, 0}), kMalformed, "a cycle");
  RefusesPack(PackWithABadTree(children, {3, 0, 0, 0, 2, 0, 0, 0, 1, 0}), kMalformed, "no child");
  RefusesPack(PackWithABadTree(children, {3, 0, 0, 0, 1, 0, 0, 0, 2, 0}), kMalformed, "no value");
  Takes(engine_.LoadPack(PackWithATree()));
}

TEST_F(BadInput, KeepsTheOldPackWhenTheNewOneIsInvalid) {
  Bytes newer = SmallShopPack();
  newer[kPackVersionAt] = 2;
  RefusesPack(newer, kOtherVersion, "version 2");
  newer[kPackVersionAt] = 0;
  RefusesPack(newer, kOtherVersion, "version 0");
  RefusesPack({}, kMalformed, "nothing");
  RefusesPack(BytesOf("HEARTHPK"), kMalformed, "a magic");
  RefusesPack(Bytes(4096, 0), kMalformed, "zeros");
  RefusesPack(Bytes(4096, 0xFF), kMalformed, "ones");
  RefusesPack(BytesOf("<!DOCTYPE html><title>404 Not Found</title><p>nginx"), kMalformed, "a page");
  RefusesPack(history_, kMalformed, "a snapshot");
}

TEST_F(BadInput, RefusesAnEmbeddingBelowItsRange) {
  Bytes pack = SmallShopPack();
  const auto columns = SmallShopColumns();
  const auto* row = reinterpret_cast<const uint8_t*>(columns->embedding.data());
  const auto at = std::search(pack.begin(), pack.end(), row, row + columns->embedding.size());
  ASSERT_NE(at, pack.end());
  *at = 0x80;
  FixHash(&pack);
  RefusesPack(pack, kMalformed, "-128");
}

// ---- Catalogs as JSON

std::string Shop(std::string_view items) {
  std::string text = "{'shop':'S','currency':'GBP','items':[" + std::string(items) + "]}";
  for (char& c : text) c = c == '\'' ? '"' : c;
  return text;
}
// An item with the field given twice: the second one counts.
std::string ShopWith(std::string_view field) {
  return Shop("{'id':'A','title':'T','price':1," + std::string(field) + "}");
}

TEST_F(BadInput, KeepsTheOldCatalogWhenTheNewOneIsNoJson) {
  RefusesCatalogs({
      {"", kMalformed},
      {" ", kMalformed},
      {"{", kMalformed},
      {"null", kMalformed},
      {"[]", kMalformed},
      {"7", kMalformed},
      {"{}", kMalformed},
      {"\"shop\"", kMalformed},
      {Shop("") + "x", kMalformed},
      {Shop("") + Shop(""), kMalformed},
      {std::string("\0\0\0\0", 4), kMalformed},
      {"\xFF\xFE{}", kMalformed},
      {Shop("") + std::string(1, '\0'), kMalformed},
      {Shop("") + std::string("\0garbage", 8), kMalformed},
      {Repeat("[", 100'000), kMalformed},
      {Repeat("[", 100'000) + Repeat("]", 100'000), kMalformed},
      {Repeat("{\"a\":", 100'000), kMalformed},
      {Repeat("{\"a\":", 100'000) + "1" + Repeat("}", 100'000), kMalformed},
      {ShopWith("'x':" + Repeat("[", 100'000) + Repeat("]", 100'000)), kMalformed},
  });
  const std::string whole = ShopWith("'brand':'B','link':'https://shop.example/'");
  for (size_t length = 0; length < whole.size(); ++length) {
    RefusesCatalogs({{whole.substr(0, length), kMalformed}});
  }
}

TEST_F(BadInput, KeepsTheOldCatalogWhenAnItemBreaksARule) {
  RefusesCatalogs({
      {R"({"currency":"GBP","items":[]})", kMalformed},
      {R"({"shop":"","currency":"GBP","items":[]})", kMalformed},
      {R"({"shop":7,"currency":"GBP","items":[]})", kMalformed},
      {R"({"shop":"S","items":[]})", kMalformed},
      {R"({"shop":"S","currency":"gbp","items":[]})", kMalformed},
      {R"({"shop":"S","currency":"GBP"})", kMalformed},
      {R"({"shop":"S","currency":"GBP","items":{}})", kMalformed},
      {Shop("7"), kMalformed},
      {Shop("{}"), kMalformed},
      {Shop("{'title':'T','price':1}"), kMalformed},
      {Shop("{'id':'A','price':1}"), kMalformed},
      {Shop("{'id':'A','title':'T'}"), kMalformed},
      {ShopWith("'title':''"), kMalformed},
      {ShopWith("'title':7"), kMalformed},
      {ShopWith("'title':'\xFF'"), kMalformed},
      {ShopWith("'title':'\xC0\xAF'"), kMalformed},
      {ShopWith("'title':'\xED\xA0\x80'"), kMalformed},
      {ShopWith("'title':'\\ud800'"), kMalformed},
      {ShopWith("'title':'a\\u0000b'"), kMalformed},
      {ShopWith("'title':'" + std::string(10'000'000, 'a') + "'"), kTooLarge},
      {ShopWith("'title':'" + std::string(513, 'a') + "'"), kTooLarge},
      {ShopWith("'id':'" + std::string(65, 'a') + "'"), kTooLarge},
      {ShopWith("'id':-7"), kMalformed},
      {ShopWith("'id':1.5"), kMalformed},
      {ShopWith("'price':-1"), kMalformed},
      {ShopWith("'price':-0.01"), kMalformed},
      {ShopWith("'price':'-1'"), kMalformed},
      {ShopWith("'price':1e308"), kMalformed},
      {ShopWith("'price':1e999"), kMalformed},
      {ShopWith("'price':NaN"), kMalformed},
      {ShopWith("'price':Infinity"), kMalformed},
      {ShopWith("'price':'NaN'"), kMalformed},
      {ShopWith("'price':21474836.48"), kMalformed},
      {ShopWith("'price':18446744073709551615"), kMalformed},
      {ShopWith("'price':'99999999999999999999'"), kMalformed},
      {ShopWith("'price':true"), kMalformed},
      {ShopWith("'price':[1]"), kMalformed},
      {ShopWith("'brand':'" + std::string(129, 'a') + "'"), kTooLarge},
      {ShopWith("'product_type':'A > > B'"), kMalformed},
      {ShopWith("'product_type':'A >'"), kMalformed},
      {ShopWith("'product_type':'a" + Repeat(">a", 16) + "'"), kTooLarge},
      {ShopWith("'product_type':'" + std::string(129, 'a') + "'"), kTooLarge},
      {ShopWith("'availability':'maybe'"), kMalformed},
      {ShopWith("'availability_date':'1969-12-31'"), kMalformed},
      {ShopWith("'availability_date':'3000-01-01'"), kMalformed},
      {ShopWith("'availability_date':'2011-02-30'"), kMalformed},
      {ShopWith("'link':'javascript:alert(1)'"), kMalformed},
      {ShopWith("'link':'java\\nscript:alert(1)'"), kMalformed},
      {ShopWith("'link':'data:text/html,x'"), kMalformed},
      {ShopWith("'image_link':'javascript:alert(1)'"), kMalformed},
      {ShopWith("'link':'" + std::string(2049, 'a') + "'"), kTooLarge},
      {Shop("{'id':'A','title':'T','price':1},{'id':'A','title':'T','price':1}"), kDuplicate},
      {Shop("{'id':'7','title':'T','price':1},{'id':7,'title':'U','price':2}"), kDuplicate},
      {Shop("{'id':'A','title':'T','price':1},{'id':' A ','title':'U','price':2}"), kDuplicate},
  });
}

// ---- Requests

TEST_F(BadInput, RefusesWhatIsNoRequest) {
  RefusesRequests({
      {"", kMalformed},
      {" ", kMalformed},
      {"{", kMalformed},
      {"{}{}", kMalformed},
      {"{'op':'status'}", kMalformed},
      {"{\"op\":\"status\",}", kMalformed},
      {"{\"op\":\"\xFF\"}", kMalformed},
      {"{\"op\":\"status\",\"now\":NaN}", kMalformed},
      {std::string("{\"op\":\"status\"}\0", 16), kMalformed},
      {std::string("{\"op\":\"status\"}\0garbage", 23), kMalformed},
      {"[]", kInvalid},
      {"null", kInvalid},
      {"true", kInvalid},
      {"7", kInvalid},
      {"\"status\"", kInvalid},
      {"[{\"op\":\"status\"}]", kInvalid},
      {"{}", kInvalid},
      {"{\"OP\":\"status\"}", kInvalid},
      {"{\"op\":null}", kInvalid},
      {"{\"op\":7}", kInvalid},
      {"{\"op\":true}", kInvalid},
      {"{\"op\":[\"status\"]}", kInvalid},
      {"{\"op\":{\"op\":\"status\"}}", kInvalid},
      {"{\"op\":\"\"}", kNotFound},
      {"{\"op\":\"Status\"}", kNotFound},
      {"{\"op\":\"status \"}", kNotFound},
      {"{\"op\":\"history\"}", kNotFound},
      {"{\"op\":\"rank\\u0000\"}", kNotFound},
      {"{\"op\":\"" + std::string(1'000'000, 'a') + "\"}", kNotFound},
      {"{\"op\":\"status\",\"extra\":1}", kInvalid},
      {"{\"op\":\"status\",\"\":1}", kInvalid},
      {"{\"op\":\"status\",\"" + std::string(1'000'000, 'a') + "\":1}", kInvalid},
      {"{\"op\":\"status\",\"now\":\"1323388800000\"}", kInvalid},
      {"{\"op\":\"status\",\"now\":-1}", kInvalid},
      {"{\"op\":\"status\",\"now\":1e308}", kInvalid},
  });
}

TEST_F(BadInput, RefusesRequestsOutOfProportion) {
  std::string entries = "{\"op\":\"status\"";
  for (int i = 0; i < 200'000; ++i) entries += ",\"k" + std::to_string(i) + "\":0";
  RefusesRequests({
      {std::string((65u << 20), ' '), kTooLarge},
      {"{\"op\":\"" + std::string(65u << 20, 'a') + "\"}", kTooLarge},
      {Repeat("[", 100'000), kMalformed},
      {Repeat("[", 100'000) + Repeat("]", 100'000), kMalformed},
      {Repeat("{\"op\":", 100'000) + "1" + Repeat("}", 100'000), kMalformed},
      {"{\"op\":" + Repeat("[", 16) + Repeat("]", 16) + "}", kMalformed},
      {entries + "}", kMalformed},
  });
}

TEST_F(BadInput, RefusesEventsThatBreakARule) {
  const auto bad = [](std::string_view field) {
    return Record("'type':'view','sku':'C1'," + std::string(field));
  };
  const auto described = [](std::string_view item) {
    return Record("'type':'view','sku':'X','item':" + std::string(item));
  };
  RefusesRequests({
      {Record(""), kInvalid},
      {Record("'sku':'C1'"), kInvalid},
      {Record("'type':'view'"), kInvalid},
      {Record("'type':'purchase','sku':'C1'"), kInvalid},
      {Record("'type':'search','sku':'C1'"), kInvalid},
      {Record("'type':'search'"), kInvalid},
      {Record("'type':'search','query':''"), kInvalid},
      {Record("'type':'search','query':'   '"), kInvalid},
      {Record("'type':'search','query':7"), kInvalid},
      {Record("'type':'search','query':'a\\u0000b'"), kInvalid},
      {Record("'type':'search','query':'a\\tb'"), kInvalid},
      {Record("'type':'search','query':'" + std::string(513, 'a') + "'"), kInvalid},
      {Record("'type':'search','query':'" + Repeat("a ", 1'000'000) + "'"), kInvalid},
      {Record("'type':'search','query':'clock','sku':'C1'"), kInvalid},
      {Record("'type':'search','query':'clock','quantity':2"), kInvalid},
      {Record("'type':'search','query':'clock','item':{'title':'T'}"), kInvalid},
      {Record("'type':'search','query':'clock','label':'gift'"), kInvalid},
      {Record("'type':'view','sku':'C1','query':'clock'"), kInvalid},
      {Record("'type':'view','sku':'','item':{'title':'clock'}"), kInvalid},
      {Record("'type':'offer_used','sku':'C1'"), kInvalid},
      {Record("'type':'','sku':'C1'"), kInvalid},
      {Record("'type':1,'sku':'C1'"), kInvalid},
      {Record("'type':'view','sku':''"), kInvalid},
      {Record("'type':'view','sku':'" + std::string(65, 'a') + "'"), kInvalid},
      {Record("'type':'view','sku':7"), kInvalid},
      {Record("'type':'view','sku':null"), kInvalid},
      {bad("'label':'secret'"), kInvalid},
      {bad("'label':'gift'"), kInvalid},
      {bad("'label':0"), kInvalid},
      {bad("'quantity':0"), kInvalid},
      {bad("'quantity':70000"), kInvalid},
      {bad("'quantity':65536"), kInvalid},
      {bad("'quantity':-1"), kInvalid},
      {bad("'quantity':1.5"), kInvalid},
      {bad("'quantity':1.0"), kInvalid},
      {bad("'quantity':'1'"), kInvalid},
      {bad("'quantity':null"), kInvalid},
      {bad("'quantity':18446744073709551615"), kInvalid},
      {bad("'quantity':99999999999999999999"), kInvalid},
      {bad("'priceMinor':-1"), kInvalid},
      {bad("'priceMinor':2147483648"), kInvalid},
      {bad("'priceMinor':9.99"), kInvalid},
      {bad("'session':-1"), kInvalid},
      {bad("'session':4294967296"), kInvalid},
      {bad("'time':1323388800001"), kInvalid},
      {bad("'time':-1"), kInvalid},
      {bad("'time':0"), kInvalid},
      {bad("'time':946684799999"), kInvalid},
      {bad("'time':32503680000000"), kInvalid},
      {bad("'time':9223372036854775807"), kInvalid},
      {bad("'time':9223372036854775808"), kInvalid},
      {bad("'time':-9223372036854775808"), kInvalid},
      {bad("'time':1322e9"), kInvalid},
      {bad("'time':'2011-12-01'"), kInvalid},
      {bad("'extra':1"), kInvalid},
      {bad("'item':'T'"), kInvalid},
      {bad("'item':null"), kInvalid},
      {described("{}"), kInvalid},
      {described("{'title':7}"), kInvalid},
      {described("{'title':'T','price':1}"), kInvalid},
      {described("{'title':'" + std::string(513, 'a') + "'}"), kInvalid},
      {described("{'title':'" + std::string(10'000'000, 'a') + "'}"), kInvalid},
      {described("{'title':'a\\u0000'}"), kInvalid},
      {described("{'title':'T','category':'" + std::string(2094, 'a') + "'}"), kInvalid},
      {described("{'title':'T','brand':'" + std::string(129, 'a') + "'}"), kInvalid},
      {Record("'type':'view','sku':'','item':{'title':'T'}"), kInvalid},
      {Record("'type':'view','sku':'" + std::string(65, 'a') + "','item':{'title':'T'}"), kInvalid},
      {Ask("'op':'record'"), kInvalid},
      {Ask("'op':'record','event':[]"), kInvalid},
      {Ask("'op':'record','event':null"), kInvalid},
      {Ask("'op':'record','events':{}"), kInvalid},
      {Ask("'op':'record','events':7"), kInvalid},
      {Ask("'op':'record','events':[7]"), kInvalid},
      {Ask("'op':'record','events':[[]]"), kInvalid},
      {Ask("'op':'record','event':{'type':'view','sku':'C1'},'events':[]"), kInvalid},
      {R"({"op":"record","event":{"type":"view","sku":"C1"}})", kInvalid},
      {R"({"op":"record","now":32503680000000,"event":{"type":"view","sku":"C1"}})", kInvalid},
      {R"({"op":"record","now":-1,"event":{"type":"view","sku":"C1"}})", kInvalid},
      {R"({"op":"record","now":946684799999,"event":{"type":"view","sku":"C1"}})", kInvalid},
  });
}

TEST_F(BadInput, RefusesEventsThatAreThereAlready) {
  const std::string_view known = "'type':'buy','sku':'C1','time':1322000000000,'session':1";
  const std::string event = "{'type':'view','sku':'M1','time':1322000000000}";
  RefusesRequests({
      {Record(std::string(known) + ",'quantity':2"), kDuplicate},
      {Record(std::string(known) + ",'quantity':2,'label':'private'"), kDuplicate},
      {Record(std::string(known) + ",'quantity':2,'priceMinor':1250"), kDuplicate},
      {RecordAll(event + "," + event), kDuplicate},
      {RecordAll(event + ",{" + std::string(known) + ",'quantity':2}"), kDuplicate},
      {Record("'type':'buy','sku':'TRUSS-9','time':1323000060000,'session':2,"
              "'item':{'title':'Grandmother\\u0027s Truss','category':'Health','brand':'Ortho'}"),
       kDuplicate},
  });
}

TEST_F(BadInput, RecordsNothingOfABatchWhoseLastEventIsBad) {
  const std::string good =
      "{'type':'view','sku':'C1','time':1323000000000},"
      "{'type':'buy','sku':'NEW','time':1323000000000,'item':{'title':'Unheard of'}},";
  RefusesRequests({
      {RecordAll(good + "{'type':'view','sku':''}"), kInvalid},
      {RecordAll(good + "{'type':'view','sku':'C1','time':1323388800001}"), kInvalid},
      {RecordAll(good + "{'type':'view','sku':'C1','quantity':0}"), kInvalid},
      {RecordAll(good + "{'type':'view','sku':'X','item':{'title':'\\u0000'}}"), kInvalid},
      {RecordAll(good + "{'type':'view','sku':'C1','time':1323000000000}"), kDuplicate},
      {RecordAll(good + "{'type':'dismiss'}"), kInvalid},
      {RecordAll(good + "7"), kInvalid},
  });
  Takes(engine_.Handle(RecordAll(good + "{'type':'view','sku':'M1'}")));
}

TEST_F(BadInput, RefusesRanksThatBreakARule) {
  const auto rank = [](std::string_view fields) {
    return Ask("'op':'rank'," + std::string(fields));
  };
  const std::string many = "['C1'" + Repeat(",'C1'", 10'000) + "]";
  RefusesRequests({
      {rank("'surface':'checkout'"), kInvalid},
      {rank("'surface':0"), kInvalid},
      {rank("'limit':1"), kInvalid},
      {rank("'surface':'home','limit':0"), kInvalid},
      {rank("'surface':'home','limit':-1"), kInvalid},
      {rank("'surface':'home','limit':10001"), kInvalid},
      {rank("'surface':'home','limit':1.5"), kInvalid},
      {rank("'surface':'home','limit':'12'"), kInvalid},
      {rank("'surface':'home','sku':'C1'"), kInvalid},
      {rank("'surface':'home','candidates':['C1']"), kInvalid},
      {rank("'surface':'home','exclude':'C1'"), kInvalid},
      {rank("'surface':'home','exclude':[1]"), kInvalid},
      {rank("'surface':'home','exclude':[null]"), kInvalid},
      {rank("'surface':'home','exclude':" + many), kInvalid},
      {rank("'surface':'basket','basket':{}"), kInvalid},
      {rank("'surface':'basket','basket':" + many), kInvalid},
      {rank("'surface':'similar'"), kInvalid},
      {rank("'surface':'similar','sku':7"), kInvalid},
      {rank("'surface':'similar','sku':'NOWHERE'"), kNotFound},
      {rank("'surface':'listing'"), kInvalid},
      {rank("'surface':'listing','candidates':[],'category':''"), kInvalid},
      {rank("'surface':'listing','candidates':'C1'"), kInvalid},
      {rank("'surface':'listing','candidates':" + many), kInvalid},
      {rank("'surface':'listing','category':7"), kInvalid},
      {rank("'surface':'listing','category':'Nowhere'"), kNotFound},
      {rank("'surface':'listing','category':'Home > Nowhere'"), kNotFound},
      {rank("'surface':'listing','category':'" + Repeat("Home > ", 10'000) + "'"), kNotFound},
      {R"({"op":"rank","surface":"home"})", kInvalid},
      {R"({"op":"rank","surface":"home","now":32503680000000})", kInvalid},
  });
}

TEST_F(BadInput, RefusesOtherRequestsThatBreakARule) {
  RefusesRequests({
      {Ask("'op':'why'"), kInvalid},
      {Ask("'op':'why','sku':7"), kInvalid},
      {Ask("'op':'why','sku':'NOWHERE'"), kNotFound},
      {Ask("'op':'why','sku':'TRUSS-9'"), kNotFound},
      {R"({"op":"why","sku":"C1"})", kInvalid},
      {Ask("'op':'catalog.item','sku':'NOWHERE'"), kNotFound},
      {Ask("'op':'catalog.item','sku':'" + std::string(1'000'000, 'a') + "'"), kNotFound},
      {Ask("'op':'catalog.item'"), kInvalid},
      {Ask("'op':'catalog.list','category':'Nowhere'"), kNotFound},
      {Ask("'op':'catalog.list','offset':-1"), kInvalid},
      {Ask("'op':'catalog.list','limit':0"), kInvalid},
      {Ask("'op':'catalog.search'"), kInvalid},
      {Ask("'op':'catalog.search','query':'" + std::string(513, 'a') + "'"), kInvalid},
      {Ask("'op':'catalog.categories','path':''"), kInvalid},
      {Ask("'op':'history.list','limit':0"), kInvalid},
      {Ask("'op':'history.list','offset':1000001"), kInvalid},
      {Ask("'op':'history.export','format':'csv'"), kInvalid},
      {Ask("'op':'record','currency':1,'event':{'type':'view','sku':'C1'}"), kInvalid},
      {Ask("'op':'record','currency':'EUR','event':{'type':'view','sku':'C1'}"), kInvalid},
      {Ask("'op':'history.erase'"), kInvalid},
      {Ask("'op':'history.erase','all':false"), kInvalid},
      {Ask("'op':'history.erase','all':1"), kInvalid},
      {Ask("'op':'history.erase','all':true,'sku':'C1'"), kInvalid},
      {Ask("'op':'history.erase','sku':'C1','category':'Home'"), kInvalid},
      {Ask("'op':'history.erase','sku':['C1']"), kInvalid},
      {Ask("'op':'history.erase','from':0"), kInvalid},
      {Ask("'op':'history.erase','to':1"), kInvalid},
      {Ask("'op':'history.erase','from':-1,'to':7258118400000"), kInvalid},
      {Ask("'op':'history.erase','from':0,'to':7258118400001"), kInvalid},
      {Ask("'op':'history.erase','events':['']"), kInvalid},
      {Ask("'op':'history.erase','events':['0x23456789abcdef']"), kInvalid},
      {Ask("'op':'history.erase','events':['-123456789abcdef']"), kInvalid},
      {Ask("'op':'history.erase','events':['0123456789abcdef0']"), kInvalid},
      {Ask("'op':'history.erase','events':['0123456789abcdef']"), kNotFound},
      {Ask("'op':'history.erase','events':[]"), kInvalid},
      {Ask("'op':'history.erase','all':true,'extra':1"), kInvalid},
      {Ask("'op':'controls.pause'"), kInvalid},
      {Ask("'op':'controls.pause','paused':1"), kInvalid},
      {Ask("'op':'controls.pause','paused':true,'extra':1"), kInvalid},
  });
}

TEST_F(BadInput, NamesUnknownItemsOfARankAndRanksTheOthers) {
  const Json answer = Json::parse(
      engine_.Handle(Ask("'op':'rank','surface':'listing','candidates':['C2','NOWHERE','','M1'],"
                         "'exclude':['GONE']")));
  ASSERT_TRUE(answer.contains("ok")) << answer;
  EXPECT_EQ(answer["ok"]["unknown"], Json({"GONE", "NOWHERE", ""}));
  EXPECT_EQ(answer["ok"]["items"].size(), 2u);
  IsAsBefore("a rank");
}

TEST_F(BadInput, ErasesNothingWhereNothingMatches) {
  for (const char* fields : {"'sku':'NOWHERE'", "'sku':''", "'category':'Nowhere'", "'category':''",
                             "'category':'Hom'", "'from':0,'to':0"}) {
    const Json answer =
        Json::parse(engine_.Handle(Ask("'op':'history.erase'," + std::string(fields))));
    EXPECT_EQ(answer["ok"]["erased"], 0) << fields;
    IsAsBefore(fields);
  }
}

TEST(BadInputWithoutACatalog, SaysThatItIsNotReady) {
  Engine engine;
  for (const char* op :
       {"rank", "why", "catalog.item", "catalog.categories", "catalog.list", "catalog.search"}) {
    const std::string answer = engine.Handle(Ask("'op':'" + std::string(op) + "'"));
    EXPECT_EQ(Json::parse(answer)["error"]["code"], "not_ready") << answer;
  }
  const std::string answer = engine.Handle(Record("'type':'view','sku':'C1'"));
  EXPECT_EQ(Json::parse(answer)["error"]["code"], "not_ready") << answer;
}

// ---- Snapshots

void FixChecksum(Bytes* snapshot) {
  const size_t body = snapshot->size() - 8;
  const uint64_t checksum = Hash64(std::span<const uint8_t>(*snapshot).first(body));
  std::memcpy(snapshot->data() + body, &checksum, sizeof(checksum));
}

// `bytes` with `value` at `at` and a checksum that fits.
Bytes Forged(Bytes bytes, size_t at, uint32_t value) {
  std::memcpy(bytes.data() + at, &value, sizeof(value));
  FixChecksum(&bytes);
  return bytes;
}

TEST_F(BadInput, KeepsTheHistoryWhenASnapshotIsTruncated) {
  for (size_t length = 0; length < history_.size(); ++length) {
    RefusesSnapshot(Cut(history_, length), kMalformed, std::to_string(length) + " bytes");
  }
  for (size_t length = 24; length < history_.size(); ++length) {
    Bytes bytes = Cut(history_, length);
    FixChecksum(&bytes);
    RefusesSnapshot(bytes, kMalformed, std::to_string(length) + " bytes and a checksum");
  }
}

// Where the open log's counts are in a shop's record of one member without a name (records.cc).
constexpr size_t kEventCountAt = 19;
constexpr size_t kDescriptionCountAt = 23;

// Behind the first bytes comes the sealed section: zeros, mostly.
size_t StepIn(size_t at) { return at < 1500 ? 1 : 37; }

TEST_F(BadInput, KeepsTheHistoryWhenAByteOfASnapshotIsFlipped) {
  for (size_t at = 0; at < history_.size(); at += StepIn(at)) {
    for (const uint8_t flip : {0x01, 0x80, 0xFF}) {
      Bytes bytes = history_;
      bytes[at] ^= flip;
      const bool is_version = at >= 8 && at < 12 && !(at == 8 && bytes[at] == 4);  // 4 is read
      RefusesSnapshot(bytes, is_version ? kOtherVersion : kMalformed, "byte " + std::to_string(at));
    }
  }
}

TEST_F(BadInput, KeepsTheHistoryOrTakesAWholeOneWhenTheChecksumFitsAFlippedByte) {
  size_t refused = 0;
  uint32_t open_bytes;
  std::memcpy(&open_bytes, history_.data() + kEventCountAt - 4, sizeof(open_bytes));
  // Behind the section's length, the number of members and the first one's id come the log of
  // secrets, and that of what is locked.
  uint32_t secret_bytes;
  const size_t secrets_at = kEventCountAt + open_bytes + 4 + 1 + 1 + 4;
  std::memcpy(&secret_bytes, history_.data() + secrets_at - 4, sizeof(secret_bytes));
  const size_t counts_at[] = {kEventCountAt, secrets_at, secrets_at + secret_bytes + 4};
  for (size_t at = 12; at + 8 < history_.size(); at += StepIn(at)) {
    for (const uint8_t flip : {0x01, 0x10, 0x80, 0xFF}) {
      Bytes bytes = history_;
      bytes[at] ^= flip;
      FixChecksum(&bytes);
      const std::string answer = engine_.Restore(Record::kShop, bytes);
      if (Json::parse(answer).contains("ok")) {
        // Or the flip made an event somebody's who is not here: it is left out, and that is told.
        const bool same = engine_.Snapshot(Record::kShop) == bytes;
        EXPECT_EQ(engine_.effect(Record::kShop) == Effect::kNone, same) << at;
        Takes(Slate());
        Takes(engine_.Restore(Record::kShop, history_));
        IsAsBefore("back again");
      } else {
        ++refused;
        const bool is_count =
            std::any_of(std::begin(counts_at), std::end(counts_at),
                        [at](size_t from) { return at >= from && at < from + 4; });
        const bool too_large = answer.find("too_large") != std::string::npos;
        Refuses(answer, is_count && too_large ? kTooLarge : kMalformed,
                "byte " + std::to_string(at));
      }
    }
  }
  EXPECT_GT(refused, 1000u);
}

TEST_F(BadInput, KeepsThePeopleWhenTheirRecordIsDamaged) {
  const Bytes people = engine_.Snapshot(Record::kPeople);
  const auto refuses = [&](const Bytes& bytes, const std::string& what) {
    const Json answer = Json::parse(engine_.Restore(Record::kPeople, bytes));
    EXPECT_TRUE(answer.contains("error")) << what;
    ASSERT_EQ(engine_.Snapshot(Record::kPeople), people) << what;
    IsAsBefore(what);
  };
  for (size_t length = 0; length < people.size(); length += length < 200 ? 1 : 37) {
    refuses(Cut(people, length), std::to_string(length) + " bytes");
  }
  size_t refused = 0;
  for (size_t at = 0; at + 8 < people.size(); at += at < 200 ? 1 : 37) {
    Bytes bytes = people;
    bytes[at] ^= 0x81;
    refuses(bytes, "byte " + std::to_string(at));
    FixChecksum(&bytes);
    const Json answer = Json::parse(engine_.Restore(Record::kPeople, bytes));
    if (answer.contains("ok")) {
      EXPECT_EQ(engine_.Snapshot(Record::kPeople), bytes) << at;
      Takes(engine_.Restore(Record::kPeople, people));
      Takes(engine_.Restore(Record::kShop, history_));
    } else {
      ++refused;
    }
  }
  EXPECT_GT(refused, 100u);
  refuses(Forged(people, 16, 2), "an unknown flag");
  refuses(history_, "a shop's record");
}

TEST_F(BadInput, KeepsTheHistoryWhenASnapshotIsInvalid) {
  RefusesSnapshot({}, kMalformed, "nothing");
  RefusesSnapshot(BytesOf("HEARTHSN"), kMalformed, "a magic");
  RefusesSnapshot(BytesOf("{\"ok\":{}}"), kMalformed, "JSON");
  RefusesSnapshot(Bytes(4096, 0), kMalformed, "zeros");
  RefusesSnapshot(Bytes(4096, 0xFF), kMalformed, "ones");
  RefusesSnapshot(SmallShopPack(), kMalformed, "a pack");
  RefusesSnapshot(Forged(history_, 8, 0), kOtherVersion, "version 0");
  RefusesSnapshot(Forged(history_, 8, 1), kMalformed, "version 1 in name");
  RefusesSnapshot(Forged(history_, 8, 2), kOtherVersion, "version 2, never released");
  RefusesSnapshot(Forged(history_, 8, 0xFFFFFFFF), kOtherVersion, "version 2^32-1");
  RefusesSnapshot(Forged(history_, 12, 2), kMalformed, "owners that are none");
  for (const uint32_t count : {0x80000000u, 0xFFFFFFFFu, (1u << 24) + 1}) {
    RefusesSnapshot(Forged(history_, kEventCountAt, count), kTooLarge, "too many events");
    RefusesSnapshot(Forged(history_, kDescriptionCountAt, count), kMalformed,
                    "too many descriptions");
  }
  RefusesSnapshot(Forged(history_, kEventCountAt, 1'000'000), kMalformed, "more events than bytes");
  Bytes longer = history_;
  longer.insert(longer.end() - 8, 3, 0);
  FixChecksum(&longer);
  RefusesSnapshot(longer, kMalformed, "bytes behind the end");
}

// Titles, categories and SKUs of the history are in none of the messages: Refuses looks for them.
TEST_F(BadInput, TellsNothingOfTheHistoryInAnError) {
  Bytes broken = history_;
  const std::string_view title = "Grandmother";
  const auto at = std::search(broken.begin(), broken.end(), title.begin(), title.end());
  ASSERT_NE(at, broken.end());
  *at = 0xFF;
  FixChecksum(&broken);
  RefusesSnapshot(broken, kMalformed, "a title of bad UTF-8");
  *at = 'g';
  FixChecksum(&broken);
  RefusesSnapshot(broken, kMalformed, "a title that does not match its key");
  const auto truss = [](std::string_view field) {
    return Record(
        "'type':'buy','sku':'TRUSS-9','item':{'title':'Grandmother\\u0027s Truss',"
        "'category':'Health > Ortho','brand':'Ortho'}," +
        std::string(field));
  };
  RefusesRequests({
      {truss("'quantity':0"), kInvalid},
      {truss("'time':1323388800001"), kInvalid},
      {truss("'label':'Health'"), kInvalid},
      {truss("'session':'TRUSS-9'"), kInvalid},
      {Record("'type':'Grandmother','sku':'TRUSS-9'"), kInvalid},
      {Record("'type':'buy','sku':'TRUSS-" + std::string(60, '9') + "'"), kInvalid},
      {Record("'type':'buy','sku':'TRUSS-" + std::string(60, '9') + "','item':{'title':'T'}"),
       kInvalid},
      {Ask("'op':'history.erase','events':['TRUSS-9']"), kInvalid},
      {Ask("'op':'rank','surface':'listing','category':'Health'"), kNotFound},
      {Ask("'op':'Grandmother'"), kNotFound},
      {"{\"Grandmother\\u0027s Truss", kMalformed},
  });
}

#ifndef __EMSCRIPTEN__  // it takes a gigabyte
TEST(BadInputInAmount, RefusesAHistoryThatCouldNotBeRestored) {
  EditedHousehold household;
  ItemDescription text{"", std::string(kMaxTitleBytes, 't'),
                       std::string(kMaxCategoryPathBytes, 'c'), std::string(kMaxNameBytes, 'b')};
  Result<size_t> recorded = size_t{0};
  int sku = 0;
  while (recorded.ok()) {
    std::vector<DescribedEvent> batch(5000);
    for (DescribedEvent& described : batch) {
      described.event.time = kMinTime + sku;
      described.description = text;
      described.description.sku = std::to_string(sku++);
    }
    recorded = household.Record(std::move(batch), kMaxTime - 1);
    ASSERT_LT(sku, 200'000);
  }
  EXPECT_EQ(recorded.error().code, ErrorCode::kTooLarge);
  const Bytes bytes = household.Snapshot();
  EXPECT_LE(bytes.size(), kMaxSnapshotBytes);
  EXPECT_GT(bytes.size(), kMaxLogBytes / 20 * 19);
  EXPECT_TRUE(Household::FromSnapshot(bytes).ok());
}
#endif

}  // namespace
}  // namespace hearth
