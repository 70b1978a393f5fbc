// Products in several variants: one item each, found by the SKU of any of them.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/search.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

FeedItem Variant(const std::string& sku, const std::string& group, const std::string& title,
                 Availability availability = Availability::kInStock, int32_t price = 2000) {
  FeedItem item = MakeItem(sku, title, price, "Clothing");
  item.group = group;
  item.availability = availability;
  return item;
}

std::unique_ptr<OwnedColumns> ColumnsOf(const std::vector<FeedItem>& items) {
  CatalogBuilder builder("Shop", {"EUR", 2});
  for (const FeedItem& item : items) {
    const Status added = builder.Add(item);
    EXPECT_TRUE(added.ok()) << added.error().message;
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  EXPECT_TRUE(columns.ok()) << columns.error().message;
  return *std::move(columns);
}

Catalog CatalogOf(const std::vector<FeedItem>& items) {
  Result<std::vector<uint8_t>> pack = EncodePack(*ColumnsOf(items));
  EXPECT_TRUE(pack.ok()) << pack.error().message;
  Result<Catalog> catalog = Catalog::FromPack(*std::move(pack));
  EXPECT_TRUE(catalog.ok()) << catalog.error().message;
  return *std::move(catalog);
}

const Availability kOut = Availability::kOutOfStock;

std::vector<FeedItem> ShirtAndMug() {
  return {Variant("S-S", "SHIRT", "Shirt, small", kOut), Variant("S-M", "SHIRT", "Shirt, medium"),
          MakeItem("MUG", "Mug", 500, "Kitchen"),
          Variant("S-L", "SHIRT", "Shirt, large", Availability::kInStock, 2200)};
}

std::vector<std::string> SkusOf(const Catalog& catalog, ItemIndex item) {
  std::vector<std::string> skus;
  const auto [first, last] = catalog.columns().VariantsOf(item);
  for (VariantIndex v = first; v < last; ++v) {
    skus.emplace_back(catalog.columns().Text(v, VariantText::kSku));
  }
  return skus;
}

TEST(Variants, AreOneItemThatIsShownAsTheFirstInStock) {
  const Catalog catalog = CatalogOf(ShirtAndMug());
  ASSERT_EQ(catalog.item_count(), 2u);
  const ItemIndex shirt = catalog.FindSku("SHIRT");
  ASSERT_NE(shirt, kNoItem);
  EXPECT_EQ(catalog.Title(shirt), "Shirt, medium");
  EXPECT_EQ(catalog.columns().price_minor[shirt], 2000);
  EXPECT_EQ(catalog.columns().availability[shirt], 1);
  EXPECT_EQ(SkusOf(catalog, shirt), (std::vector<std::string>{"S-M", "S-L", "S-S"}));
  EXPECT_TRUE(SkusOf(catalog, catalog.FindSku("MUG")).empty());
  // The shop's own order counts products.
  EXPECT_EQ(catalog.columns().item_customers[shirt], 2u);
  EXPECT_EQ(catalog.columns().item_customers[catalog.FindSku("MUG")], 1u);
}

TEST(Variants, AreFoundByTheirOwnSkuAndByThatOfTheGroup) {
  const Catalog catalog = CatalogOf(ShirtAndMug());
  const ItemIndex shirt = catalog.FindSku("SHIRT");
  for (const char* sku : {"S-S", "S-M", "S-L"}) {
    const ItemMatch match = catalog.columns().MatchSku(sku);
    EXPECT_EQ(match.item, shirt) << sku;
    ASSERT_NE(match.variant, kNoVariant) << sku;
    EXPECT_EQ(catalog.columns().Text(match.variant, VariantText::kSku), sku);
    EXPECT_EQ(catalog.ProductKey(KeyOf(sku)), KeyOf("SHIRT"));
  }
  EXPECT_EQ(catalog.columns().MatchSku("SHIRT").variant, kNoVariant);
  EXPECT_EQ(catalog.columns().MatchSku("S-XL").item, kNoItem);
  EXPECT_EQ(catalog.ProductKey(KeyOf("S-XL")), KeyOf("S-XL"));
  EXPECT_EQ(catalog.ProductKey(KeyOf("MUG")), KeyOf("MUG"));
}

TEST(Variants, KeepWhatDiffersFromTheItem) {
  const Catalog catalog = CatalogOf(ShirtAndMug());
  const CatalogColumns& columns = catalog.columns();
  const VariantIndex large = columns.MatchSku("S-L").variant;
  EXPECT_EQ(columns.Text(large, VariantText::kTitle), "Shirt, large");
  EXPECT_EQ(columns.Text(large, VariantText::kLink), "");
  EXPECT_EQ(columns.variant_price_minor[large], 2200);
  EXPECT_EQ(columns.variant_availability[columns.MatchSku("S-S").variant], 0);
  EXPECT_EQ(columns.Text(columns.MatchSku("S-M").variant, VariantText::kTitle), "");
}

TEST(Variants, APackWithoutThemHasNone) {
  const Catalog catalog = CatalogOf({MakeItem("MUG", "Mug", 500, "Kitchen")});
  EXPECT_TRUE(catalog.columns().variant_start.empty());
  // A group of one that is called like its only item is that item.
  EXPECT_TRUE(CatalogOf({Variant("MUG", "MUG", "Mug")}).columns().variant_start.empty());
}

TEST(Variants, AGroupOfOneIsFoundByBothNames) {
  const Catalog catalog = CatalogOf({Variant("MUG-BLUE", "MUG", "Mug")});
  ASSERT_EQ(catalog.item_count(), 1u);
  EXPECT_EQ(catalog.FindSku("MUG"), 0u);
  EXPECT_EQ(catalog.FindSku("MUG-BLUE"), 0u);
}

TEST(Variants, AGroupThatIsCalledLikeItsOwnVariantIsThatVariantToo) {
  const Catalog catalog = CatalogOf({Variant("S", "S", "Shirt"), Variant("S-2", "S", "Shirt, 2")});
  ASSERT_EQ(catalog.item_count(), 1u);
  EXPECT_EQ(catalog.columns().Text(catalog.columns().MatchSku("S").variant, VariantText::kSku),
            "S");
}

// The names of groups and of items may meet: an item's own SKU means that item.
TEST(Variants, AGroupThatIsCalledLikeAnotherItemGivesItsNameUp) {
  for (const bool item_first : {false, true}) {
    std::vector<FeedItem> items = {Variant("A-1", "A", "Ale glass"),
                                   Variant("A-2", "A", "Ale glass, 2"), Variant("A", "", "Apron")};
    if (item_first) std::swap(items.front(), items.back());
    const Catalog catalog = CatalogOf(items);
    ASSERT_EQ(catalog.item_count(), 2u);
    EXPECT_EQ(catalog.Title(catalog.FindSku("A")), "Apron");
    EXPECT_EQ(catalog.FindSku("A-1"), catalog.FindSku("A-2"));
    EXPECT_NE(catalog.FindSku("A-1"), catalog.FindSku("A"));
  }
}

TEST(Variants, AGroupWithALongNameIsCalledAsItsFirstVariant) {
  const std::string handle(200, 'h');
  const Catalog catalog = CatalogOf({Variant("A-1", handle, "A"), Variant("A-2", handle, "A, 2")});
  ASSERT_EQ(catalog.item_count(), 1u);
  EXPECT_EQ(catalog.Sku(0), "A-1");
}

// What is filed elsewhere may be sensitive, so that it is a product of its own.
TEST(Variants, AreFiledAlike) {
  FeedItem other = Variant("K-2", "KIT", "Kit, 2");
  other.google_path = "Health & Beauty > Health Care > Condoms";
  const Catalog catalog = CatalogOf({Variant("K-1", "KIT", "Kit"), other});
  EXPECT_EQ(catalog.item_count(), 2u);
  EXPECT_NE(catalog.FindSku("K-1"), catalog.FindSku("K-2"));
  // Which of the two the group's name means, nobody can say: its event is sealed.
  EXPECT_EQ(catalog.FindSku("KIT"), kNoItem);
}

TEST(Variants, AnySensitiveOneMakesTheItemSensitive) {
  const SensitiveList& list = SensitiveList::Default();
  const auto topic_of = [&](const char* second) {
    const Catalog catalog = CatalogOf({Variant("1", "G", "Kit"), Variant("2", "G", second)});
    EXPECT_EQ(catalog.item_count(), 1u);
    return list.ClassifyColumns(catalog.columns())[0];
  };
  EXPECT_EQ(topic_of("Kit, large"), kNoTopic);
  EXPECT_EQ(topic_of("Kit with pregnancy test"), list.Find("pregnancy_fertility"));
}

TEST(Variants, AreSearchedByAllOfTheirTitles) {
  const Catalog catalog = CatalogOf(ShirtAndMug());
  const std::vector<ItemIndex> shirt = {catalog.FindSku("SHIRT")};
  for (const char* words : {"shirt", "large", "small shirt"}) {
    EXPECT_EQ(Search(catalog, words), shirt) << words;
    EXPECT_TRUE(TextQuery(words).Finds(catalog, shirt[0])) << words;
  }
  EXPECT_TRUE(Search(catalog, "gigantic").empty());
}

TEST(Variants, JsonCatalogsHaveThem) {
  const Result<Catalog> catalog = Catalog::FromJson(
      R"({"shop":"S","currency":"EUR","items":[
          {"id":"1","item_group_id":7,"title":"A","price":1},
          {"id":"2","item_group_id":"7","title":"A, 2","price":2},
          {"id":"3","title":"B","price":3}]})");
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  EXPECT_EQ(catalog->item_count(), 2u);
  EXPECT_EQ(catalog->FindSku("2"), catalog->FindSku("7"));
  EXPECT_EQ(catalog->columns().item_customers[catalog->FindSku("1")], 2u);
}

