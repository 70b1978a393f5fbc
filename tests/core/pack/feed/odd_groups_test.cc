// Groups that may be collections rather than sizes and colours of one thing.
#include "pack/feed/odd_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "catalog/builder.h"
#include "catalog/small_shop.h"

namespace hearth {
namespace {

// Each text is the titles of one group, with "|" between.
OddGroups OddOf(const std::vector<std::string>& groups) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  int sku = 0;
  for (const std::string& titles : groups) {
    for (size_t begin = 0; begin <= titles.size();) {
      const size_t end = std::min(titles.find('|', begin), titles.size());
      FeedItem item =
          MakeItem("S" + std::to_string(sku++), titles.substr(begin, end - begin), 100, "");
      item.group = "group " + std::to_string(&titles - groups.data());
      EXPECT_TRUE(builder.Add(item).ok());
      begin = end + 1;
    }
  }
  const auto columns = *builder.Build();
  return FindOddGroups(columns->Columns());
}

TEST(OddGroups, HaveNoWordInAllTheirTitles) {
  const OddGroups odd = OddOf({"Linen Shirt|Straw Hat|Linen Shorts", "Mug, red|MUG-BLUE", "Lamp"});
  EXPECT_EQ(odd.count, 1u);
  ASSERT_EQ(odd.examples.size(), 1u);
  EXPECT_EQ(odd.examples[0].group, "group 0");
  EXPECT_EQ(odd.examples[0].title, "Linen Shirt");
  EXPECT_EQ(odd.examples[0].another, "Straw Hat");
  EXPECT_EQ(OddOf({"Linen Shirt|Linen Hat|Straw Hat"}).count, 1u) << "each two share one";
}

TEST(OddGroups, AreCountedAndThreeAreNamed) {
  const OddGroups odd = OddOf({"a1|b1", "a2|b2", "a3|b3", "a4|b4", "same|same"});
  EXPECT_EQ(odd.count, 4u);
  EXPECT_EQ(odd.examples.size(), kOddGroupExamples);
}

TEST(OddGroups, AreReadInAnyAlphabet) {
  EXPECT_EQ(OddOf({"Café crème|CAFE noir", "Футболка красная|футболка синяя"}).count, 0u);
  EXPECT_EQ(OddOf({"Футболка красная|Шапка синяя"}).count, 1u);
  EXPECT_EQ(OddOf({"赤いシャツ|青いシャツ", "เสื้อแดง|เสื้อขาว"}).count, 0u)
      << "no blanks between words";
  EXPECT_EQ(OddOf({"赤いシャツ|帽子", "花|花"}).count, 1u);
}

}  // namespace
}  // namespace hearth
