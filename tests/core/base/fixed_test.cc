#include "base/fixed.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/time.h"

namespace hearth {
namespace {

TEST(MonthOf, KnowsTheLastAndTheFirstDayOfEveryMonth) {
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Time day = kMinTime;  // 2000, a leap year
  for (uint32_t month = 0; month < 12; ++month) {
    EXPECT_EQ(MonthOf(day), month);
    day += kDays[month] * kMsPerDay;
    EXPECT_EQ(MonthOf(day - 1), month);
  }
  EXPECT_EQ(MonthOf(kMaxTime - 1), 11u) << "2100 was no leap year";
}

TEST(DecayQ16, HalvesWithEveryHalfLife) {
  EXPECT_EQ(DecayQ16(0, 1000), 65536u);
  EXPECT_EQ(DecayQ16(1000, 1000), 32768u);
  EXPECT_EQ(DecayQ16(4000, 1000), 4096u);
  EXPECT_EQ(DecayQ16(16000, 1000), 0u);
  EXPECT_EQ(DecayQ16(-5, 1000), 65536u) << "the future counts as now";
}

TEST(DecayQ16, StaysWithinItsStatedErrorAndNeverGrows) {
  uint32_t before = 65536;
  for (int64_t age = 0; age < 12'000; age += 7) {
    const uint32_t weight = DecayQ16(age, 1000);
    const double exact = 65536.0 * std::exp2(-static_cast<double>(age) / 1000);
    EXPECT_NEAR(weight, exact, exact / 32768 + 1.5);
    EXPECT_LE(weight, before);
    before = weight;
  }
}

TEST(Log2Q8, IsExactForPowersOfTwoAndCloseBetween) {
  EXPECT_EQ(Log2Q8(0), 0);
  EXPECT_EQ(Log2Q8(1), 0);
  EXPECT_EQ(Log2Q8(2), 256);
  EXPECT_EQ(Log2Q8(1 << 20), 20 * 256);
  int32_t before = 0;
  for (uint64_t x = 2; x < 100'000; x += 13) {
    EXPECT_NEAR(Log2Q8(x), 256 * std::log2(static_cast<double>(x)), 1.5);
    EXPECT_GE(Log2Q8(x), before);
    before = Log2Q8(x);
  }
}

TEST(Log2Q16, IsExactForPowersOfTwoAndCloseBetween) {
  EXPECT_EQ(Log2Q16(0), 0);
  EXPECT_EQ(Log2Q16(1), 0);
  for (int exponent = 1; exponent < 64; ++exponent) {
    EXPECT_EQ(Log2Q16(uint64_t{1} << exponent), exponent * 65536);
  }
  int32_t before = 0;
  for (uint64_t x = 2; x < 300'000; x += 7) {
    EXPECT_NEAR(Log2Q16(x), 65536 * std::log2(static_cast<double>(x)), 2) << x;
    EXPECT_GE(Log2Q16(x), before);
    before = Log2Q16(x);
  }
  EXPECT_NEAR(Log2Q16(~0ull), 64 * 65536, 2);
}

TEST(Exp2NegQ16, HalvesWithEveryWholeAndNeverGrows) {
  EXPECT_EQ(Exp2NegQ16(0), 65536u);
  EXPECT_EQ(Exp2NegQ16(65536), 32768u);
  EXPECT_EQ(Exp2NegQ16(16 * 65536), 1u);
  EXPECT_EQ(Exp2NegQ16(17 * 65536), 0u);
  EXPECT_EQ(Exp2NegQ16(~0ull), 0u);
  uint32_t before = 65536;
  for (uint64_t x = 0; x < 17 * 65536; x += 11) {
    EXPECT_NEAR(Exp2NegQ16(x), 65536 * std::exp2(-static_cast<double>(x) / 65536), 2) << x;
    EXPECT_LE(Exp2NegQ16(x), before);
    before = Exp2NegQ16(x);
  }
}

TEST(ISqrt, IsTheFloorOfTheRoot) {
  for (uint64_t x : {0ull, 1ull, 3ull, 4ull, 15ull, 16ull, 999'999'999'999ull, ~0ull}) {
    const uint64_t root = ISqrt(x);
    EXPECT_LE(root * root, x);
    EXPECT_TRUE(root == 0xFFFFFFFF || (root + 1) * (root + 1) > x) << x;
  }
}

TEST(DivRound, RoundsHalvesAwayFromZero) {
  EXPECT_EQ(DivRound(5, 2), 3);
  EXPECT_EQ(DivRound(-5, 2), -3);
  EXPECT_EQ(DivRound(4, 3), 1);
  EXPECT_EQ(DivRound(-4, 3), -1);
}

}  // namespace
}  // namespace hearth