TEST(Variants, TheSameItemsInAnotherOrderAreTheSameProducts) {
  std::vector<FeedItem> items = ShirtAndMug();
  std::swap(items[1], items[2]);
  const Catalog catalog = CatalogOf(items);
  EXPECT_EQ(SkusOf(catalog, catalog.FindSku("SHIRT")),
            (std::vector<std::string>{"S-M", "S-L", "S-S"}));
}

TEST(Variants, APackIsRefusedWhoseVariantsAreNotInOrder) {
  struct Case {
    const char* part;
    std::function<void(OwnedColumns&)> spoil;
  };
  const std::vector<Case> cases = {
      {"variant_start", [](OwnedColumns& c) { c.variant_start.back() = 2; }},
      {"variant_start", [](OwnedColumns& c) { c.variant_start.front() = 1; }},
      {"variant_start", [](OwnedColumns& c) { c.variant_start.pop_back(); }},
      {"variant_start", [](OwnedColumns& c) { c.variant_start[1] = 4'000'000'000; }},
      {"variant_by_key",
       [](OwnedColumns& c) { std::swap(c.variant_by_key[0], c.variant_by_key[1]); }},
      {"variant_by_key", [](OwnedColumns& c) { c.variant_by_key[1] = c.variant_by_key[0]; }},
      {"variant_by_key", [](OwnedColumns& c) { c.variant_by_key[2] = 4'000'000'000; }},
      {"variant_text", [](OwnedColumns& c) { c.variant_by_key.pop_back(); }},
      {"variant_text", [](OwnedColumns& c) { c.variant_text.end[1] = c.variant_text.end[0] - 1; }},
      {"variant_text",  // a SKU of no letters: the first title has them all
       [](OwnedColumns& c) { c.variant_text.end[0] = 0; }},
      {"variant_text",
       [](OwnedColumns& c) {
         c.variant_text = {};
         for (const char* sku : {"S-M", "S-L", "S-S"}) {
           for (const char* text : {sku, "", "javascript:alert(1)", ""}) {
             c.variant_text.Append(text);
           }
         }
       }},
      {"variant_price_minor", [](OwnedColumns& c) { c.variant_price_minor[0] = -1; }},
      {"variant_price_minor", [](OwnedColumns& c) { c.variant_price_minor.pop_back(); }},
      {"variant_availability", [](OwnedColumns& c) { c.variant_availability[0] = 9; }},
  };
  for (const Case& each : cases) {
    const std::unique_ptr<OwnedColumns> columns = ColumnsOf(ShirtAndMug());
    each.spoil(*columns);
    const Result<std::vector<uint8_t>> pack = EncodePack(*columns);
    ASSERT_FALSE(pack.ok()) << each.part;
    EXPECT_NE(pack.error().message.find(each.part), std::string::npos) << pack.error().message;
  }
}

// Whoever records the one would record the other.
TEST(Variants, APackIsRefusedWhereAnItemIsCalledLikeAVariantOfAnother) {
  const std::unique_ptr<OwnedColumns> columns = ColumnsOf(
      {Variant("1", "G", "A"), Variant("2", "G", "A, 2"), MakeItem("MUG", "Mug", 5, "Kitchen")});
  const CatalogColumns before = columns->Columns();
  const ItemMatch second = before.MatchSku("2");
  ASSERT_NE(second.variant, kNoVariant);
  OwnedText texts;
  for (size_t i = 0; i < before.variant_text.size(); ++i) {
    const bool is_sku = i == second.variant * kVariantTexts;
    texts.Append(is_sku ? std::string_view("MUG") : before.variant_text[i]);
  }
  columns->variant_text = texts;
  if (KeyOf("MUG") < KeyOf("1")) {
    columns->variant_by_key = {second.variant, 1 - second.variant};
  } else {
    columns->variant_by_key = {1 - second.variant, second.variant};
  }
  const Result<std::vector<uint8_t>> pack = EncodePack(*columns);
  ASSERT_FALSE(pack.ok());
  EXPECT_NE(pack.error().message.find("item_key"), std::string::npos) << pack.error().message;
}

}  // namespace
}  // namespace hearth
