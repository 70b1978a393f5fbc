// What tells, in each layout, that two items are variants of one product.
#include <gtest/gtest.h>

#include "pack/feed/feed.h"

namespace hearth {
namespace {

using Groups = std::vector<std::pair<std::string, std::string>>;  // SKU and group

Groups GroupsOf(const std::string& text) {
  FeedOptions options;
  options.money = {"EUR", 2};
  options.now = 1'764'000'000'000;
  const Result<Feed> feed = ReadFeed({{"feed", text}}, options);
  EXPECT_TRUE(feed.ok()) << feed.error().message;
  Groups groups;
  if (!feed.ok()) return groups;
  for (const FeedItem& item : feed->items) groups.emplace_back(item.sku, item.group);
  return groups;
}

TEST(VariantsOfFeeds, GoogleAndMetaGiveTheGroup) {
  EXPECT_EQ(GroupsOf("id,item_group_id,title,price\n1,G,A,1 EUR\n2,G,B,2 EUR\n3,,C,3 EUR\n"),
            (Groups{{"1", "G"}, {"2", "G"}, {"3", ""}}));
  EXPECT_EQ(GroupsOf("id,item_group_id,title,price\n1,0,A,1 EUR\n2,N/A,B,2 EUR\n3,-,C,3 EUR\n"),
            (Groups{{"1", ""}, {"2", ""}, {"3", ""}}));
  EXPECT_EQ(GroupsOf("<rss xmlns:g='http://base.google.com/ns/1.0'><channel><item><g:id>1</g:id>"
                     "<title>A</title><g:price>1.00 EUR</g:price>"
                     "<g:item_group_id>G</g:item_group_id></item></channel></rss>"),
            (Groups{{"1", "G"}}));
  EXPECT_EQ(GroupsOf(R"([{"id":"1","title":"A","price":"1.00 EUR","item_group_id":"G"}])"),
            (Groups{{"1", "G"}}));
}

TEST(VariantsOfFeeds, ShopifysHandleIsTheProduct) {
  EXPECT_EQ(GroupsOf("Handle,Title,Option1 Value,Variant SKU,Variant Price\n"
                     "shirt,Shirt,S,S-S,20.00\nshirt,,M,S-M,20.00\nmug,Mug,Default Title,,5.00\n"),
            (Groups{{"S-S", "shirt"}, {"S-M", "shirt"}, {"mug", "mug"}}));
  EXPECT_EQ(GroupsOf("URL handle,Title,Option1 value,SKU,Price\n"
                     "shirt,Shirt,S,S-S,20.00\nshirt,,M,S-M,20.00\n"),
            (Groups{{"S-S", "shirt"}, {"S-M", "shirt"}}));
  EXPECT_EQ(GroupsOf(R"({"products":[{"id":1,"title":"Shirt","handle":"shirt","variants":[
                       {"id":11,"sku":"S-S","title":"S","price":"20.00","available":true},
                       {"id":12,"sku":"S-M","title":"M","price":"20.00","available":true}]}]})"),
            (Groups{{"S-S", "shirt"}, {"S-M", "shirt"}}));
}

TEST(VariantsOfFeeds, WooCommerceNamesTheParentByIdOrSku) {
  const std::string header = "ID,Type,SKU,Name,Published,In stock?,Regular price,Parent\n";
  EXPECT_EQ(GroupsOf(header + "44,variable,SHIRT,Shirt,1,1,,\n"
                              "45,variation,S-S,\"Shirt - S\",1,1,20,id:44\n"
                              "46,variation,S-M,\"Shirt - M\",1,1,20,SHIRT\n"
                              "47,simple,MUG,Mug,1,1,5,\n"),
            (Groups{{"S-S", "SHIRT"}, {"S-M", "SHIRT"}, {"MUG", ""}}));
  // A parent without a SKU, and one that the file does not have.
  EXPECT_EQ(GroupsOf(header + "44,variable,,Shirt,1,1,,\n"
                              "45,variation,S-S,\"Shirt - S\",1,1,20,id:44\n"
                              "46,variation,T-S,\"Trousers - S\",1,1,20,id:99\n"),
            (Groups{{"S-S", "44"}, {"T-S", "id:99"}}));
}

