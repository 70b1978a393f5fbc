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

std::vector<double> OwnScores(const BasketCase& one, double by_age, size_t item_count) {
  std::vector<double> scores(item_count, 0);
  double weight = 1;
  for (auto basket = one.history.rbegin(); basket != one.history.rend(); ++basket) {
    for (CaseItem item : *basket) scores[item] += weight;
    weight *= by_age;
  }
  return scores;
}

double MostOutside(const OpenBasket& basket, const std::vector<double>& scores) {
  double most = 0;
  for (CaseItem i = 0; i < scores.size(); ++i) {
    if (!std::ranges::binary_search(basket.items, i)) most = std::max(most, scores[i]);
  }
  return most;
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

Predictions BasketPeers::Own(const BasketCases& data, std::span<const OpenBasket> baskets,
                             double by_age) const {
  Predictions predictions;
  for (const OpenBasket& basket : baskets) {
    predictions.push_back(
        BestOutside(basket, OwnScores(data.cases[basket.number], by_age, item_count_)));
  }
  return predictions;
}

Predictions BasketPeers::ByBasketWithOwn(const BasketCases& data,
                                         std::span<const OpenBasket> baskets,
                                         const WithOwn& with) const {
  Predictions predictions;
  ScoreByCosine(baskets, baskets_, [&](size_t b, const std::vector<double>& scores) {
    std::vector<double> own = OwnScores(data.cases[baskets[b].number], with.by_age, item_count_);
    const double most = MostOutside(baskets[b], scores), most_own = MostOutside(baskets[b], own);
    for (size_t i = 0; i < item_count_; ++i) {
      own[i] =
          (most_own > 0 ? with.weight * own[i] / most_own : 0) + (most > 0 ? scores[i] / most : 0);
    }
    predictions.push_back(BestOutside(baskets[b], own));
  });
  return predictions;
}

Predictions BasketPeers::ByCosine(std::span<const OpenBasket> baskets, const Lists& lists) const {
  Predictions predictions;
  ScoreByCosine(baskets, lists, [&](size_t b, const std::vector<double>& scores) {
    predictions.push_back(BestOutside(baskets[b], scores));
  });
  return predictions;
}

void BasketPeers::ScoreByCosine(std::span<const OpenBasket> baskets, const Lists& lists,
                                const UseScores& use) const {
  std::vector<std::vector<uint32_t>> lists_of_item(item_count_);
  for (uint32_t l = 0; l < lists.size(); ++l) {
    for (CaseItem item : lists[l]) lists_of_item[item].push_back(l);
  }
  std::vector<double> scores(item_count_), together(item_count_);
  for (size_t b = 0; b < baskets.size(); ++b) {
    std::fill(scores.begin(), scores.end(), 0);
    for (CaseItem i : baskets[b].items) {
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
    use(b, scores);
  }
}

std::vector<BasketScore> JudgeCompletions(std::span<const OpenBasket> baskets,
                                          const Predictions& predictions) {
  std::vector<BasketScore> scores;
  for (size_t b = 0; b < baskets.size(); ++b) {
    scores.push_back(JudgeList(predictions[b], std::span(&baskets[b].hidden, 1), 1));
  }
  return scores;
}

BasketScore ScoreCompletions(std::span<const OpenBasket> baskets, const Predictions& predictions) {
  return MeanScore(JudgeCompletions(baskets, predictions));
}

}  // namespace hearth
