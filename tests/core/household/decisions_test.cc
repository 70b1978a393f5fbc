#include "household/decisions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>

#include "support/edited_household.h"

namespace hearth {
namespace {

constexpr Time kNoon = 1'700'000'000'000;
constexpr MemberId kBen = 1;
constexpr Viewer kAnna{kFirstMember, true};

DescribedEvent Make(Time time, std::string sku = "a", Label label = Label::kPersonal) {
  DescribedEvent event;
  event.event.time = time;
  event.event.type = EventType::kBuy;
  event.event.label = label;
  event.description = {std::move(sku), "Teapot", "Home & Garden", ""};
  return event;
}

NewEvent Gift(Time time, Time until, bool forget = false) {
  NewEvent gift{Make(time, "gift", Label::kGift), GiftTerms()};
  gift.gift->until = until;
  gift.gift->forget = forget;
  return gift;
}

Member Named(std::string name) {
  Member member;
  member.name = std::move(name);
  return member;
}

constexpr auto All = [](const Event&, const ItemDescription&) { return true; };

// ---- What a change costs

TEST(RecordedView, IsAtMostTwoHundredBytesHoweverLongTheHistory) {
  for (const int events : {1, 100, 20'000}) {
    EditedHousehold household;
    std::vector<DescribedEvent> history;
    for (int i = 0; i < events; ++i) history.push_back(Make(kNoon + i));
    ASSERT_TRUE(household.Record(history, kNoon + kMsPerDay).ok());
    const auto view = DecideRecord(household, Sensitivity(),
                                   WithoutGifts({Make(kNoon + kMsPerHour)}), kNoon + kMsPerDay);
    ASSERT_TRUE(view.ok());
    EXPECT_LE(Encode(view->changes).size(), 200u) << events;
    // The first event of an item brings its description.
    const auto first =
        DecideRecord(household, Sensitivity(), WithoutGifts({Make(kNoon + kMsPerHour, "new")}),
                     kNoon + kMsPerDay);
    ASSERT_TRUE(first.ok());
    EXPECT_LE(Encode(first->changes).size(), 200u + std::strlen("newTeapotHome & Garden") + 8);
    Household other = household;
    other.Apply(DecodeSegment(Encode(view->changes))->changes);
    EXPECT_EQ(other.open_log().events().size(), static_cast<size_t>(events) + 1);
    EXPECT_EQ(other.open_log().Describe(other.open_log().events().back()).title, "Teapot");
  }
}

TEST(Segments, ThatAreCutOrChangedAreRefusedOrTaken) {
  EditedHousehold household;
  const auto change =
      DecideRecord(household, Sensitivity(), {Gift(kNoon, kNoon + kMsPerDay)}, kNoon);
  ASSERT_TRUE(change.ok());
  std::vector<uint8_t> bytes = Encode(change->changes);
  for (size_t length = 1; length < bytes.size(); ++length) {
    EXPECT_FALSE(DecodeSegment(std::span(bytes).first(length)).ok()) << length;
  }
  int refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= 0x40;
    const Result<Segment> read = DecodeSegment(bytes);
    refused += !read.ok();
    if (read.ok()) {
      Household other;
      other.Apply(read->changes);
      EXPECT_TRUE(Household::FromSnapshot(other.Snapshot()).ok()) << i;
    }
    bytes[i] ^= 0x40;
  }
  EXPECT_GT(refused, 50) << "an event and its text carry hashes of each other";
  bytes[2] = 9;
  EXPECT_EQ(DecodeSegment(bytes).error().code, ErrorCode::kUnsupportedVersion);
}

TEST(Changes, ToMissingThingsAreIgnored) {
  EditedHousehold household;
  ASSERT_TRUE(household.Record({Make(kNoon)}, kNoon).ok());
  const Household before = household;
  DescribedEvent strangers = Make(kNoon + 1);
  strangers.event.owner = 7;
  NewEvent shared = {Make(kNoon + 2), std::nullopt};
  shared.described.event.label = Label::kShared;
  household.Apply(Changes{
      EventsErased{{{kFirstMember, LogPart::kOpen, 12345}}},
      EventsRecorded{WithoutGifts({strangers})},
      EventsRecorded{{shared}},
      MemberRemoved{kFirstMember},  // the last one stays
      MemberRemoved{9},
      ChoiceMade{9, Choice::kAllowedTopic, "alcohol", true},
      WithheldEnded{5, false},
  });
  EXPECT_TRUE(household == before);
}

// ---- Gifts and clocks

class GiftAndClock : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(household_.Add(Named("Ben")).ok());
    household_.Release(kNoon);
  }
  void Give(bool forget) {
    ASSERT_TRUE(household_.Record({Gift(kNoon, kUntil, forget)}, kNoon).ok());
  }
  bool IsSealed() const { return !household_.SealedOf(kFirstMember).secrets.events().empty(); }
  size_t Listed(Time now) const {
    return household_.AsOf(now, Sensitivity()).VisibleTo(kAnna, now).size();
  }