TEST(VariantsOfFeeds, MagentosProductListsThem) {
  const std::string header =
      "sku,attribute_set_code,product_type,name,price,product_online,configurable_variations\n";
  const std::string simple = "S-S,Top,simple,Shirt S,20,1,\nS-M,Top,simple,Shirt M,20,1,\n";
  const std::string parent = "SHIRT,Top,configurable,Shirt,,1,\"sku=S-S,size=S|sku=S-M,size=M\"\n";
  const Groups expected = {{"S-S", "SHIRT"}, {"S-M", "SHIRT"}, {"MUG", ""}};
  const std::string mug = "MUG,Top,simple,Mug,5,1,\n";
  EXPECT_EQ(GroupsOf(header + simple + parent + mug), expected);
  EXPECT_EQ(GroupsOf(header + parent + simple + mug), expected);
}

TEST(VariantsOfFeeds, SchemaOrgHasGroupsOfProducts) {
  const std::string variants =
      R"("hasVariant":[{"@type":"Product","sku":"S-S","name":"Shirt S","offers":{"price":20}},
                       {"@type":"Product","sku":"S-M","name":"Shirt M","offers":{"price":20}}])";
  EXPECT_EQ(GroupsOf(R"({"@type":"ProductGroup","name":"Shirt","productGroupID":"SHIRT",)" +
                     variants + "}"),
            (Groups{{"S-S", "SHIRT"}, {"S-M", "SHIRT"}}));
  EXPECT_EQ(GroupsOf(R"({"@type":"ProductGroup","name":"Shirt",)" + variants + "}"),
            (Groups{{"S-S", "Shirt"}, {"S-M", "Shirt"}}));
  EXPECT_EQ(GroupsOf(R"([{"@type":"Product","sku":"S-S","name":"Shirt S","offers":{"price":20},
                          "isVariantOf":{"@type":"ProductGroup","productGroupID":"SHIRT"}},
                         {"@type":"Product","sku":"MUG","name":"Mug","offers":{"price":5}}])"),
            (Groups{{"S-S", "SHIRT"}, {"MUG", ""}}));
}

TEST(VariantsOfFeeds, YmlNumbersTheGroup) {
  EXPECT_EQ(GroupsOf("<yml_catalog><shop><categories><category id='1'>Tops</category></categories>"
                     "<offers><offer id='1' group_id='77'><name>Shirt S</name><price>20</price>"
                     "<currencyId>EUR</currencyId><categoryId>1</categoryId></offer></offers>"
                     "</shop></yml_catalog>"),
            (Groups{{"1", "77"}}));
}

TEST(VariantsOfFeeds, OwnColumnsMayNameTheGroup) {
  FeedOptions options;
  options.money = {"EUR", 2};
  Result<OwnColumns> columns = ReadOwnColumns(R"({"id":"Nr","item_group_id":"Modell"})");
  ASSERT_TRUE(columns.ok());
  options.columns = *columns;
  const Result<Feed> feed = ReadFeed({{"feed", "Nr;Modell;Title;Price\n1;G;A;1,00\n"}}, options);
  ASSERT_TRUE(feed.ok()) << feed.error().message;
  EXPECT_EQ(feed->items[0].group, "G");
}

TEST(VariantsOfFeeds, APriceIsComparedWithTheOneBefore) {
  const auto before = [](const std::string& text) {
    FeedOptions options;
    options.money = {"EUR", 2};
    options.now = 1'764'000'000'000;
    const Result<Feed> feed = ReadFeed({{"feed", text}}, options);
    EXPECT_TRUE(feed.ok()) << feed.error().message;
    std::vector<int32_t> prices;
    if (feed.ok()) {
      for (const FeedItem& item : feed->items) prices.push_back(item.regular_minor);
    }
    return prices;
  };
  EXPECT_EQ(
      before("Handle,Title,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price\n"
             "shirt,Shirt,S,S-S,45.00,60.00\nshirt,,M,S-M,45.00,\nshirt,,L,S-L,45.00,30.00\n"),
      (std::vector<int32_t>{6000, 0, 0}));
  EXPECT_EQ(before("id,title,price,sale_price\nA,Tea,40.00,29.00\nB,Tea,40.00,\n"),
            (std::vector<int32_t>{4000, 0}));
}

}  // namespace
}  // namespace hearth
