// What is known as of a moment, and that nothing later is.
#include "eval/as_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/random.h"
#include "eval/basket_completion.h"
#include "eval/next_basket_json.h"
#include "eval/next_basket_peers.h"
#include "eval/peer_search.h"
#include "pack/training/tree_fitting.h"

namespace hearth {
namespace {

using Days = std::vector<int32_t>;
using Items = std::vector<CaseItem>;

constexpr int32_t kJanuary = 14975;  // 2011-01-01

struct Trip {
  int32_t day;
  std::vector<int64_t> items;
};
using Shopper = std::vector<Trip>;

// As an export writes them: the last trip is the next basket.
BasketCases Cases(const std::vector<Shopper>& shoppers) {
  std::string text;
  for (size_t s = 0; s < shoppers.size(); ++s) {
    if (shoppers[s].empty()) continue;
    std::string history, dates, truth, when;
    for (const Trip& trip : shoppers[s]) {
      std::string items;
      for (int64_t item : trip.items) items += (items.empty() ? "" : ",") + std::to_string(item);
      items = "[" + items + "]";
      const std::string date = "\"" + DateOf(trip.day) + "\"";
      if (&trip == &shoppers[s].back()) {
        truth = items;
        when = date;
        continue;
      }
      history += (history.empty() ? "" : ",") + items;
      dates += (dates.empty() ? "" : ",") + date;
    }
    text += "{\"user\":\"" + std::to_string(s) + "\",\"history\":[" + history + "],\"dates\":[" +
            dates + "],\"truth\":" + truth + ",\"when\":" + when + "}\n";
  }
  Result<BasketCases> data = ReadBasketCases(text, "c.jsonl");
  EXPECT_TRUE(data.ok()) << data.error().message;
  return *std::move(data);
}

Cut CutOf(const std::vector<Shopper>& shoppers, int32_t day, const AsOfOptions& as_of = {}) {
  const BasketCases data = Cases(shoppers);
  return CutAt(data, AllCases(data), AllCases(data), day, as_of, {});
}

std::string ErrorOf(const BasketCases& data, const AsOfOptions& options) {
  const Result<Days> days = CutDays(data, options);
  if (days.ok()) return "";
  EXPECT_EQ(days.error().code, ErrorCode::kInvalidArgument);
  return days.error().message;
}

TEST(DateOf, WritesTheCalendar) {
  EXPECT_EQ(DateOf(kJanuary), "2011-01-01");
  EXPECT_EQ(DateOf(kJanuary - 1), "2010-12-31");
  EXPECT_EQ(DateOf(11016), "2000-02-29");
  EXPECT_EQ(DateOf(15400), "2012-03-01");
}

TEST(CutDays, RollByMonthAndByWeekWithinWhatTheTripsAllow) {
  const BasketCases data = Cases({{{kJanuary, {1}}, {kJanuary + 200, {1}}}});
  const auto days = [&](const AsOfOptions& options) {
    std::vector<std::string> dates;
    const Result<Days> cuts = CutDays(data, options);
    EXPECT_TRUE(cuts.ok());
    for (int32_t day : *cuts) dates.push_back(DateOf(day));
    return dates;
  };
  using Dates = std::vector<std::string>;
  // The first trip is of the 1st of January, the last of the 20th of July: 90 days later it is the
  // 1st of April.
  EXPECT_EQ(days({.when = "monthly"}),
            (Dates{"2011-04-01", "2011-05-01", "2011-06-01", "2011-07-01"}));
  EXPECT_EQ(days({.when = "monthly", .first = "2011-01-01", .last = "2011-03-01"}),
            (Dates{"2011-02-01", "2011-03-01"}))
      << "nothing lies before the 1st of January";
  EXPECT_EQ(days({.when = "monthly", .first = "2011-06-02", .last = "2012-03-01"}),
            (Dates{"2011-07-01"}));
  EXPECT_EQ(days({.when = "weekly", .last = "2011-04-18"}),
            (Dates{"2011-04-04", "2011-04-11", "2011-04-18"}))
      << "Mondays";
  EXPECT_EQ(days({.when = "weekly", .first = "2011-07-06"}),
            (Dates{"2011-07-06", "2011-07-13", "2011-07-20"}));
  EXPECT_EQ(days({.when = "2011-07-20,2011-01-02,2011-07-20"}),
            (Dates{"2011-01-02", "2011-07-20"}));
}

TEST(CutDays, SayWhatTheyExpected) {
  const BasketCases data = Cases({{{kJanuary, {1}}, {kJanuary + 30, {1}}}});
  const std::string outside =
      "--as-of: expected a date with trips before it and after it, from 2011-01-02 to 2011-01-31";
  EXPECT_EQ(ErrorOf(data, {.when = "2011-01-01"}), outside);
  EXPECT_EQ(ErrorOf(data, {.when = "2011-01-10,2011-02-01"}), outside);
  EXPECT_EQ(ErrorOf(data, {.when = "2011-1-1"}),
            "--as-of: expected monthly, weekly or dates such as 2011-04-01, not \"2011-1-1\"");
  EXPECT_EQ(ErrorOf(data, {.when = "daily"}),
            "--as-of: expected monthly, weekly or dates such as 2011-04-01, not \"daily\"");
  EXPECT_NE(ErrorOf(data, {.when = "2011-01-10,"}), "");
  EXPECT_EQ(ErrorOf(data, {.when = "weekly", .first = "soon"}),
            "--first: expected a date such as 2011-04-01, not \"soon\"");
  EXPECT_EQ(ErrorOf(data, {.when = "weekly", .last = "2011-02-30"}),
            "--last: expected a date such as 2011-04-01, not \"2011-02-30\"");
  EXPECT_EQ(ErrorOf(data, {.when = "monthly"}),
            "--as-of monthly: expected 2011-01-01 to 2011-01-31, the days of the trips, to hold "
            "such a day");
  EXPECT_EQ(ErrorOf(data, {.when = "2011-01-10", .first = "2011-01-01"}),
            "--first, --last: expected --as-of monthly or weekly with them");
  BasketCases undated = data;
  undated.cases[0].days.clear();
  EXPECT_EQ(ErrorOf(undated, {.when = "monthly"}), "--as-of: expected cases with dates");
}

TEST(CutAt, TestsTheFirstTripFromThenOnWithinTheHorizon) {
  const int32_t t = kJanuary + 100;
  const std::vector<Shopper> shoppers = {
      {{t - 9, {10, 20}}, {t - 1, {10}}, {t, {20, 99}}, {t + 3, {10}}},  // 0: on the day itself
      {{t - 5, {30}}, {t + 29, {30}}, {t + 40, {30}}},                   // 1: on the last one
      {{t - 5, {30}}, {t + 30, {30}}},                                   // 2: a day too late
      {{t, {10}}, {t + 1, {10}}},                                        // 3: new
      {{t - 5, {10}}, {t - 4, {20}}}};                                   // 4: never again
  const Cut cut = CutOf(shoppers, t);
  EXPECT_EQ(cut.data.items, (std::vector<int64_t>{10, 20, 30})) << "99 comes later";
  std::vector<std::string> learned, tested;
  for (size_t c : cut.learn_from) learned.push_back(cut.data.cases[c].user);
  for (size_t c : cut.tested) tested.push_back(cut.data.cases[c].user);
  EXPECT_EQ(learned, (std::vector<std::string>{"0", "1", "2", "4"}));
  EXPECT_EQ(tested, (std::vector<std::string>{"0", "1"}));
  const BasketCase& first = cut.data.cases[cut.tested[0]];
  EXPECT_EQ(first.history, (std::vector<Items>{{0, 1}, {0}}));
  EXPECT_EQ(first.days, (Days{t - 9, t - 1, t}));
  EXPECT_EQ(first.truth, (Items{1}));
  EXPECT_EQ(first.beyond, 1u);
  const std::vector<size_t> one = {cut.tested[0]};
  EXPECT_DOUBLE_EQ(ScoreBaskets(cut.data, one, {{1}})[0].recall, 0.5) << "99 is missed";
  for (size_t c : cut.learn_from) EXPECT_TRUE(cut.data.cases[c].truth.empty());
  EXPECT_EQ(CutOf(shoppers, t, {.within = 29}).tested.size(), 1u);
  EXPECT_EQ(CutOf(shoppers, t, {.within = 31}).tested.size(), 3u);
}

TEST(CutAt, CountsUpToThePacksAgeAndKnowsOwnTripsSince) {
  const int32_t t = kJanuary + 100;
  const std::vector<Shopper> shoppers = {{{t - 30, {10}}, {t - 10, {20}}, {t, {10}}},
                                         {{t - 10, {20}}, {t + 1, {20}}}};
  const Cut cut = CutOf(shoppers, t, {.pack_age = 10});
  ASSERT_EQ(cut.learn_from.size(), 1u) << "the other has no trip of before";
  EXPECT_EQ(cut.data.cases[cut.learn_from[0]].history, (std::vector<Items>{{0}}));
  ASSERT_EQ(cut.tested.size(), 2u);
  EXPECT_EQ(cut.data.cases[cut.tested[0]].history, (std::vector<Items>{{0}, {1}}));
  EXPECT_EQ(CutOf(shoppers, t, {.pack_age = 9}).learn_from.size(), 2u);
}

TEST(CutAt, TestsATestersTripsAndLearnsFromLearners) {
  const BasketCases data =
      Cases({{{kJanuary, {1}}, {kJanuary + 9, {1}}}, {{kJanuary, {2}}, {kJanuary + 9, {2}}}});
  const std::vector<size_t> learner = {0}, tester = {1};
  const Cut cut = CutAt(data, learner, tester, kJanuary + 5, {}, {});
  ASSERT_EQ(cut.data.cases.size(), 2u);
  EXPECT_EQ(cut.data.cases[cut.learn_from[0]].user, "0");
  EXPECT_EQ(cut.data.cases[cut.tested[0]].user, "1");
}

TEST(LastTripsHidden, ReadsNoNextBasket) {
  BasketCases data = Cases({{{kJanuary, {1}}, {kJanuary + 1, {2}}, {kJanuary + 2, {9}}},
                            {{kJanuary, {1}}, {kJanuary + 1, {9}}}});
  std::vector<size_t> tested;
  const BasketCases hidden = LastTripsHidden(data, AllCases(data), 10, 1, &tested);
  EXPECT_EQ(tested, (std::vector<size_t>{0})) << "the other has but one basket";
  EXPECT_EQ(hidden.cases[0].history, (std::vector<Items>{{0}}));
  EXPECT_EQ(hidden.cases[0].truth, (Items{1}));
  EXPECT_EQ(hidden.cases[0].days.size(), 2u);
  for (BasketCase& one : data.cases) one.truth = {0};
  EXPECT_EQ(LastTripsHidden(data, AllCases(data), 10, 1, &tested).cases[0].truth, (Items{1}));
  LastTripsHidden(data, AllCases(data), 0, 1, &tested);
  EXPECT_TRUE(tested.empty());
}

// ---- Nothing later is in any number

constexpr int32_t kCut = kJanuary + 200;
constexpr int64_t kTellTale = 777;        // an item that appears at the cut and after it alone
constexpr int64_t kOne = 3, kOther = 57;  // bought together at the cut and after it alone

// 300 shoppers with a trip every twelve days or so; every trip from the cut on holds the tell-tale
// item and the pair.
std::vector<Shopper> TellTaleShop() {
  Random random(4);
  std::vector<Shopper> shoppers(300);
  for (size_t s = 0; s < shoppers.size(); ++s) {
    const auto taste = static_cast<int64_t>(s % 5);
    for (int32_t day = kJanuary + static_cast<int32_t>(random.Below(20)); day < kCut + 60;
         day += 1 + static_cast<int32_t>(random.Below(24))) {
      // Everybody is there on the day of the cut, and some on the day before it.
      const int32_t next = shoppers[s].empty() ? day : shoppers[s].back().day;
      if (next < kCut && day > kCut) shoppers[s].push_back({kCut, {kOne, kOther, kTellTale}});
      Trip trip{day, {}};
      for (int i = 0; i < 4; ++i) {
        trip.items.push_back(10 * taste + static_cast<int64_t>(random.Below(12)));
      }
      if (day < kCut) {
        std::erase(trip.items, s % 2 == 0 ? kOne : kOther);
        trip.items.push_back(s % 2 == 0 ? kOther : kOne);
      } else {
        trip.items.insert(trip.items.end(), {kOne, kOther, kTellTale});
      }
      shoppers[s].push_back(trip);
    }
  }
  return shoppers;
}

std::vector<Shopper> Truncated(std::vector<Shopper> shoppers, int32_t day) {
  for (Shopper& trips : shoppers) {
    std::erase_if(trips, [day](const Trip& trip) { return trip.day >= day; });
  }
  return shoppers;
}

std::vector<uint8_t> PackOf(const Cut& cut, bool train = false) {
  NextBasketOptions options;
  options.k = 5;
  options.train = train && CanFitTrees();
  Result<std::vector<uint8_t>> pack = MakeCasesPack(cut.data, cut.learn_from, options, {});
  EXPECT_TRUE(pack.ok()) << pack.error().message;
  return *std::move(pack);
}

// Cases to ask peers about, whose histories end at the cut: the learners' own.
BasketCases AskedOf(const Cut& cut) {
  BasketCases data;
  data.items = cut.data.items;
  for (size_t c : cut.learn_from) data.cases.push_back(cut.data.cases[c]);
  return data;
}

std::vector<Predictions> PeersOf(const Cut& cut) {
  const BasketCases data = AskedOf(cut);
  std::vector<size_t> chosen_on;
  const BasketCases hidden = LastTripsHidden(data, AllCases(data), 20, 1, &chosen_on);
  const PeerParameters with = ChooseParameters(hidden, chosen_on, false, {});
  const WithOwn with_own = ChooseWithOwn(hidden, chosen_on);
  const std::vector<size_t> all = AllCases(data);
  const Peers peers(data, all, {.neighbours = all}, {});
  std::vector<OpenBasket> baskets;
  for (size_t c : all) baskets.push_back({c, 0, {1, 2}});
  const BasketPeers completing(data, all);
  return {peers.Popular(all),
          peers.FrequencyThenPopular(all),
          peers.Up(all, with.up),
          peers.Tifu(all, with.tifu),
          peers.Decayed(all, with.decay),
          completing.Popular(baskets),
          completing.ByBasket(baskets),
          completing.ByCustomer(baskets),
          completing.ByBasketWithOwn(data, baskets, with_own)};
}

TEST(AsOf, NoCountNoTreeAndNoPeerSeesALineOfTheCutOrLater) {
  const std::vector<Shopper> shoppers = TellTaleShop();
  const Cut whole = CutOf(shoppers, kCut);
  const Cut truncated = CutOf(Truncated(shoppers, kCut), kCut);
  ASSERT_GT(whole.tested.size(), 250u);
  ASSERT_TRUE(truncated.tested.empty());
  EXPECT_FALSE(std::ranges::binary_search(whole.data.items, kTellTale));
  EXPECT_EQ(whole.data.items, truncated.data.items);
  ASSERT_EQ(whole.learn_from, truncated.learn_from);
  EXPECT_EQ(PackOf(whole, true), PackOf(truncated, true));
  EXPECT_EQ(PeersOf(whole), PeersOf(truncated));
  // Those tested stand beside the learners, and no peer looks at them.
  const Peers peers(whole.data, whole.learn_from, {.neighbours = whole.learn_from}, {});
  BasketCases other = whole.data;
  for (size_t c : whole.tested) other.cases[c].truth = {0};
  for (size_t t = 1; t < whole.tested.size(); ++t) other.cases[whole.tested[t]].history = {{0}};
  const Peers others(other, whole.learn_from, {.neighbours = whole.learn_from}, {});
  const std::vector<size_t> asked = {whole.tested[0]};
  EXPECT_EQ(peers.Tifu(asked, {}), others.Tifu(asked, {}));
  EXPECT_EQ(peers.Up(asked, {}), others.Up(asked, {}));
  EXPECT_EQ(peers.Decayed(asked, {}), others.Decayed(asked, {}));
  // The test can fail: a day later, the tell-tale item is in the pack.
  const Cut later = CutOf(shoppers, kCut + 1);
  EXPECT_TRUE(std::ranges::binary_search(later.data.items, kTellTale));
  EXPECT_NE(PackOf(later), PackOf(whole));
}

TEST(AsOf, AnAgedPackCountsNothingOfItsLastDays) {
  const std::vector<Shopper> shoppers = TellTaleShop();
  // Items stay those of the cut: what lies between is sold once more, in other company.
  std::vector<Shopper> other = shoppers;
  for (Shopper& trips : other) {
    for (Trip& trip : trips) {
      if (trip.day >= kCut - 30 && trip.day < kCut) trip.items.push_back(0);
    }
  }
  const AsOfOptions aged = {.pack_age = 30};
  EXPECT_EQ(PackOf(CutOf(shoppers, kCut, aged)), PackOf(CutOf(other, kCut, aged)));
  EXPECT_NE(PackOf(CutOf(shoppers, kCut, {.pack_age = 29})),
            PackOf(CutOf(other, kCut, {.pack_age = 29})));
}

TEST(Folds, NobodysNextBasketIsCounted) {
  BasketCases data = Cases(TellTaleShop());
  NextBasketOptions options;
  options.k = 5;
  const Result<std::vector<uint8_t>> before = MakeCasesPack(data, AllCases(data), options, {});
  const OpenBasket basket{0, 0, {1, 2}};
  const std::vector<OpenBasket> baskets = {basket};
  const Predictions completed = BasketPeers(data, AllCases(data)).ByBasket(baskets);
  for (BasketCase& one : data.cases) one.truth = {0, 5};
  const Result<std::vector<uint8_t>> after = MakeCasesPack(data, AllCases(data), options, {});
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(*before, *after);
  EXPECT_EQ(BasketPeers(data, AllCases(data)).ByBasket(baskets), completed);
}

}  // namespace
}  // namespace hearth
