#include "pack/feed/category_column.h"

#include <gtest/gtest.h>

#include <vector>

namespace hearth {
namespace {

// Each value of the column, read.
std::vector<std::string> Read(const std::vector<std::string>& values,
                              CategoryStyle style = CategoryStyle::kPath, const char* root = "") {
  CategoryColumn column(style, root);
  for (const std::string& value : values) column.Observe(value);
  std::vector<std::string> paths;
  for (const std::string& value : values) paths.push_back(column.Read(value));
  return paths;
}

using Paths = std::vector<std::string>;

TEST(CategoryColumn, ReadsSeparatorsThatTheColumnUses) {
  EXPECT_EQ(Read({"Home > Tea", "Home>Mugs", "Home"}),
            (Paths{"Home > Tea", "Home > Mugs", "Home"}));
  EXPECT_EQ(Read({"Home » Tea", "Home » Mugs"}), (Paths{"Home > Tea", "Home > Mugs"}));
  EXPECT_EQ(Read({"Home|Tea", "Home|Mugs"}), (Paths{"Home > Tea", "Home > Mugs"}));
  EXPECT_EQ(Read({"Home/Tea", "Home/Mugs", "Garden/Pots", "Garden/Tools"}),
            (Paths{"Home > Tea", "Home > Mugs", "Garden > Pots", "Garden > Tools"}));
}

TEST(CategoryColumn, IsNotDecidedByOneValueOfMany) {
  std::vector<std::string> values = {"Kids/Toys > 3 years"};
  for (int i = 0; i < 9; ++i) values.push_back("Kids/Toys" + std::to_string(i));
  EXPECT_EQ(Read(values)[1], "Kids > Toys0");
}

TEST(CategoryColumn, LeavesSignsThatArePartOfNames) {
  EXPECT_EQ(Read({"TV/Video", "Tea", "Mugs"}), (Paths{"TV/Video", "Tea", "Mugs"}));
  EXPECT_EQ(Read({"TV/Video", "Hi-Fi/Audio"}), (Paths{"TV/Video", "Hi-Fi/Audio"}));
  EXPECT_EQ(Read({"Home > TV/Video", "Home > Hi-Fi/Audio"}),
            (Paths{"Home > TV/Video", "Home > Hi-Fi/Audio"}));
}

TEST(CategoryColumn, TakesTheLongestOfSeveralPaths) {
  EXPECT_EQ(Read({"Clothing, Clothing > Hoodies, Sale", "Salt\\, pepper > Mills", ""},
                 CategoryStyle::kPaths),
            (Paths{"Clothing > Hoodies", "Salt, pepper > Mills", ""}));
  EXPECT_EQ(Read({"Default Category/Men/Tops,Default Category/Men", "Default Category"},
                 CategoryStyle::kPaths, "Default Category"),
            (Paths{"Men > Tops", ""}));
}

TEST(CategoryColumn, TakesTheLastOfSeveralNames) {
  EXPECT_EQ(Read({"Home,Tea", "Mugs"}, CategoryStyle::kNames), (Paths{"Tea", "Mugs"}));
}

TEST(CategoryColumn, LeavesAMissingNameToWhoeverChecksThePath) {
  EXPECT_EQ(Read({"A > > B", "A >"}), (Paths{"A >  > B", "A > "}));
}

}  // namespace
}  // namespace hearth
