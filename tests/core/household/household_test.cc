#include "household/household.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

constexpr Time kNoon = 1'700'000'000'000;

DescribedEvent Make(Time time, Label label = Label::kPersonal, std::string sku = "a") {
  DescribedEvent event;
  event.event.time = time;
  event.event.label = label;
  event.description = {std::move(sku), "Teapot", "Home & Garden", ""};
  return event;
}

TEST(Household, RefusesEventsFromTheFutureAndFrom1969) {
  Household household;
  EXPECT_EQ(household.Record({Make(kNoon + 1)}, kNoon).error().message, "time: later than now");
  EXPECT_EQ(household.Record({Make(-86'400'000)}, kNoon).error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(household.open_log().events().empty());
}

TEST(Household, ShowsAViewerTheEventsUpToNow) {
  Household household;
  ASSERT_TRUE(household.Record({Make(kNoon), Make(kNoon + 10)}, kNoon + 10).ok());
  EXPECT_EQ(household.ViewOf(kFirstMember, kNoon + 5).events().size(), 1u);
  EXPECT_EQ(household.ViewOf(kFirstMember, kNoon + 10).events().size(), 2u);
}

TEST(Household, KeepsPrivateGiftAndSensitiveEventsOutOfEveryView) {
  Household household;
  GiftTerms gift;
  gift.until = kNoon + kMsPerDay;
  std::vector<NewEvent> events;
  events.push_back({Make(kNoon), std::nullopt});
  events.push_back({Make(kNoon + 1, Label::kSensitive, "b"), std::nullopt});
  events.push_back({Make(kNoon + 2, Label::kGift, "c"), gift});
  events.push_back({Make(kNoon + 3, Label::kPrivate, "d"), std::nullopt});
  ASSERT_TRUE(household.Record(std::move(events), kNoon + 9).ok());
  const View view = household.ViewOf(kFirstMember, kNoon + 9);
  ASSERT_EQ(view.events().size(), 1u);
  EXPECT_EQ(view.Describe(view.events()[0]).sku, "a");
  EXPECT_EQ(household.open_log().events().size(), 1u);
  EXPECT_EQ(household.sealed_log().events().size(), 3u);
}

TEST(Household, ShowsNobodySomebodyElsesEvents) {
  Household household;
  ASSERT_TRUE(household.Record({Make(kNoon)}, kNoon).ok());
  EXPECT_TRUE(household.ViewOf(kFirstMember + 1, kNoon).events().empty());
}

TEST(Household, RecordsAndUsesNothingWhilePaused) {
  Household household;
  ASSERT_TRUE(household.Record({Make(kNoon)}, kNoon).ok());
  household.Pause(true);
  EXPECT_EQ(*household.Record({Make(kNoon + 1)}, kNoon + 1), 0u);
  EXPECT_EQ(household.open_log().events().size(), 1u);
  EXPECT_TRUE(household.ViewOf(kFirstMember, kNoon + 1).events().empty());
  household.Pause(false);
  EXPECT_EQ(household.ViewOf(kFirstMember, kNoon + 1).events().size(), 1u);
}

TEST(Household, ComesBackFromASnapshotAsItWas) {
  Household household;
  ASSERT_TRUE(
      household.Record({Make(kNoon), Make(kNoon + 1, Label::kSensitive, "b")}, kNoon + 9).ok());
  household.Pause(true);
  const std::vector<uint8_t> bytes = household.Snapshot();
  const Result<Household> restored = Household::FromSnapshot(bytes);
  ASSERT_TRUE(restored.ok());
  EXPECT_TRUE(restored->paused());
  EXPECT_EQ(restored->open_log(), household.open_log());
  EXPECT_EQ(restored->Snapshot(), bytes);
}

TEST(Household, RefusesEverySnapshotThatIsCutOrChanged) {
  Household household;
  ASSERT_TRUE(
      household.Record({Make(kNoon), Make(kNoon + 1, Label::kPersonal, "b")}, kNoon + 9).ok());
  std::vector<uint8_t> bytes = household.Snapshot();
  for (size_t length = 0; length < bytes.size(); length += length < 400 ? 1 : 41) {
    EXPECT_FALSE(Household::FromSnapshot(std::span(bytes).first(length)).ok()) << length;
  }
  for (size_t i = 0; i < bytes.size(); i += i < 400 ? 1 : 41) {  // then come zeros
    bytes[i] ^= 0x40;
    EXPECT_FALSE(Household::FromSnapshot(bytes).ok()) << i;
    bytes[i] ^= 0x40;
  }
  bytes[8] = 3;
  EXPECT_EQ(Household::FromSnapshot(bytes).error().code, ErrorCode::kUnsupportedVersion);
}

}  // namespace
}  // namespace hearth
