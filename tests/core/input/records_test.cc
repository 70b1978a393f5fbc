#include "input/records.h"

#include <gtest/gtest.h>

#include <map>

#include "input/json_records.h"
#include "input/xml_records.h"

namespace hearth {
namespace {

using Values = std::map<std::string, std::string>;

// What is not blank of each record; an error's message under "error".
std::vector<Values> ReadAll(RecordSource& source) {
  std::vector<Values> all;
  for (;;) {
    const Result<bool> more = source.Next();
    if (more.ok() && !*more) return all;
    Values& values = all.emplace_back();
    if (!more.ok()) {
      values["error"] = more.error().message;
      continue;
    }
    for (size_t slot = 0; slot < source.names().size(); ++slot) {
      if (!source.Value(slot).empty()) values[source.names()[slot]] = source.Value(slot);
    }
  }
}

std::vector<Values> ReadXml(std::string_view text) {
  XmlRecords source(text, "f.xml");
  return ReadAll(source);
}

std::vector<Values> ReadJson(std::string_view text, const char* list = "") {
  JsonRecords source(text, "f.json");
  source.SplitBy(list);
  return ReadAll(source);
}

TEST(Records, HavePlainNames) {
  EXPECT_EQ(PlainName(" Image Link "), "image_link");
  EXPECT_EQ(PlainName("imageLink"), "image_link");
  EXPECT_EQ(PlainName("g:image_link"), "image_link");
  EXPECT_EQ(PlainName("Categories (x,y,z...)"), "categories_x_y_z");
  EXPECT_EQ(PlainName("SKU"), "sku");
  EXPECT_EQ(PlainName("@type"), "@type");
  EXPECT_EQ(PlainName("Größe"), "größe");
  EXPECT_EQ(PlainName(""), "");
}

TEST(TableRecords, SkipCommentsBeforeTheHeaderAndBlankRows) {
  TableRecords source("# Required | the id,# Optional\nid,Image Link\n,\nA,a.jpg\n", "f.csv", {});
  EXPECT_EQ(ReadAll(source), (std::vector<Values>{{{"id", "A"}, {"image_link", "a.jpg"}}}));
  TableRecords spreadsheet("sep=;\nid;Image Link\nA;a.jpg\n", "f.csv", {';'});
  EXPECT_EQ(ReadAll(spreadsheet), (std::vector<Values>{{{"id", "A"}, {"image_link", "a.jpg"}}}));
  TableRecords empty("", "f.csv", {});
  EXPECT_TRUE(empty.names().empty());
}

TEST(XmlRecords, ReadItemsEntriesAndOffers) {
  const std::vector<Values> expected = {{{"id", "A"}, {"title", "Tea & milk"}}, {{"id", "B"}}};
  EXPECT_EQ(ReadXml("<rss><channel><title>Shop</title><item><g:id xmlns:g='x'>A</g:id>"
                    "<title><![CDATA[Tea & milk]]></title></item><item><id> B </id></item>"
                    "</channel></rss>"),
            expected);
  EXPECT_EQ(ReadXml("<feed><entry><id>A</id><title>Tea &amp; milk</title></entry>"
                    "<entry><id>B</id></entry></feed>"),
            expected);
}

TEST(XmlRecords, KeepNestedValuesApartAndGooglesBeforeOthers) {
  EXPECT_EQ(ReadXml("<feed><entry><id>tag:1</id><g:id>A</g:id><g:shipping><g:price>3</g:price>"
                    "</g:shipping><g:price>9</g:price><link href='x'/></entry></feed>"),
            (std::vector<Values>{
                {{"id", "A"}, {"shipping.price", "3"}, {"price", "9"}, {"link@href", "x"}}}));
}

TEST(XmlRecords, TakeGooglesPrefixFromItsNamespace) {
  EXPECT_EQ(ReadXml("<feed xmlns:goog='http://base.google.com/ns/1.0'><entry><id>tag:1</id>"
                    "<goog:id>A</goog:id></entry></feed>"),
            (std::vector<Values>{{{"id", "A"}}}));
}

TEST(XmlRecords, ReadCategoriesOfYml) {
  const auto all = ReadXml(
      "<yml_catalog><shop><categories><category id='1'>Home</category>"
      "<category id='2' parentId='1'>Tea</category></categories><offers>"
      "<offer id='A' available='false'><categoryId>2</categoryId></offer>"
      "<offer id='B'><categoryId>9</categoryId></offer></offers></shop></yml_catalog>");
  ASSERT_EQ(all.size(), 2u);
  XmlRecords first(
      "<shop><offer id='A'><categoryId>1</categoryId></offer><category "
      "id='1'>Tea</category></shop>",
      "f.xml");
  ReadAll(first);
  XmlRecords again("<shop><offer id='A'><categoryId>1</categoryId></offer></shop>", "f.xml");
  again.TakeCategories(first);
  EXPECT_EQ(ReadAll(again)[0].at("category_path"), "Tea");
  EXPECT_EQ(all[0], (Values{{"@id", "A"},
                            {"@available", "false"},
                            {"category_id", "2"},
                            {"category_path", "Home > Tea"}}));
  EXPECT_EQ(all[1].count("category_path"), 0u);
}

TEST(XmlRecords, SayWhereTheyAreBrokenAndKeepWhatWasBefore) {
  const auto all = ReadXml("<rss>\n<item><id>A</id></item>\n<item><id>B</item></rss>");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0], (Values{{"id", "A"}}));
  EXPECT_EQ(all[1].at("error"), "f.xml:3: expected XML, mismatched tag");
}

