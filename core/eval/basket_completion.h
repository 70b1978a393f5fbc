// What was missing from the basket: of each tested shopper's next basket one item is hidden, the
// others are in the basket, and the surface `basket` is asked for it. Cases, folds and packs are
// those of next_basket.h.
//
// Recall@K here is the share of hidden items among the first K; NDCG@K their mean 1 / log2(rank +
// 1). Compared with what a server would do with everybody's raw baskets:
//
//   popular      baskets that hold the item
//   by basket    sum over the basket's items i of c_ij / sqrt(c_i c_j), c_ij = baskets with both,
//   by customer  ... = customers who ever bought both: all pairs, no threshold. Linden, Smith,
//                York, "Amazon.com Recommendations", IEEE Internet Computing, 2003.
//   own          own baskets that hold the item, each weighted by_age^(its age in trips)
//   with own     by basket, each item's score over the best one's, + `weight` times the same of own
// All but `own` count the histories of the customers to learn from, as the pack does, and own
// histories are known to those that Hearth knows them from; ties by the smaller item.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "eval/next_basket.h"

namespace hearth {

struct OpenBasket {
  size_t number;  // in BasketCases::cases
  CaseItem hidden;
  std::vector<CaseItem> items;  // the others; not empty
};

// Of each of `tested` whose next basket holds two items or more, `times` baskets with another item
// hidden, sampled at random.
std::vector<OpenBasket> HideOneItem(const BasketCases& data, std::span<const size_t> tested,
                                    size_t times, uint64_t seed);

Result<Predictions> CompleteBaskets(const BasketCases& data, std::span<const OpenBasket> baskets,
                                    std::vector<uint8_t> pack, const NextBasketOptions& options,
                                    const Progress& progress);

struct WithOwn {
  double by_age = 0.95, weight = 1;
};

class BasketPeers {
 public:
  BasketPeers(const BasketCases& data, std::span<const size_t> learn_from);

  Predictions Popular(std::span<const OpenBasket> baskets) const;
  Predictions ByBasket(std::span<const OpenBasket> baskets) const;
  Predictions ByCustomer(std::span<const OpenBasket> baskets) const;
  // `data` is that of the baskets' shoppers.
  Predictions Own(const BasketCases& data, std::span<const OpenBasket> baskets,
                  double by_age) const;
  Predictions ByBasketWithOwn(const BasketCases& data, std::span<const OpenBasket> baskets,
                              const WithOwn& with) const;

 private:
  using Lists = std::vector<std::vector<CaseItem>>;

  // Calls `use(b, scores)` for each basket.
  using UseScores = std::function<void(size_t b, const std::vector<double>& scores)>;
  void ScoreByCosine(std::span<const OpenBasket> baskets, const Lists& lists,
                     const UseScores& use) const;
  Predictions ByCosine(std::span<const OpenBasket> baskets, const Lists& lists) const;

  size_t item_count_;
  Lists baskets_;    // each ascending
  Lists customers_;  // all that each bought
};

// One for each basket; and their mean.
std::vector<BasketScore> JudgeCompletions(std::span<const OpenBasket> baskets,
                                          const Predictions& predictions);
BasketScore ScoreCompletions(std::span<const OpenBasket> baskets, const Predictions& predictions);

}  // namespace hearth
