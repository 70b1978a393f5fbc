#include "pack/feed/categories.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(CategoryRules, TakesTheFirstRuleThatFits) {
  const auto rules = CategoryRules::Parse(
      "# clocks\n[Home > Clocks]\nALARM CLOCK\nCLOCK -NECKLACE\n\n[Kitchen]\nMUG*\n"
      "[Home > Clocks]\nTIMER\n[Gifts]\nGIFT -WRAP* -BAG\n",
      "c.rules");
  ASSERT_TRUE(rules.ok()) << rules.error().message;
  EXPECT_EQ(rules->rule_count(), 5u);
  const std::pair<const char*, const char*> answers[] = {
      {"RED ALARM-CLOCK", "Home > Clocks"}, {"wall clock", "Home > Clocks"},
      {"CLOCK NECKLACE", "Other"},          {"CLOCKS", "Other"},
      {"MUGS, SET OF 2", "Kitchen"},        {"SMUG CAT", "Other"},
      {"MUG CLOCK", "Home > Clocks"},       {"GIFT BOX", "Gifts"},
      {"GIFT WRAPPING", "Other"},           {"", "Other"},
      {"EGG TIMER", "Home > Clocks"}};
  for (const auto& [description, category] : answers) {
    EXPECT_EQ(rules->CategoryOf(description), category) << description;
  }
}

TEST(CategoryRules, SaysFileAndLineOfABadRule) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"MUG\n", "c.rules:1: expected a category"},
      {"[A]\nMUG\n-CUP\n", "c.rules:3: expected a word"},
      {"[A\n", "c.rules:1: expected \"]\""},
      {"[]\n", "c.rules:1: expected a category like"},
      {"[A > ]\n", "c.rules:1: expected a category like"},
      {"[A]\nmug\n", "c.rules:2: expected words"},
      {"[A]\nM*UG\n", "c.rules:2: expected words"},
      {"[A]\nMUG -\n", "c.rules:2: expected words"},
      {"[A]\n*\n", "c.rules:2: expected words"}};
  for (const auto& [text, message] : mistakes) {
    const auto rules = CategoryRules::Parse(text, "c.rules");
    ASSERT_FALSE(rules.ok()) << text;
    EXPECT_EQ(rules.error().message.find(message), 0u) << rules.error().message;
  }
}

}  // namespace
}  // namespace hearth
