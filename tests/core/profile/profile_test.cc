#include "profile/profile.h"

#include <gtest/gtest.h>

#include "base/fixed.h"
#include "catalog/small_shop.h"
#include "pack/writer/pack_writer.h"
#include "support/edited_household.h"

namespace hearth {
namespace {

constexpr Time kNow = 1'323'388'800'000;  // on the minute

class ProfileTest : public testing::Test {
 protected:
  ProfileTest() : catalog_(*Catalog::FromPack(SmallShopPack())) {}

  void Happen(EventType type, const std::string& sku, Time age, SessionId session = 1,
              uint16_t quantity = 1) {
    DescribedEvent event;
    event.event.type = type;
    event.event.time = kNow - age;
    event.event.session = session;
    event.event.quantity = quantity;
    event.description = {sku, "", "Home > Decor > Clocks", ""};
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }

  void SearchFor(const std::string& words, Time age, SessionId session = 1) {
    DescribedEvent event;
    event.event.type = EventType::kSearch;
    event.event.time = kNow - age;
    event.event.session = session;
    event.description = DescriptionOfSearch(words);
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }
  // How loudly the running visit asks for an item.
  int Sought(const Profile& profile, const char* sku) {
    const SoughtItem* sought = profile.searches.Find(catalog_.FindSku(sku));
    return sought == nullptr ? 0 : sought->strength;
  }

  // In a visit that nobody signed.
  void HappenUnsigned(EventType type, const std::string& sku, Time age) {
    DescribedEvent event;
    event.event.type = type;
    event.event.time = kNow - age;
    event.event.owner = kNobody;
    event.description = {sku, "", "Home > Decor > Clocks", ""};
    ASSERT_TRUE(household_.Record({event}, kNow).ok());
  }
  // As if every such visit were guessed to be the first member's.
  Profile FoldedWithGuesses() { return FoldedWithGuesses(catalog_); }
  Profile FoldedWithGuesses(const Catalog& catalog) {
    const Visits visits = household_.VisitsAt(kNow);
    const std::vector<MemberId> likely(visits.open.visits.size(), kFirstMember);
    return Fold(household_.HistoryFor({kFirstMember, true}, kNow, visits, likely, Sensitivity()),
                catalog, kNow);
  }

  Profile Folded(Time now = kNow) {
    return Fold(household_.HistoryFor(kFirstMember, now), catalog_, now);
  }
  const OwnItem* Own(const Profile& profile, const char* sku) {
    return profile.Find(catalog_.FindSku(sku));
  }

