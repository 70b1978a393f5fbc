// Next baskets: data sets of shoppers whose next trip is known, split into folds of customers.
//
// For each fold a pack is counted from the histories of the customers to learn from alone, as
// `hearth pack` counts it, and from nobody's next basket: those lie in the time that is foretold;
// folds as of a moment are cut by as_of.h. Each tested shopper's next basket is the hidden trip
// of next_trip.h, and the engine orders the whole catalog. The tested shoppers stand in no public
// number. Figures are means over tested shoppers.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "engine/engine.h"
#include "eval/next_trip.h"
#include "pack/counts/statistics.h"

namespace hearth {

// A number in BasketCases::items.
using CaseItem = RankedItem;

// One prediction problem.
struct BasketCase {
  std::string user;
  std::vector<std::vector<CaseItem>> history;  // oldest first; each item once a basket
  std::vector<CaseItem> truth;                 // the next basket; not empty
  std::vector<int32_t> days;        // since 1970, of each basket and of the next; empty: no dates
  std::vector<CaseItem> seen = {};  // of the next basket, no longer to be predicted (RevealSome)
  bool viewed = false;              // the shopper just viewed `seen`
  size_t beyond = 0;  // items of the next basket besides, which BasketCases::items lacks
};

struct BasketCases {
  std::vector<int64_t> items;  // what the data set calls them, ascending
  std::vector<BasketCase> cases;
};

// Numbers in BasketCases::cases.
struct CaseFold {
  std::vector<size_t> train, validation, test;
};

struct NextBasketOptions {
  uint32_t k = kDefaultK;
  // Where the data have no dates, trips lie this many days apart, and everybody's next one is
  // today: at 30, as far as `recent` reaches, what sold recently is what sold in everybody's last
  // trip.
  int32_t days_apart = 30;
  Surface surface = Surface::kListing;  // kListing: the whole catalog
  bool train = false;                   // fit the ranker's trees to those the pack is counted from
  bool counts = true;  // false: as a shop without order lines, whose pack has no public number
  // Cases whose users have the same beginning, up to this character, are of one customer: later
  // cases hold the earlier ones. 0: every case is a customer of its own.
  char customer_ends_at = 0;
};

// The customer that a case is of.
std::string_view CustomerOf(const BasketCase& one, const NextBasketOptions& options);

// The numbers of all cases; the customers of some, one for each.
std::vector<size_t> AllCases(const BasketCases& data);
std::vector<std::string> CustomersOf(const BasketCases& data, std::span<const size_t> cases,
                                     const NextBasketOptions& options);

// The fullest case of each customer among `cases`, in the order they come.
std::vector<size_t> LastCases(const BasketCases& data, std::span<const size_t> cases,
                              const NextBasketOptions& options);

// Takes every fifth customer to learn from, with all cases, to validate on.
void TakeValidation(const BasketCases& data, const NextBasketOptions& options, CaseFold* fold);

// Whom a fold learns from, and whom it is tested on.
struct MeasuredFold {
  size_t number;
  std::vector<size_t> learn_from;  // one case a customer
  std::vector<size_t> tested;
};

// Tested on `fold.test`, learning from all others; `on_validation`: tested on `fold.validation`,
// learning from `fold.train` alone. Where a fold has nobody to validate on, customers to learn from
// are taken (TakeValidation).
MeasuredFold Measured(const BasketCases& data, CaseFold fold, size_t number, bool on_validation,
                      const NextBasketOptions& options);

// The first case of each customer, in the order they come.
std::vector<size_t> FirstCases(const BasketCases& data, const NextBasketOptions& options);

// The cases as if the shopper had just viewed a random `count` items of the hidden basket, or
// (not `viewed`) had not; only the others are to be predicted. Of `tested`, leaves those with
// something left.
BasketCases RevealSome(const BasketCases& data, size_t count, bool viewed,
                       std::vector<size_t>* tested);

// The moments of the case's baskets, and of the next one.
std::vector<Time> TimesOf(const BasketCase& one, const NextBasketOptions& options);

// The same cases for the surface buy_again: of each next basket what had been bought before, and of
// `tested` those of whom something is left.
BasketCases OnlyRepeats(const BasketCases& data, std::vector<size_t>* tested);

// A pack of all items with the statistics of `learn_from` alone.
Result<std::vector<uint8_t>> MakeCasesPack(const BasketCases& data,
                                           std::span<const size_t> learn_from,
                                           const NextBasketOptions& options,
                                           const Progress& progress);

// An engine with a pack of MakeCasesPack, spoken to in the numbers of the cases.
class CaseShop {
 public:
  // Errors: internal, for a pack that is refused.
  static Result<CaseShop> Open(const BasketCases& data, std::vector<uint8_t> pack);

  // What came before the case's next basket, as events.
  HiddenTrip Hide(const BasketCase& one, const NextBasketOptions& options) const;
  std::vector<CaseItem> Rank(const RankRequest& request, Time now);

  Engine& engine() { return *engine_; }
  ItemIndex IndexOf(CaseItem item) const { return index_of_item_[item]; }
  // Every item of the catalog.
  std::vector<ItemIndex> Everything() const;

 private:
  CaseShop() = default;

  std::unique_ptr<Engine> engine_;
  std::vector<ItemIndex> index_of_item_;
  std::vector<CaseItem> item_of_index_;
};

// The first items for each of some cases, best first.
using Predictions = std::vector<std::vector<CaseItem>>;
inline constexpr size_t kPredicted = 20;

// What an engine with `pack` ranks for each of `tested`: `request`, and what `adapt` puts into it
// for tested[t].
using AdaptRequest = std::function<void(size_t t, const CaseShop& shop, RankRequest* request)>;
Result<Predictions> Predict(const BasketCases& data, std::span<const size_t> tested,
                            std::vector<uint8_t> pack, RankRequest request,
                            const AdaptRequest& adapt, const NextBasketOptions& options,
                            const Progress& progress);

Result<Predictions> PredictNextBaskets(const BasketCases& data, std::span<const size_t> tested,
                                       std::vector<uint8_t> pack, const NextBasketOptions& options,
                                       const Progress& progress);

inline constexpr std::array<size_t, 2> kJudgedAt = {10, 20};
using BasketScore = std::array<TripFigures, kJudgedAt.size()>;
// Of one list, where `count` items were hidden, `hidden` among them.
BasketScore JudgeList(std::span<const CaseItem> list, std::span<const CaseItem> hidden,
                      size_t count);
// One for each of `tested`.
std::vector<BasketScore> JudgeBaskets(const BasketCases& data, std::span<const size_t> tested,
                                      const Predictions& predictions);
// Their mean.
BasketScore ScoreBaskets(const BasketCases& data, std::span<const size_t> tested,
                         const Predictions& predictions);

// Of one method over folds or trips.
BasketScore MeanScore(std::span<const BasketScore> folds);

}  // namespace hearth