TEST(XmlRecords, DoNotExpandEntitiesWithoutBound) {
  std::string text = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\">";
  char name = 'a';
  for (; name < 'i'; ++name) {
    text += std::string("<!ENTITY ") + static_cast<char>(name + 1) + " \"";
    for (int i = 0; i < 40; ++i) text += std::string("&") + name + ";";
    text += "\">";
  }
  const auto all = ReadXml(text + "]><r><item><id>&i;</id></item></r>");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].count("error"), 1u);
}

TEST(JsonRecords, ReadArraysLinesAndContainers) {
  const std::vector<Values> expected = {{{"id", "A"}, {"price", "1"}}, {{"id", "B"}}};
  EXPECT_EQ(ReadJson(R"([{"id":"A","price":1}, {"id":"B"}])"), expected);
  EXPECT_EQ(ReadJson("{\"id\":\"A\",\"price\":1}\n\n{\"id\":\"B\"}\r\n"), expected);
  EXPECT_EQ(
      ReadJson(R"({"total":2,"x":{"products":[1]},"products":[{"id":"A","price":1},{"id":"B"}]})"),
      expected);
  EXPECT_EQ(ReadJson(R"({"@graph": [{"id":"A","price":1},{"item":{"id":"B"}}]})"), expected);
  EXPECT_EQ(ReadJson("{\n \"id\": \"A\",\n \"price\": 1\n}"),
            (std::vector<Values>{{{"id", "A"}, {"price", "1"}}}));
  EXPECT_EQ(ReadJson(R"({"products":[{"id":"A","price":1}],"x":2}
                         {"products":[{"id":"B"}]})"),
            expected);
  EXPECT_EQ(ReadJson(R"({"items":[{"id":"A","price":1}],"products":[{"id":"B"}]})"), expected);
  EXPECT_EQ(ReadJson("[{\"id\":\"A\",\"price\":1}]\n[]\n[{\"id\":\"B\"}]"), expected);
  EXPECT_TRUE(ReadJson(R"({"products":[]})").empty());
}

TEST(JsonRecords, NameNestedValuesAndTakeTheFirstOfLists) {
  EXPECT_EQ(
      ReadJson(R"([{"brand":{"name":"Hill"},"image":["a","b"],"imageLink":null,
                         "offers":[{"price":4.5},{"price":5}],"ok":true}])"),
      (std::vector<Values>{
          {{"brand.name", "Hill"}, {"image", "a"}, {"offers.price", "4.5"}, {"ok", "true"}}}));
}

TEST(JsonRecords, MakeARecordOfEachElementOfAList) {
  EXPECT_EQ(
      ReadJson(R"([{"title":"Cushion","variants":[{"sku":"A"},{"sku":"B"}]},{"title":"Mug"}])",
               "variants"),
      (std::vector<Values>{{{"title", "Cushion"}, {"variants.sku", "A"}},
                           {{"title", "Cushion"}, {"variants.sku", "B"}},
                           {{"title", "Mug"}}}));
}

TEST(JsonRecords, GoOnBehindABrokenOne) {
  const auto lines = ReadJson("{\"id\":\"A\"}\n{\"id\":\n{\"id\":\"B\"}\n");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1].at("error").find("f.json:2: expected JSON"), 0u) << lines[1].at("error");
  EXPECT_EQ(lines[2].at("id"), "B");
  const auto array = ReadJson("[{\"id\":\"A\"},\n{\"id\":tea},\n7,\n{\"id\":\"B\"}");
  ASSERT_EQ(array.size(), 5u);
  EXPECT_EQ(array[1].at("error").find("f.json:2: expected JSON"), 0u);
  EXPECT_EQ(array[2].at("error"), "f.json:3: expected an object");
  EXPECT_EQ(array[3].at("id"), "B");
  EXPECT_EQ(array[4].at("error"), "f.json:4: expected JSON, got the end of the file");
}

}  // namespace
}  // namespace hearth