  static constexpr Time kUntil = kNoon + 14 * kMsPerDay;
  EditedHousehold household_;
};

TEST_F(GiftAndClock, AClockThirtyDaysAheadDestroysNothing) {
  Give(/*forget=*/true);
  const Time ahead = kNoon + 30 * kMsPerDay;
  household_.Release(ahead);
  household_.Release(ahead + kMsPerHour);
  EXPECT_EQ(Listed(ahead), 0u) << "by that clock it is gone";
  EXPECT_TRUE(IsSealed());
  household_.Release(kNoon + kMsPerDay);
  EXPECT_EQ(Listed(kNoon + kMsPerDay), 1u) << "the right clock finds it as it was";
}

TEST_F(GiftAndClock, TwoSittingsPastTheDateReleaseForGood) {
  Give(/*forget=*/true);
  household_.Release(kUntil);
  EXPECT_TRUE(IsSealed()) << "one sitting may be by a wrong clock";
  household_.Release(kUntil + kSittingsApart);
  EXPECT_FALSE(IsSealed());
}

TEST_F(GiftAndClock, TenYearsEitherWayAreUndoneByTheRightClock) {
  for (const Time off : {3653 * kMsPerDay, -3653 * kMsPerDay}) {
    const Household start = household_;
    Give(/*forget=*/true);
    const Time wrong = kNoon + off;
    household_.Release(wrong);
    ASSERT_TRUE(household_.Record({Make(wrong - 1, "marked")}, wrong).ok());
    EXPECT_TRUE(household_.sittings().WasInDoubt(wrong - 1));
    const Time right = kNoon + kMsPerHour;
    household_.Release(right);
    EXPECT_FALSE(household_.sittings().IsInDoubt(right));
    EXPECT_EQ(Listed(right), 2u) << "the gift, and what was done meanwhile, to be corrected";
    EXPECT_TRUE(household_.HistoryFor(kFirstMember, right).events().empty()) << "it steers nothing";
    EXPECT_TRUE(IsSealed());
    static_cast<Household&>(household_) = start;
  }
}

TEST_F(GiftAndClock, ASecretInDoubtLeavesNoMark) {
  const Time wrong = kNoon + 500 * kMsPerDay;
  const Sittings before = household_.sittings();
  ASSERT_TRUE(household_.Record({Gift(wrong, wrong + kMsPerDay)}, wrong).ok());
  EXPECT_TRUE(household_.sittings() == before);
}

TEST_F(GiftAndClock, AChangeThatReleasesTooEarlyIsNotTaken) {
  Give(/*forget=*/false);
  const Household before = household_;
  household_.Apply(GiftsReleased{household_.DueGifts(kUntil, Sensitivity())});
  EXPECT_TRUE(household_ == before);
}

TEST_F(GiftAndClock, WhatIsSeenAsReleasedCanBeErasedAndLabelled) {
  Give(/*forget=*/false);
  const Household seen = household_.AsOf(kUntil, Sensitivity());
  ASSERT_EQ(seen.open_log().events().size(), 1u);
  Household erased = household_;
  erased.Apply(DecideErase(seen, kAnna, kUntil, All).changes);
  EXPECT_TRUE(erased.SealedOf(kFirstMember).empty());
  EXPECT_TRUE(erased.open_log().events().empty());
  Household labelled = household_;
  const auto decision = DecideLabel(seen, Sensitivity(), kAnna, kUntil, All, {});
  ASSERT_TRUE(decision.ok());
  labelled.Apply(decision->changes);
  EXPECT_TRUE(labelled.SealedOf(kFirstMember).empty());
  EXPECT_EQ(labelled.open_log().events().size(), 1u);
}

// ---- What is done to another's things

