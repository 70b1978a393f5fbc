#include "rank/scan.h"

#include <algorithm>
#include <optional>

#include "base/fixed.h"
#include "rank/dot.h"

namespace hearth {
namespace {

// Everything the pass looks up, prepared for one request.
class Scorer {
 public:
  Scorer(const RankContext& context, const LinearModel& model)
      : columns_(context.catalog.columns()), publics_(context.publics) {
    const Surface surface = context.request.surface;
    const auto weight = [&](Feature feature) { return model.Weight(surface, feature); };
    popularity_weight_ = weight(Feature::kLogPopularity);
    recent_weight_ = weight(Feature::kLogRecentPopularity);
    freshness_weight_ = weight(Feature::kFreshness);
    taste_weight_ = weight(Feature::kTasteDot);
    context_weight_ = weight(Feature::kContextDot);
    if (context.profile.taste && taste_weight_ != 0) taste_.emplace(context.profile.taste->data());
    if (context.has_vector && context_weight_ != 0) context_.emplace(context.vector.data());

    const size_t nodes = context.catalog.category_count();
    by_category_.resize(nodes, 0);
    for (CategoryId node = 1; node < nodes; ++node) {
      by_category_[node] = CategoryScore(context, node, weight);
    }
    const int32_t brand_weight = weight(Feature::kBrandShare);
    for (int16_t share : context.profile.brand_share) by_brand_.push_back(brand_weight * share);
    const int32_t band_weight = weight(Feature::kPriceBandShare);
    for (size_t band = 0; band < by_band_.size(); ++band) {
      by_band_[band] = band_weight * context.profile.price_band_share[band];
    }
  }

  // Scores of items [first, first + 4) into `out`.
  void Score4(ItemIndex first, int32_t* out) const {
    int32_t taste[4] = {}, context[4] = {};
    if (taste_) taste_->Dot4(Row(first), taste);
    if (context_) context_->Dot4(Row(first), context);
    for (ItemIndex i = 0; i < 4; ++i) out[i] = Sum(first + i, taste[i], context[i]);
  }

  int32_t Score(ItemIndex item) const {
    return Sum(item, taste_ ? taste_->Dot(Row(item)) : 0, context_ ? context_->Dot(Row(item)) : 0);
  }

 private:
  template <typename WeightOf>
  static int32_t CategoryScore(const RankContext& context, CategoryId node, WeightOf weight) {
    const auto& share = context.profile.category_share;
    const auto parents = context.catalog.columns().category_parent;
    CategoryId top = node;
    while (context.catalog.CategoryDepth(top) > 1) top = parents[top];
    int32_t score = weight(Feature::kLeafCategoryShare) * share[node] +
                    weight(Feature::kTopCategoryShare) * share[top];
    if (parents[node] != 0) score += weight(Feature::kParentCategoryShare) * share[parents[node]];
    if (context.request.anchor != kNoItem) {
      CategoryId shared = context.catalog.columns().category[context.request.anchor];
      while (!context.catalog.IsWithin(node, shared)) shared = parents[shared];
      score += weight(Feature::kContextCategory) * context.catalog.CategoryDepth(shared);
    }
    return score;
  }

  // Only for catalogs that have embeddings; without them there is neither taste nor context.
  const int8_t* Row(ItemIndex item) const {
    return columns_.embedding.data() + size_t{item} * kEmbeddingDims;
  }

  int32_t Sum(ItemIndex i, int32_t taste, int32_t context) const {
    return taste_weight_ * CosineFeature(taste) + context_weight_ * CosineFeature(context) +
           popularity_weight_ * publics_.log_popularity[i] +
           recent_weight_ * publics_.log_recent_popularity[i] +
           freshness_weight_ * publics_.freshness[i] + by_category_[columns_.category[i]] +
           by_brand_[columns_.brand[i]] + by_band_[columns_.price_band[i]];
  }

  const CatalogColumns& columns_;
  const PublicColumns& publics_;
  int32_t popularity_weight_ = 0, recent_weight_ = 0, freshness_weight_ = 0;
  int32_t taste_weight_ = 0, context_weight_ = 0;
  std::optional<Query> taste_, context_;
  std::vector<int32_t> by_category_, by_brand_;
  std::array<int32_t, 8> by_band_{};
};

// Keeps the best `limit` of what is offered. Entries pack (score, smaller index first) into one
// integer; a full buffer is cut back to the best, whose last raises the bar for what follows.
class Best {
 public:
  explicit Best(size_t limit) : limit_(limit) { entries_.reserve(2 * limit + 4); }

  int32_t bar() const { return bar_; }

  void Offer(int32_t score, ItemIndex item) {
    entries_.push_back((int64_t{score} << 32) | (0xFFFFFFFFu - item));
    if (entries_.size() >= 2 * limit_) Cut();
  }

  std::vector<ItemIndex> Take() {
    Cut();
    std::sort(entries_.begin(), entries_.end(), std::greater<>());
    std::vector<ItemIndex> items;
    for (int64_t entry : entries_) items.push_back(0xFFFFFFFFu - static_cast<uint32_t>(entry));
    return items;
  }

 private:
  void Cut() {
    if (entries_.size() <= limit_) return;
    const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(limit_ - 1);
    std::nth_element(entries_.begin(), last, entries_.end(), std::greater<>());
    entries_.resize(limit_);
    bar_ = static_cast<int32_t>(entries_.back() >> 32);
  }

  size_t limit_;
  int32_t bar_ = -2147483647 - 1;  // an item must reach this to be worth offering
  std::vector<int64_t> entries_;
};

}  // namespace

std::vector<ItemIndex> Scan(const RankContext& context, const LinearModel& model, size_t limit) {
  const Scorer scorer(context, model);
  const auto n = static_cast<ItemIndex>(context.catalog.item_count());
  Best best(limit);
  ItemIndex i = 0;
  for (; i + 4 <= n; i += 4) {
    int32_t scores[4];
    scorer.Score4(i, scores);
    for (ItemIndex j = 0; j < 4; ++j) {
      if (scores[j] >= best.bar()) best.Offer(scores[j], i + j);
    }
  }
  for (; i < n; ++i) {
    const int32_t score = scorer.Score(i);
    if (score >= best.bar()) best.Offer(score, i);
  }
  return best.Take();
}

int32_t ScanScore(const RankContext& context, const LinearModel& model, ItemIndex item) {
  return Scorer(context, model).Score(item);
}

}  // namespace hearth
