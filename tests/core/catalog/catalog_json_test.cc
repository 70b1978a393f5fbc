// Catalogs as JSON from anywhere: good ones load, all others say what is wrong and where.
#include <gtest/gtest.h>

#include <string>

#include "catalog/catalog.h"

namespace hearth {
namespace {

std::string CatalogOf(const std::string& items) {
  return R"({"shop":"Corner Shop","currency":"GBP","items":[)" + items + "]}";
}

std::string ItemWithPrice(const std::string& price) {
  return R"({"id":"A","title":"Tea","price":)" + price + "}";
}

void ExpectError(const std::string& text, ErrorCode code, const std::string& part) {
  const Result<Catalog> catalog = Catalog::FromJson(text);
  ASSERT_FALSE(catalog.ok()) << text.substr(0, 200);
  EXPECT_EQ(catalog.error().code, code) << catalog.error().message;
  EXPECT_NE(catalog.error().message.find(part), std::string::npos) << catalog.error().message;
  EXPECT_LT(catalog.error().message.size(), 300u);
}

TEST(CatalogJson, ReadsTheFieldsOfTheFeed) {
  const auto catalog = Catalog::FromJson(CatalogOf(
      R"({"id":"A","title":"Tea","price":"12.34 GBP","brand":"Leaf","product_type":"Food > Tea",
          "google_product_category":"Other","availability":"out_of_stock",
          "link":"https://shop.example/a","image_link":"a.jpg","availability_date":"2011-12-09",
          "gtin":"123","shipping":{"price":1}},
         {"id":7,"title":"Caf\u00e9","price":0.1}, {"id":"C","title":"Mug","price":3})"));
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  const CatalogColumns& columns = catalog->columns();
  const ItemIndex tea = catalog->FindSku("A");
  ASSERT_NE(tea, kNoItem);
  EXPECT_EQ(columns.price_minor[tea], 1234);
  EXPECT_EQ(catalog->CategoryPath(columns.category[tea]), "Food > Tea");
  EXPECT_EQ(columns.brand_name[columns.brand[tea]], "Leaf");
  EXPECT_EQ(columns.availability[tea], static_cast<uint8_t>(Availability::kOutOfStock));
  EXPECT_EQ(columns.link[tea], "https://shop.example/a");
  EXPECT_EQ(columns.since_day[tea], 15317);
  EXPECT_EQ(columns.item_customers[tea], 3u);
  EXPECT_EQ(columns.k, 0u);
  const ItemIndex cafe = catalog->FindSku("7");
  ASSERT_NE(cafe, kNoItem);
  EXPECT_EQ(catalog->Title(cafe), "Caf\xC3\xA9");
  EXPECT_EQ(columns.price_minor[cafe], 10);
  EXPECT_EQ(columns.price_minor[catalog->FindSku("C")], 300);
  EXPECT_FALSE(catalog->HasEmbeddings());
  EXPECT_EQ(catalog->NeighbourCount(tea), 0u);
}

TEST(CatalogJson, KeepsGooglesNumberOfACategory) {
  const auto number_of = [](const std::string& value) -> uint32_t {
    const auto catalog = Catalog::FromJson(CatalogOf(
        R"({"id":"A","title":"Tea","price":1,"product_type":"Tea","google_product_category":")" +
        value + "\"}"));
    EXPECT_TRUE(catalog.ok()) << value;
    if (catalog->columns().google_category.empty()) return 0;
    return catalog->columns().google_category[catalog->FindCategory("Tea")];
  };
  EXPECT_EQ(number_of("2073"), 2073u);
  EXPECT_EQ(number_of("9999999"), 9999999u);
  EXPECT_EQ(number_of("10000000"), 0u);
  EXPECT_EQ(number_of("99999999999999999999"), 0u);
  EXPECT_EQ(number_of("Food > Tea"), 0u);
  EXPECT_EQ(number_of("2073 Tea"), 0u);
}

TEST(CatalogJson, NamesThePlaceOfAMistake) {
  std::string items;
  for (int i = 0; i < 17; ++i) {
    items += R"({"id":")" + std::to_string(i) + R"(","title":"t","price":1},)";
  }
  ExpectError(CatalogOf(items + ItemWithPrice("-1")), ErrorCode::kMalformed, "items[17].price");
  ExpectError(CatalogOf(items + R"({"id":"3","title":"t","price":1})"), ErrorCode::kDuplicate,
              "items[17].id");
  ExpectError(CatalogOf(items + "5"), ErrorCode::kMalformed, "items[17]: expected an object");
  ExpectError(CatalogOf(items + R"({"id":"x","price":1})"), ErrorCode::kMalformed,
              "items[17].title");
}

// As a double 1.005 is a little less than that, and 1.00499999999999999 is the same double.
TEST(CatalogJson, ReadsANumberAndItsTextAsTheSamePrice) {
  const std::pair<std::string, int32_t> prices[] = {
      {"1.0050", 101}, {"1.00499999999999999", 100}, {"2.6750", 268},
      {"1e3", 100000}, {"10.0049e1", 10005},         {"0.005", 1},
      {"4.35", 435},   {"21474836.47", 2147483647}};
  for (const auto& [number, minor] : prices) {
    for (const std::string& price : {number, "\"" + number + "\""}) {
      const Result<Catalog> catalog = Catalog::FromJson(CatalogOf(ItemWithPrice(price)));
      ASSERT_TRUE(catalog.ok()) << price << ": " << catalog.error().message;
      EXPECT_EQ(catalog->columns().price_minor[0], minor) << price;
    }
  }
}

TEST(CatalogJson, ReadsANumberWhoseTextMayBeTwoPrices) {
  const Result<Catalog> catalog = Catalog::FromJson(CatalogOf(ItemWithPrice("1.299")));
  ASSERT_TRUE(catalog.ok());
  EXPECT_EQ(catalog->columns().price_minor[0], 130);
  ExpectError(CatalogOf(ItemWithPrice("\"1.299\"")), ErrorCode::kMalformed, "1.299 or 1299");
}

TEST(CatalogJson, RefusesInvalidPrices) {
  for (const char* price :
       {"1e308", "1e999", "-0.01", "21474836.48", "\"NaN\"", "\"\"", "\"-1 GBP\"", "\"1 USD\"",
        "\"1e\"", "\"1e8\"", "\"99999999999\"", "true", "[1]", "null", "\"1.2.3\"", "\"1,5\"",
        "\"0x10\"", "\"Infinity\""}) {
    ExpectError(CatalogOf(ItemWithPrice(price)), ErrorCode::kMalformed, "items[0].price");
  }
  // These are not even JSON.
  for (const char* price : {"NaN", "Infinity", "+1", "01"}) {
    ExpectError(CatalogOf(ItemWithPrice(price)), ErrorCode::kMalformed, "syntax error at byte");
  }
}

TEST(CatalogJson, RefusesTextsOfTenMegabytes) {
  const std::string long_text(10'000'000, 'x');
  ExpectError(CatalogOf(R"({"id":"A","price":1,"title":")" + long_text + "\"}"),
              ErrorCode::kTooLarge, "items[0].title");
  ExpectError(CatalogOf(R"({"title":"A","price":1,"id":")" + long_text + "\"}"),
              ErrorCode::kTooLarge, "items[0].id");
  ExpectError(R"({"currency":"GBP","items":[],"shop":")" + long_text + "\"}", ErrorCode::kMalformed,
              "shop");
}