class DoneToAnother : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(household_.Change(Named("Anna")).ok());
    ASSERT_TRUE(household_.Add(Named("Ben")).ok());
    DescribedEvent bens = Make(kNoon, "bens");
    bens.event.owner = kBen;
    NewEvent secret = {Make(kNoon, "secret", Label::kPrivate), std::nullopt};
    secret.described.event.owner = kBen;
    NewEvent for_ben = Gift(kNoon, kNoon + kMsPerDay);
    for_ben.gift->recipient = kBen;
    ASSERT_TRUE(household_.Record({{bens, std::nullopt}, secret, for_ben}, kNoon).ok());
    household_.Apply(
        DecideChoice(household_, kBen, Choice::kAllowedTopic, "alcohol", true)->changes);
    household_.Apply(
        DecideChoice(household_, kBen, Choice::kSharedCategory, "Home & Garden", true)->changes);
  }

  EditedHousehold household_;
};

TEST_F(DoneToAnother, IsUndoneWholeWithinTenMinutes) {
  for (const bool hand_over : {false, true}) {
    const Household before = household_;
    const Result<Removed> removed = household_.Remove(kBen, hand_over, kNoon);
    ASSERT_TRUE(removed.ok());
    EXPECT_EQ(household_.Find(kBen), nullptr);
    EXPECT_TRUE(household_.SealedOf(kBen).empty());
    household_.Apply(DecideUndo(household_, removed->undo, kNoon + kUndoSpan - 1)->changes);
    EXPECT_TRUE(household_ == before) << hand_over;
  }
}

TEST_F(DoneToAnother, IsGoneAfterTenMinutesAlsoFromTheBytes) {
  const Result<Removed> removed = household_.Remove(kBen, false, kNoon);
  const auto holds = [&](std::string_view text) {
    const std::vector<uint8_t> bytes = household_.Snapshot();
    return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
  };
  EXPECT_TRUE(holds("secret")) << "kept, to be undone";
  const Result<Household> later = Household::FromSnapshot(household_.Snapshot());
  ASSERT_TRUE(later.ok()) << "also when the browser was closed meanwhile";
  EXPECT_TRUE(*later == household_);
  household_.Release(kNoon + kUndoSpan);
  EXPECT_FALSE(holds("secret"));
  EXPECT_TRUE(household_.withheld().empty());
  EXPECT_EQ(DecideUndo(household_, removed->undo, kNoon + kUndoSpan).error().code,
            ErrorCode::kNotFound);
}

TEST_F(DoneToAnother, DoesNotReuseTheIdMeanwhile) {
  ASSERT_TRUE(household_.Remove(kBen, false, kNoon).ok());
  const Result<MemberId> chloe = household_.Add(Named("Chloe"));
  ASSERT_TRUE(chloe.ok());
  EXPECT_EQ(*chloe, kBen + 1);
  household_.Release(kNoon + kUndoSpan);
  EXPECT_EQ(*household_.Add(Named("Dan")), kBen);
}

TEST_F(DoneToAnother, IsNotUndoneOverANewMembersName) {
  const Result<Removed> removed = household_.Remove(kBen, false, kNoon);
  ASSERT_TRUE(household_.Add(Named("Ben")).ok());
  EXPECT_EQ(DecideUndo(household_, removed->undo, kNoon).error().code, ErrorCode::kDuplicate);
}

TEST_F(DoneToAnother, AWholeHouseholdComesBackToo) {
  const Household before = household_;
  const Decision<Erased> erased = DecideEraseEverything(household_, kNoon);
  ASSERT_TRUE(erased.answer.undo.has_value());
  household_.Apply(erased.changes);
  EXPECT_EQ(household_.members().size(), 1u);
  EXPECT_TRUE(household_.open_log().events().empty());
  household_.Apply(DecideUndo(household_, *erased.answer.undo, kNoon)->changes);
  EXPECT_TRUE(household_ == before);
}

TEST_F(DoneToAnother, AHouseholdWithoutItsFirstMemberComesBackToo) {
  ASSERT_TRUE(household_.Remove(kFirstMember, false, kNoon).ok());
  const Household before = household_;
  const Decision<Erased> erased = DecideEraseEverything(household_, kNoon);
  household_.Apply(erased.changes);
  const Changes undo = DecideUndo(household_, *erased.answer.undo, kNoon)->changes;
  household_.Apply(undo);
  EXPECT_TRUE(household_ == before);
  household_.Apply(undo);
  EXPECT_TRUE(household_ == before) << "twice is as once";
}

