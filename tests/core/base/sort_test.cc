#include "base/sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"

namespace hearth {
namespace {

TEST(Sort, AgreesWithTheStandardLibraryAtEveryLength) {
  Random random(1);
  for (size_t count = 0; count < 300; ++count) {
    std::vector<std::pair<uint32_t, size_t>> values;
    for (size_t i = 0; i < count; ++i) values.emplace_back(random.Below(count), i);
    std::vector<std::pair<uint32_t, size_t>> expected = values;
    const auto by_first = [](const auto& a, const auto& b) { return a.first < b.first; };
    std::stable_sort(expected.begin(), expected.end(), by_first);
    auto inlined = values;
    Sort(values, by_first);
    SortInlined(inlined, by_first);
    ASSERT_EQ(values, expected);
    ASSERT_EQ(inlined, expected);
    std::vector<uint16_t> numbers;
    for (const auto& [number, place] : values) numbers.push_back(static_cast<uint16_t>(~number));
    Sort(numbers);
    ASSERT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
  }
}

TEST(Sort, MovesWhatCannotBeCopied) {
  std::vector<std::unique_ptr<std::string>> names;
  for (const char* name : {"mug", "tea", "jam"})
    names.push_back(std::make_unique<std::string>(name));
  Sort(names, [](const auto& a, const auto& b) { return *a < *b; });
  EXPECT_EQ(*names[0] + *names[1] + *names[2], "jammugtea");
}

TEST(Sort, LeavesTheRestAlone) {
  std::vector<int> values = {3, 2, 1, 0};
  Sort(std::span(values).first(2), std::less<>());
  EXPECT_EQ(values, (std::vector<int>{2, 3, 1, 0}));
}

}  // namespace
}  // namespace hearth