TEST(CatalogJson, RefusesInvalidUtf8) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xE2\x82", "\\u0000", "\\ud800"}) {
    ExpectError(CatalogOf(std::string(R"({"id":"A","price":1,"title":"a)") + bad + "b\"}"),
                ErrorCode::kMalformed, "");
  }
}

TEST(CatalogJson, RefusesOtherShapes) {
  ExpectError("", ErrorCode::kMalformed, "syntax error at byte");
  ExpectError("[]", ErrorCode::kMalformed, "object");
  ExpectError("{}", ErrorCode::kMalformed, "shop");
  ExpectError(R"({"shop":1})", ErrorCode::kMalformed, "shop");
  ExpectError(R"({"shop":"a","currency":"pounds"})", ErrorCode::kMalformed, "currency");
  ExpectError(R"({"shop":"a","currency":"GBP"})", ErrorCode::kMalformed, "items");
  ExpectError(R"({"shop":"a","currency":"GBP","items":{}})", ErrorCode::kMalformed, "items");
  ExpectError(CatalogOf(R"({"id":"A","title":["t"],"price":1})"), ErrorCode::kMalformed,
              "items[0].title");
  ExpectError(CatalogOf(R"({"id":"A","title":"t","price":1,"link":"javascript:x"})"),
              ErrorCode::kMalformed, "items[0].link");
  ExpectError(CatalogOf(R"({"id":"A","title":"t","price":1})").substr(0, 60), ErrorCode::kMalformed,
              "syntax error at byte");
}

TEST(CatalogJson, RefusesEveryTruncation) {
  const std::string whole = CatalogOf(ItemWithPrice("\"1.50 GBP\""));
  ASSERT_TRUE(Catalog::FromJson(whole).ok());
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(Catalog::FromJson(whole.substr(0, length)).ok()) << length;
  }
}

TEST(CatalogJson, RefusesDeepNesting) {
  ExpectError(std::string(5'000'000, '['), ErrorCode::kMalformed, "16 levels");
  const auto nested = [](size_t levels) {
    return CatalogOf(R"({"id":"A","title":"t","price":1,"x":)" + std::string(levels, '[') +
                     std::string(levels, ']') + "}");
  };
  EXPECT_TRUE(Catalog::FromJson(nested(13)).ok());
  ExpectError(nested(14), ErrorCode::kMalformed, "16 levels");
}

TEST(CatalogJson, HashesTheSameTextAlike) {
  const auto one = Catalog::FromJson(CatalogOf(ItemWithPrice("1")));
  const auto same = Catalog::FromJson(CatalogOf(ItemWithPrice("1")));
  const auto other = Catalog::FromJson(CatalogOf(ItemWithPrice("2")));
  ASSERT_TRUE(one.ok() && same.ok() && other.ok());
  EXPECT_EQ(one->content_hash(), same->content_hash());
  EXPECT_NE(one->content_hash(), other->content_hash());
}

}  // namespace
}  // namespace hearth