  Catalog catalog_;
  EditedHousehold household_;
};

TEST_F(ProfileTest, IsEmptyForAnEmptyHistory) {
  const Profile profile = Folded();
  EXPECT_TRUE(profile.IsEmpty());
  EXPECT_FALSE(profile.taste.has_value());
  EXPECT_TRUE(profile.co_bought_all.empty());
}

TEST_F(ProfileTest, CountsTripsGapsAndUnits) {
  Happen(EventType::kBuy, "C1", 30 * kMsPerDay, 1, 2);
  Happen(EventType::kBuy, "M1", 20 * kMsPerDay, 2);
  Happen(EventType::kBuy, "C1", 10 * kMsPerDay, 3, 3);
  const Profile profile = Folded();
  EXPECT_EQ(profile.trips, 3u);
  EXPECT_EQ(profile.units, 6u);
  EXPECT_EQ(profile.mean_trip_size_q4, 16u);
  EXPECT_EQ(profile.repeat_ratio_q10, 1024u / 3);
  const OwnItem* clock = Own(profile, "C1");
  ASSERT_NE(clock, nullptr);
  EXPECT_EQ(clock->trips, 2u);
  EXPECT_EQ(clock->units, 5u);
  EXPECT_EQ(clock->last_trip, 0u);
  EXPECT_EQ(clock->first_trip, 2u);
  EXPECT_EQ(clock->last_gap_trips, 2u);
  EXPECT_EQ(clock->last_bought - clock->first_bought, 20 * kMsPerDay);
  EXPECT_EQ(clock->decayed_09_q16, 65536u + 65536 * 9 / 10 * 9 / 10);
  EXPECT_EQ(Own(profile, "M1")->last_trip, 1u);
}

TEST_F(ProfileTest, CountsAnItemOnceATrip) {
  Happen(EventType::kBuy, "C1", 2000, 1);
  Happen(EventType::kBuy, "C1", 1000, 1);
  EXPECT_EQ(Own(Folded(), "C1")->trips, 1u);
}

TEST_F(ProfileTest, ListsWhatEachTripHeld) {
  Happen(EventType::kBuy, "C1", 30 * kMsPerDay, 1);
  Happen(EventType::kBuy, "M1", 30 * kMsPerDay - 1, 1);
  Happen(EventType::kBuy, "C1", 30 * kMsPerDay - 2, 1);
  Happen(EventType::kBuy, "C2", 30 * kMsPerDay - 3, 1);
  Happen(EventType::kBuy, "C1", 10 * kMsPerDay, 2);
  Happen(EventType::kReturn, "C2", 9 * kMsPerDay, 3);
  std::vector<std::pair<uint32_t, std::string>> held;
  for (const TripItem& at : Folded().trip_items) held.emplace_back(at.age, catalog_.Sku(at.item));
  std::sort(held.begin(), held.end());
  EXPECT_EQ(held, (std::vector<std::pair<uint32_t, std::string>>{{0, "C1"}, {1, "C1"}, {1, "M1"}}))
      << "an item once a trip, and not what was sent back";
}

TEST_F(ProfileTest, DropsAReturnedPurchase) {
  Happen(EventType::kBuy, "C1", 2 * kMsPerDay, 1, 2);
  Happen(EventType::kReturn, "C1", kMsPerDay, 2, 2);
  const Profile profile = Folded();
  EXPECT_EQ(Own(profile, "C1")->trips, 0u);
  EXPECT_EQ(Own(profile, "C1")->units, 0u);
  EXPECT_EQ(profile.category_share[catalog_.FindCategory("Home > Decor > Clocks")], 0);
}

TEST_F(ProfileTest, SharesInterestAmongCategoriesAndWhatHoldsThem) {
  Happen(EventType::kBuy, "C1", 0, 1);
  Happen(EventType::kView, "M1", 0, 1);
  const Profile profile = Folded();
  const auto share = [&](const char* path) {
    return profile.category_share[catalog_.FindCategory(path)];
  };
  // One buy says 4, one view 1, and 6 are kept back: 4/11 and 1/11 of 1024.
  EXPECT_EQ(share("Home > Decor > Clocks"), 1024 * 4 / 11);
  EXPECT_EQ(share("Home"), share("Home > Decor > Clocks"));
  EXPECT_EQ(share("Kitchen > Mugs"), 1024 / 11);
}

TEST_F(ProfileTest, LeansTowardsTheEmbeddingOfWhatWasBought) {
  Happen(EventType::kBuy, "C1", 0);
  const Profile profile = Folded();
  ASSERT_TRUE(profile.taste.has_value());
  const auto own = catalog_.Embedding(catalog_.FindSku("C1"));
  EXPECT_TRUE(std::equal(own.begin(), own.end(), profile.taste->begin()));
}

TEST_F(ProfileTest, LearnsACategoryFromAnItemTheShopNoLongerCarries) {
  Happen(EventType::kBuy, "GONE", 0);
  const Profile profile = Folded();
  EXPECT_TRUE(profile.items.empty());
  EXPECT_GT(profile.category_share[catalog_.FindCategory("Home > Decor > Clocks")], 0);
}

TEST_F(ProfileTest, CountsImpressionsUntilTheItemIsTaken) {
  for (int i = 1; i <= 3; ++i) Happen(EventType::kImpression, "C1", i * 1000);
  Happen(EventType::kImpression, "C1", 8 * kMsPerDay);
  EXPECT_EQ(Own(Folded(), "C1")->idle_impressions, 3u) << "a week is remembered";
  Happen(EventType::kView, "C1", 1500);
  EXPECT_EQ(Own(Folded(), "C1")->idle_impressions, 1u);
}

TEST_F(ProfileTest, FadesInterestWithTime) {
  Happen(EventType::kView, "C1", 0);
  const uint32_t fresh = Own(Folded(), "C1")->views_q16;
  EXPECT_EQ(fresh, 65536u);
  EXPECT_EQ(Own(Folded(kNow + 3 * kMsPerDay), "C1")->views_q16, 32768u);
}

TEST_F(ProfileTest, KeepsTheRunningVisitApart) {
  Happen(EventType::kView, "C1", 2 * kMsPerDay, 1);
  EXPECT_TRUE(Folded().co_bought_session.empty()) << "that visit is over";
  Happen(EventType::kView, "M1", kMsPerMinute, 2);
  const Profile profile = Folded();
  const ItemIndex mug = catalog_.FindSku("M1");
  ASSERT_EQ(profile.co_bought_session.size(), catalog_.NeighbourCount(mug));
  for (const NeighbourScore& score : profile.co_bought_session) EXPECT_EQ(score.cause, mug);
}

TEST_F(ProfileTest, TellsVisitsApartByGapsWhereTheHostNamedNone) {
  Happen(EventType::kBuy, "C1", 100 * kMsPerMinute, kNoSession);
  Happen(EventType::kBuy, "C2", 71 * kMsPerMinute, kNoSession);
  Happen(EventType::kBuy, "C3", 41 * kMsPerMinute, kNoSession);
  const Profile profile = Folded();
  EXPECT_EQ(profile.trips, 2u) << "29 minutes belong together, 30 do not";
  EXPECT_EQ(Own(profile, "C1")->last_trip, 1u);
  EXPECT_EQ(Own(profile, "C2")->last_trip, 1u);
  EXPECT_EQ(Own(profile, "C3")->last_trip, 0u);
}

TEST_F(ProfileTest, CountsAnItemOnceATripHoweverVisitsAreStrewn) {
  Happen(EventType::kBuy, "C1", 3000, 1);
  Happen(EventType::kBuy, "C1", 2000, 2);
  Happen(EventType::kBuy, "C1", 1000, 1);
  const Profile profile = Folded();
  EXPECT_EQ(profile.trips, 2u);
  EXPECT_EQ(Own(profile, "C1")->trips, 2u);
  EXPECT_EQ(Own(profile, "C1")->first_trip, 1u);
  EXPECT_EQ(Own(profile, "C1")->last_trip, 0u);
  EXPECT_EQ(Own(profile, "C1")->last_gap_trips, 1u);
}

TEST_F(ProfileTest, IsTheSameAllThroughAMinute) {
  Happen(EventType::kView, "C1", 5 * kMsPerMinute);
  EXPECT_EQ(EndOfMinute(kNow - 59'999), kNow);
  const Profile a = Folded(EndOfMinute(kNow - 59'999)), b = Folded(EndOfMinute(kNow));
  EXPECT_EQ(a.category_share, b.category_share);
  EXPECT_EQ(Own(a, "C1")->views_q16, Own(b, "C1")->views_q16);
}

TEST_F(ProfileTest, ListsTheNeighboursOfTheLastTripAlone) {
  Happen(EventType::kBuy, "C1", 40 * kMsPerDay, 1);
  Happen(EventType::kBuy, "M1", 10 * kMsPerDay, 2);
  const Profile profile = Folded();
  const ItemIndex mug = catalog_.FindSku("M1");
  ASSERT_EQ(profile.co_bought_last_trip.size(), catalog_.NeighbourCount(mug));
  for (const NeighbourScore& score : profile.co_bought_last_trip) EXPECT_EQ(score.cause, mug);
}

TEST_F(ProfileTest, LetsAGuessedVisitSpeakForItsOwnItemsAlone) {
  Happen(EventType::kBuy, "C1", 40 * kMsPerDay, 1);
  const Profile before = Folded();
  Member ben;
  ben.name = "Ben";
  ASSERT_TRUE(household_.Add(ben).ok());
  for (const int day : {20, 10}) HappenUnsigned(EventType::kBuy, "M1", day * kMsPerDay);
  const Profile profile = FoldedWithGuesses();
  EXPECT_EQ(Own(profile, "M1")->trips, 2u);
  EXPECT_EQ(profile.category_share, before.category_share);
  EXPECT_EQ(profile.brand_share, before.brand_share);
  EXPECT_EQ(profile.price_band_share, before.price_band_share);
  EXPECT_EQ(profile.taste, before.taste);
  EXPECT_EQ(profile.co_bought_all.size(), before.co_bought_all.size());
  EXPECT_TRUE(profile.co_bought_last_trip.empty()) << "the last trip is a guessed one";
  EXPECT_EQ(profile.sure_trips, before.sure_trips);
  EXPECT_EQ(profile.mean_trip_size_q4, before.mean_trip_size_q4);
  EXPECT_EQ(profile.repeat_ratio_q10, before.repeat_ratio_q10);
  EXPECT_EQ(profile.last_trip, before.last_trip);
  EXPECT_TRUE(Own(profile, "M1")->guessed);
  EXPECT_FALSE(Own(profile, "C1")->guessed);
}

TEST_F(ProfileTest, TakesNoSizeFromAGuessedVisit) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const char* sku : {"SHIRT-S", "SHIRT-M"}) {
    FeedItem item = MakeItem(sku, "Shirt", 2000, "Clothing");
    item.group = "SHIRT";
    ASSERT_TRUE(builder.Add(item).ok());
  }
  const Catalog sizes = *Catalog::FromPack(*EncodePack(**builder.Build()));
  const ItemIndex shirt = sizes.FindSku("SHIRT");
  Happen(EventType::kBuy, "SHIRT-S", 40 * kMsPerDay);
  Member ben;
  ben.name = "Ben";
  ASSERT_TRUE(household_.Add(ben).ok());
  for (const int day : {20, 10}) HappenUnsigned(EventType::kBuy, "SHIRT-M", day * kMsPerDay);
  const Profile profile = FoldedWithGuesses(sizes);
  ASSERT_NE(profile.Find(shirt), nullptr);
  EXPECT_EQ(profile.Find(shirt)->trips, 3u);
  EXPECT_EQ(profile.Find(shirt)->variant, 0u) << "the one that was surely bought, though before";
}

TEST_F(ProfileTest, LeavesAGuessedViewOutOfTheTrail) {
  for (const int day : {40, 30}) Happen(EventType::kBuy, "M1", day * kMsPerDay, 1 + day);
  const Profile before = Folded();
  HappenUnsigned(EventType::kView, "M1", 5 * kMsPerMinute);
  const Profile profile = FoldedWithGuesses();
  EXPECT_TRUE(before.co_bought_session.empty());
  EXPECT_TRUE(profile.co_bought_session.empty());
  EXPECT_EQ(profile.trail.views, 0u);
}

TEST_F(ProfileTest, FindsWhatTheRunningVisitSearchedFor) {
  SearchFor("CLOCK", kMsPerMinute);
  const Profile profile = Folded();
  EXPECT_EQ(Sought(profile, "C1"), 256) << "half of the shop: one doubling of four";
  EXPECT_EQ(Sought(profile, "C2"), 256);
  EXPECT_EQ(Sought(profile, "M1"), 0);
  EXPECT_TRUE(profile.items.empty()) << "a search is about no item";
  EXPECT_EQ(Sought(Folded(kNow + 30 * kMsPerMinute), "C1"), 0) << "that visit is over";
}

TEST_F(ProfileTest, HearsWhatFindsMuchLess) {
  SearchFor("mug", kMsPerMinute);
  EXPECT_EQ(Sought(Folded(), "M1"), Log2Q8(6));
  SearchFor("c", 0, 2);  // clocks and candles
  EXPECT_EQ(Sought(Folded(), "L2"), Log2Q8(6) - Log2Q8(5));
}

TEST_F(ProfileTest, HearsTheLaterSearchMore) {
  SearchFor("wall clock", 3 * kMsPerMinute);
  SearchFor("mug", kMsPerMinute);
  const int whole = Log2Q8(6);
  Profile profile = Folded();
  EXPECT_EQ(Sought(profile, "M1"), whole);
  EXPECT_EQ(Sought(profile, "C2"), whole * 7 / 10);
  ASSERT_EQ(profile.searches.events.size(), 2u);
  SearchFor("wall clock", 0);
  profile = Folded();
  EXPECT_EQ(Sought(profile, "C2"), whole) << "again is anew";
  EXPECT_EQ(Sought(profile, "M1"), whole * 7 / 10);
  EXPECT_EQ(profile.searches.events.size(), 2u);
}

TEST_F(ProfileTest, HearsASearchInOtherCapitalsAsTheSame) {
  SearchFor("Mug", 3 * kMsPerMinute);
  SearchFor("M\u00DCG", 2 * kMsPerMinute);
  SearchFor("mug", kMsPerMinute);
  EXPECT_EQ(Folded().searches.events.size(), 1u);
}

TEST_F(ProfileTest, WeighsASearchLessWithEveryViewElsewhere) {
  SearchFor("clock", 20 * kMsPerMinute);
  for (const Time age : {6, 5, 4}) Happen(EventType::kView, "C1", age * kMsPerMinute);
  EXPECT_EQ(Sought(Folded(), "C2"), 256) << "that is what it found";
  Happen(EventType::kView, "M1", 3 * kMsPerMinute);
  Happen(EventType::kView, "M1", 2 * kMsPerMinute);
  EXPECT_EQ(Sought(Folded(), "C2"), 256 * 7 / 10);
  Happen(EventType::kView, "L1", kMsPerMinute);
  EXPECT_EQ(Sought(Folded(), "C2"), 256 * 7 / 10 * 7 / 10);
}

TEST_F(ProfileTest, HearsTheNewestSearchesOnly) {
  const char* const words[] = {"alarm", "wall", "kitchen", "scented", "caf", "mug"};
  for (int i = 0; i < 6; ++i) SearchFor(words[i], (6 - i) * kMsPerMinute);
  const Profile profile = Folded();
  EXPECT_EQ(profile.searches.events.size(), kMaxSearches);
  EXPECT_EQ(Sought(profile, "C1"), 0);
  EXPECT_GT(Sought(profile, "C2"), 0);
  for (size_t i = 1; i < profile.searches.items.size(); ++i) {
    EXPECT_LT(profile.searches.items[i - 1].item, profile.searches.items[i].item);
  }
}

TEST_F(ProfileTest, FindsTheSameWithWhatWasFoundBefore) {
  Findings known;
  const auto folded = [&](Findings* findings) {
    return Fold(household_.HistoryFor(kFirstMember, kNow), catalog_, kNow, findings);
  };
  for (const char* words : {"clock", "nothing like it", "candle", "clock"}) {
    SearchFor(words, 10 * kMsPerMinute - static_cast<Time>(known.size()) * 1000);
    const Searches with = folded(&known).searches, without = folded(nullptr).searches;
    EXPECT_EQ(with.events, without.events);
    ASSERT_EQ(with.items.size(), without.items.size());
    for (size_t i = 0; i < with.items.size(); ++i) {
      EXPECT_EQ(with.items[i].item, without.items[i].item);
      EXPECT_EQ(with.items[i].strength, without.items[i].strength);
      EXPECT_EQ(with.items[i].search, without.items[i].search);
    }
    EXPECT_EQ(known.size(), with.events.size());
  }
  ASSERT_EQ(known.size(), 3u);
  household_.EraseEverything(kNow);
  folded(&known);
  EXPECT_TRUE(known.empty()) << "words are not remembered longer than what they are of";
}

TEST_F(ProfileTest, LetsNoSearchSpeakThatIsGuessedOrOfAnother) {
  for (const int day : {40, 30}) Happen(EventType::kBuy, "M1", day * kMsPerDay, 1 + day);
  Member ben;
  ben.name = "Ben";
  ASSERT_TRUE(household_.Add(ben).ok());
  for (const MemberId owner : {kNobody, MemberId{1}}) {
    DescribedEvent search;
    search.event.type = EventType::kSearch;
    search.event.time = kNow - 5 * kMsPerMinute;
    search.event.owner = owner;
    search.description = DescriptionOfSearch("clock");
    ASSERT_TRUE(household_.Record({search}, kNow).ok());
  }
  const Visits visits = household_.VisitsAt(kNow);
  const std::vector<MemberId> likely(visits.open.visits.size(), kFirstMember);
  const auto seen_by = [&](const Viewer& viewer) {
    return Fold(household_.HistoryFor(viewer, kNow, visits, likely, Sensitivity()), catalog_, kNow);
  };
  EXPECT_TRUE(seen_by({kFirstMember, true}).searches.events.empty()) << "a guess";
  EXPECT_EQ(seen_by({MemberId{1}, true}).searches.events.size(), 1u) << "Ben's own";
  EXPECT_EQ(seen_by({kNobody, false}).searches.events.size(), 1u) << "the running visit's";
}

TEST_F(ProfileTest, HeedsDislikesInTasteByEmbeddingsAlone) {
  std::unique_ptr<OwnedColumns> columns = SmallShopColumns();
  columns->taste_vector = columns->embedding;
  catalog_ = *Catalog::FromPack(*EncodePack(*columns));
  Happen(EventType::kLike, "C1", 2 * kMsPerDay);
  Happen(EventType::kDismiss, "M1", kMsPerDay);
  const Profile profile = Folded();
  const auto clock = catalog_.Embedding(catalog_.FindSku("C1"));
  const auto mug = catalog_.Embedding(catalog_.FindSku("M1"));
  ASSERT_TRUE(profile.taste && profile.taste_vector);
  const auto along = [](const std::array<int8_t, kEmbeddingDims>& taste, const auto& row) {
    int sum = 0;
    for (size_t d = 0; d < kEmbeddingDims; ++d) sum += taste[d] * row[d];
    return sum;
  };
  EXPECT_GT(along(*profile.taste, clock), 0);
  EXPECT_LT(along(*profile.taste, mug), 0);
  EXPECT_GT(along(*profile.taste_vector, clock), 0);
  EXPECT_EQ(along(*profile.taste_vector, mug), 0);
}

TEST_F(ProfileTest, SumsNeighboursAndNamesTheStrongestCause) {
  const ItemIndex c1 = catalog_.FindSku("C1"), m1 = catalog_.FindSku("M1");
  const std::vector<WeightedItem> causes = {{c1, 65536}, {m1, 32768}};
  const auto scores = SumNeighbours(catalog_, causes);
  for (const NeighbourScore& score : scores) {
    int32_t expected = 0, strongest = -1;
    ItemIndex cause = kNoItem;
    for (const WeightedItem& from : causes) {
      for (size_t rank = 0; rank < catalog_.NeighbourCount(from.item); ++rank) {
        const Neighbour neighbour = catalog_.NeighbourAt(from.item, rank);
        if (neighbour.item != score.item) continue;
        const auto claim = static_cast<int32_t>(uint64_t{from.weight} * neighbour.weight >> 22);
        expected += claim;
        if (claim > strongest) strongest = claim, cause = from.item;
      }
    }
    EXPECT_EQ(score.score, expected);
    EXPECT_EQ(score.cause, cause);
  }
  EXPECT_FALSE(scores.empty());
}

TEST(UnitVector, HasLengthOneHundredAndTwentySevenWhateverTheScale) {
  for (int64_t scale : {int64_t{1}, int64_t{1} << 20, int64_t{1} << 55}) {
    std::array<int64_t, kEmbeddingDims> sum{};
    sum[0] = 3 * scale;
    sum[5] = -4 * scale;
    const auto unit = UnitVector(sum);
    ASSERT_TRUE(unit.has_value());
    EXPECT_EQ((*unit)[0], 76);
    EXPECT_EQ((*unit)[5], -102);
  }
  EXPECT_FALSE(UnitVector({}).has_value());
}

}  // namespace
}  // namespace hearth
