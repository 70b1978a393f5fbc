#include "eval/basket_completion.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/sampling.h"

namespace hearth {
namespace {

std::vector<CaseItem> BestOutside(const OpenBasket& basket, const std::vector<double>& scores) {
  return BestByScore(scores, basket.items, kPredicted);
}

void SortAndUnite(std::vector<CaseItem>* items) {
  std::sort(items->begin(), items->end());
  items->erase(std::unique(items->begin(), items->end()), items->end());
}

}  // namespace

std::vector<OpenBasket> HideOneItem(const BasketCases& data, std::span<const size_t> tested,
                                    size_t times, uint64_t seed) {
  Random random(seed);
  std::vector<OpenBasket> baskets;
  for (size_t c : tested) {
    const std::vector<CaseItem>& items = data.cases[c].truth;
    if (items.size() < 2) continue;
    std::vector<CaseItem> hidden = items;
    Sample(random, times, &hidden);
    for (const CaseItem item : hidden) {
      OpenBasket& basket = baskets.emplace_back(OpenBasket{c, item, items});
      std::erase(basket.items, basket.hidden);
      std::sort(basket.items.begin(), basket.items.end());
    }
  }
  return baskets;
}

Result<Predictions> CompleteBaskets(const BasketCases& data, std::span<const OpenBasket> baskets,
                                    std::vector<uint8_t> pack, const NextBasketOptions& options,
                                    const Progress& progress) {
  std::vector<size_t> tested;
  for (const OpenBasket& basket : baskets) tested.push_back(basket.number);
  RankRequest request;
  request.surface = Surface::kBasket;
  request.limit = kPredicted;
  const auto adapt = [&](size_t t, const CaseShop& shop, RankRequest* one) {
    one->basket.clear();
    for (CaseItem item : baskets[t].items) one->basket.push_back(shop.IndexOf(item));
  };
  return Predict(data, tested, std::move(pack), std::move(request), adapt, options, progress);
}

BasketPeers::BasketPeers(const BasketCases& data, std::span<const size_t> learn_from)
    : item_count_(data.items.size()) {
  for (size_t c : learn_from) {
    const BasketCase& one = data.cases[c];
    const size_t first = baskets_.size();
    baskets_.insert(baskets_.end(), one.history.begin(), one.history.end());
    baskets_.push_back(one.truth);
    std::vector<CaseItem>& all = customers_.emplace_back();
    for (size_t b = first; b < baskets_.size(); ++b) {
      SortAndUnite(&baskets_[b]);
      all.insert(all.end(), baskets_[b].begin(), baskets_[b].end());
    }
    SortAndUnite(&all);
  }
}

Predictions BasketPeers::Popular(std::span<const OpenBasket> baskets) const {
  std::vector<double> counts(item_count_, 0);
  for (const auto& list : baskets_) {
    for (CaseItem item : list) ++counts[item];
  }
  Predictions predictions;
  for (const OpenBasket& basket : baskets) predictions.push_back(BestOutside(basket, counts));
  return predictions;
}

Predictions BasketPeers::ByBasket(std::span<const OpenBasket> baskets) const {
  return ByCosine(baskets, baskets_);
}

Predictions BasketPeers::ByCustomer(std::span<const OpenBasket> baskets) const {
  return ByCosine(baskets, customers_);
}

Predictions BasketPeers::ByCosine(std::span<const OpenBasket> baskets, const Lists& lists) const {
  std::vector<std::vector<uint32_t>> lists_of_item(item_count_);
  for (uint32_t l = 0; l < lists.size(); ++l) {
    for (CaseItem item : lists[l]) lists_of_item[item].push_back(l);
  }
  Predictions predictions;
  std::vector<double> scores(item_count_), together(item_count_);
  for (const OpenBasket& basket : baskets) {
    std::fill(scores.begin(), scores.end(), 0);
    for (CaseItem i : basket.items) {
      std::fill(together.begin(), together.end(), 0);
      for (uint32_t l : lists_of_item[i]) {
        for (CaseItem j : lists[l]) ++together[j];
      }
      for (CaseItem j = 0; j < item_count_; ++j) {
        if (together[j] == 0) continue;
        const auto both = static_cast<double>(lists_of_item[i].size() * lists_of_item[j].size());
        scores[j] += together[j] / std::sqrt(both);
      }
    }
    predictions.push_back(BestOutside(basket, scores));
  }
  return predictions;
}

BasketScore ScoreCompletions(std::span<const OpenBasket> baskets, const Predictions& predictions) {
  return ScoreLists(baskets.size(), predictions,
                    [&](size_t b) { return std::span(&baskets[b].hidden, 1); });
}

}  // namespace hearth
