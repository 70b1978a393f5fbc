#include "household/sittings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

namespace hearth {
namespace {

constexpr Time kNoon = 1'700'000'000'000;
constexpr Time kTenYears = 3653 * kMsPerDay;

TEST(Sittings, PassADateOnceTwoOfThemTwentyHoursApartLieBehindIt) {
  Sittings sittings;
  sittings.Note(kNoon);
  EXPECT_FALSE(sittings.HavePassed(kNoon));
  sittings.Note(kNoon + kSittingsApart - 1);
  EXPECT_FALSE(sittings.HavePassed(kNoon)) << "the same day";
  sittings.Note(kNoon + kSittingsApart);
  EXPECT_TRUE(sittings.HavePassed(kNoon));
  EXPECT_FALSE(sittings.HavePassed(kNoon + 1));
}

TEST(Sittings, AreTakenBackByTheRightClock) {
  Sittings sittings, right;
  for (Sittings* each : {&sittings, &right}) each->Note(kNoon);
  sittings.Note(kNoon + 30 * kMsPerDay);
  for (Sittings* each : {&sittings, &right}) each->Note(kNoon + kMsPerDay);
  EXPECT_EQ(sittings, right);
}

TEST(Sittings, AreInDoubtOverFourHundredDaysFromTheLast) {
  for (const Time off : {kTenYears, -kTenYears}) {
    Sittings sittings;
    sittings.Note(kNoon);
    EXPECT_FALSE(sittings.IsInDoubt(kNoon + kMaxClockGap));
    ASSERT_TRUE(sittings.IsInDoubt(kNoon + off));
    sittings.Note(kNoon + off);
    sittings.Note(kNoon + off + kMsPerHour / 4);
    EXPECT_TRUE(sittings.WasInDoubt(kNoon + off + 1));
    EXPECT_FALSE(sittings.WasInDoubt(kNoon + off + kMsPerHour));
    EXPECT_FALSE(sittings.WasInDoubt(kNoon));
    // The right clock goes on as if nothing had been.
    sittings.Note(kNoon + kMsPerDay);
    EXPECT_FALSE(sittings.IsInDoubt(kNoon + kMsPerDay));
    EXPECT_TRUE(sittings.HavePassed(kNoon));
  }
}

TEST(Sittings, BelieveASecondSittingByTheSameClock) {
  Sittings sittings;
  sittings.Note(kNoon);
  sittings.Note(kNoon + kTenYears);
  sittings.Note(kNoon + kTenYears + kSittingsApart);
  EXPECT_FALSE(sittings.IsInDoubt(kNoon + kTenYears + kSittingsApart));
  EXPECT_FALSE(sittings.WasInDoubt(kNoon + kTenYears));
  EXPECT_FALSE(sittings.HavePassed(kNoon + kTenYears)) << "two more sittings by it are needed";
  sittings.Note(kNoon + kTenYears + 2 * kSittingsApart);
  EXPECT_TRUE(sittings.HavePassed(kNoon + kTenYears));
}

TEST(Sittings, RoundTripAndRefuseInvalidBytes) {
  Sittings sittings;
  for (int i = 0; i < 9; ++i) sittings.Note(kNoon + i * kMsPerDay);
  sittings.Note(kNoon + kTenYears);
  ByteWriter out;
  sittings.Encode(out);
  const std::vector<uint8_t> bytes = out.Take();
  ByteReader in(bytes);
  const Result<Sittings> read = Sittings::Decode(in);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, sittings);
  EXPECT_TRUE(in.AtEnd());
  for (size_t length = 0; length < bytes.size(); ++length) {
    ByteReader cut(std::span<const uint8_t>(bytes).first(length));
    EXPECT_FALSE(Sittings::Decode(cut).ok()) << length;
  }
  std::vector<uint8_t> twice = bytes;
  std::copy_n(twice.begin() + 2, 8, twice.begin() + 10);  // the first sitting again
  ByteReader repeated(twice);
  EXPECT_FALSE(Sittings::Decode(repeated).ok());
}

}  // namespace
}  // namespace hearth
