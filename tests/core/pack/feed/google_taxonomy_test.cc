// What Google's numbers stand for, and that the sensitive list knows them.
#include "pack/feed/google_taxonomy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pack/pipeline.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

TEST(GoogleTaxonomy, NamesANumber) {
  EXPECT_EQ(GooglePath(772), "Mature");
  EXPECT_EQ(GooglePath(775), "Health & Beauty > Health Care > Condoms");
  EXPECT_EQ(GooglePath(2618), "Toys & Games > Puzzles > Jigsaw Puzzles");
  EXPECT_EQ(GooglePath(0), "");
  EXPECT_EQ(GooglePath(9999999), "");
}

// Both are kept in the list, since the browser has no table: a number must say what its path says.
TEST(GoogleTaxonomy, IsFlaggedByNumberAsByPath) {
  const SensitiveList& list = SensitiveList::Default();
  size_t flagged = 0;
  for (uint32_t number = 1; number < 600'000; ++number) {
    const std::string_view path = GooglePath(number);
    const TopicIndex topic = list.ClassifyNumber(number);
    if (path.empty()) {
      EXPECT_EQ(topic, kNoTopic) << number;
      continue;
    }
    if (topic == kNoTopic) {  // but for the words of its name
      EXPECT_LT(list.TierOf(list.Classify("", path)), Tier::kOwnScreen) << number << " " << path;
      continue;
    }
    ++flagged;
    EXPECT_EQ(Name(list.TierOf(topic)), Name(list.TierOf(list.Classify("", path)))) << path;
  }
  EXPECT_GT(flagged, 490u);
}

FeedItem Item(const char* sku, const char* title, const char* own, const char* google) {
  FeedItem item;
  EXPECT_TRUE(SetField(FeedField::kId, sku, {"EUR", 2}, &item).ok());
  EXPECT_TRUE(SetField(FeedField::kTitle, title, {"EUR", 2}, &item).ok());
  EXPECT_TRUE(SetField(FeedField::kGoogleProductCategory, google, {"EUR", 2}, &item).ok());
  EXPECT_TRUE(SetField(FeedField::kProductType, own, {"EUR", 2}, &item).ok());
  item.price_minor = 100;
  return item;
}

// The category that the shop shows, and the topic's id.
std::pair<std::string, std::string> Packed(FeedItem item) {
  ShopFeed feed;
  feed.shop = "Shop";
  feed.money = {"EUR", 2};
  feed.items_name = "feed";
  feed.items.push_back(std::move(item));
  const Result<ClassifiedShop> shop = ClassifyShop(std::move(feed));
  if (!shop.ok()) return {shop.error().message, ""};
  std::string path;
  const TextColumn names = shop->columns->category_name.Column();
  for (size_t node = 1; node < names.size(); ++node) {
    path += (node > 1 ? " > " : "") + std::string(names[node]);
  }
  return {path, SensitiveList::Default().topics()[shop->topics[0]].id};
}

using Shown = std::pair<std::string, std::string>;

TEST(GoogleTaxonomy, DecidesBesideTheShopsOwnCategory) {
  EXPECT_EQ(Packed(Item("1", "Schnelltest", "Drogerie > Tests",
                        "Health & Beauty > Health Care > Medical Tests > Pregnancy Tests")),
            Shown("Drogerie > Tests", "pregnancy_fertility"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "Regal 4", "775")), Shown("Regal 4", "sexual_health"));
  EXPECT_EQ(
      Packed(Item("1", "Artikel", "Regal 4", "Nahrungsmittel, Getränke & Tabak > Tabakprodukte")),
      Shown("Regal 4", "tobacco"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "Mature > Weapons", "2618")),
            Shown("Mature > Weapons", "weapons"));
  EXPECT_EQ(Packed(Item("1", "Condoms", "Regal 4", "2618")), Shown("Regal 4", "sexual_health"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "Regal 4", "1294")), Shown("Regal 4", "electronics"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "Regal 4", "436")), Shown("Regal 4", ""));
}

TEST(GoogleTaxonomy, NamesTheCategoryWhereTheShopDoesNot) {
  EXPECT_EQ(Packed(Item("1", "Artikel", "", "775")),
            Shown("Health & Beauty > Health Care > Condoms", "sexual_health"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "", "Salute e bellezza > Salute > Profilattici")),
            Shown("Salute e bellezza > Salute > Profilattici", "sexual_health"));
  EXPECT_EQ(Packed(Item("1", "Artikel", "", "8999999")), Shown("", ""));  // no category "8999999"
  EXPECT_EQ(Packed(Item("1", "Artikel", "", "99999999999999999999")), Shown("", ""));
}

TEST(GoogleTaxonomy, SaysOfWhichItemsItDoesNotKnowTheNumber) {
  std::vector<FeedItem> items = {
      Item("1", "a", "", "8000001"),          Item("2", "b", "Shelf", "8000002"),
      Item("3", "c", "", "8000002"),          Item("4", "d", "", "775"),
      Item("5", "e", "", "Media > Books"),    Item("6", "f", "", ""),
      Item("7", "g", "", "8000003"),          Item("8", "h", "", "8000004"),
      Item("9", "path beside", "", "8000005")};
  items.back().google_path = "Media > Books";
  const UnknownGoogleNumbers unknown = FindUnknownNumbers(items);
  EXPECT_EQ(unknown.items, 5u);
  EXPECT_EQ(unknown.without_category, 4u);
  EXPECT_EQ(unknown.examples, (std::vector<uint32_t>{8000002, 8000001, 8000003}));
  EXPECT_EQ(FindUnknownNumbers({}).items, 0u);
}

}  // namespace
}  // namespace hearth