TEST_F(DoneToAnother, IsWithheldAlsoWhenTheLastOneErasesEverything) {
  ASSERT_TRUE(household_.Remove(kBen, false, kNoon).ok());
  const Decision<Erased> erased = DecideEraseEverything(household_, kNoon);
  ASSERT_TRUE(erased.answer.undo.has_value());
  // Named by when and what it is, not by what Ben kept secret.
  EditedHousehold without;
  ASSERT_TRUE(without.Change(Named("Anna")).ok());
  ASSERT_TRUE(without.Add(Named("Ben")).ok());
  ASSERT_TRUE(without.Remove(kBen, false, kNoon).ok());
  EXPECT_EQ(erased.answer.undo, DecideEraseEverything(without, kNoon).answer.undo);
}

TEST_F(DoneToAnother, IsRefusedWhileTooMuchCanBeUndone) {
  for (uint64_t id = 0; id < kMaxWithheld; ++id) {
    household_.Apply(WithheldAdded{{id, kNoon, WithheldKind::kVisit, kNobody, "", {}}});
  }
  const Result<Removed> removed = household_.Remove(kBen, false, kNoon);
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().code, ErrorCode::kTooLarge);
  EXPECT_NE(household_.Find(kBen), nullptr);
  household_.Release(kNoon + kUndoSpan);
  EXPECT_TRUE(household_.Remove(kBen, false, kNoon + kUndoSpan).ok()) << "later there is room";
}

TEST_F(DoneToAnother, WaitsWhileTheClockIsInDoubt) {
  household_.Release(kNoon);
  ASSERT_TRUE(household_.Remove(kBen, false, kNoon).ok());
  household_.Release(kNoon + 500 * kMsPerDay);
  EXPECT_EQ(household_.withheld().size(), 2u) << "the member, and the events";
}

// ---- What a host must do

TEST(Effects, SayWhatAHostMustDo) {
  EditedHousehold household;
  ASSERT_TRUE(household.Add(Named("Ben")).ok());
  const auto of = [&](const Changes& changes) {
    Effect effect = Effect::kNone;
    for (const Change& change : changes) {
      for (const Record record : kRecords) {
        effect = std::max(effect, household.EffectOf(change, record));
      }
    }
    return effect;
  };
  const auto recorded = DecideRecord(household, Sensitivity(), WithoutGifts({Make(kNoon)}), kNoon);
  EXPECT_EQ(of(recorded->changes), Effect::kAppended);
  household.Apply(recorded->changes);
  const auto labelled =
      DecideLabel(household, Sensitivity(), kAnna, kNoon, All, {Label::kPrivate, {}});
  EXPECT_EQ(of(labelled->changes), Effect::kRewritten) << "what was open is sealed now";
  EXPECT_EQ(of(DecideErase(household, kAnna, kNoon, All).changes), Effect::kErased);
  EXPECT_EQ(of(DecideRemoveMember(household, kBen, false, kNoon)->changes), Effect::kErased);
  EXPECT_EQ(of(DecideEraseEverything(household, kNoon).changes), Effect::kEverything);
  Member locked = *household.Find(kBen);
  locked.locked = true;
  EXPECT_EQ(of(DecideChangeMember(household, locked)->changes), Effect::kRewritten);
  EXPECT_EQ(of(DecidePause(household, false).changes), Effect::kNone);
}

// ---- Whoever uses the core from C++ cannot break the promise

TEST(SensitiveEvents, AreSealedByTheDecisionItself) {
  EditedHousehold household;
  TopicRules rules;
  rules.topic = {"home", "Home", Tier::kNever, false};
  rules.categories = {"Home & Garden"};
  household.Heed(*SensitiveList::FromRules({rules}));
  DescribedEvent of_nobody = Make(kNoon + 1);
  of_nobody.event.owner = kNobody;
  ASSERT_TRUE(household.Add(Named("Ben")).ok());
  EXPECT_EQ(*household.Record({Make(kNoon), of_nobody}, kNoon + 1), 1u) << "nobody's is not kept";
  EXPECT_TRUE(household.open_log().events().empty());
  EXPECT_EQ(household.SealedOf(kFirstMember).secrets.events().size(), 1u);
}

}  // namespace
}  // namespace hearth
