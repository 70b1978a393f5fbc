#include "rank/scan.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/fixed.h"
#include "base/sort.h"
#include "rank/dot.h"

namespace hearth {
namespace {

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
    SortInlined(entries_, std::greater<>());
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
    if (context.profile.taste && taste_weight_ != 0) {
      taste_.emplace(context.profile.taste->data());
      dots_reach_ += Reach(taste_weight_, *taste_, context.profile.taste->data());
    }
    if (context.has_vector && context_weight_ != 0) {
      context_.emplace(context.vector.data());
      dots_reach_ += Reach(context_weight_, *context_, context.vector.data());
    }

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
    const auto most = [](const auto& scores) {
      return scores.empty() ? 0 : int64_t{*std::max_element(scores.begin(), scores.end())};
    };
    personal_reach_ = dots_reach_ + most(by_category_) + most(by_brand_) + most(by_band_);
  }

  // Offers the items [first, first + kBlock) that may be among the best. What the public columns
  // alone say, and the most that the rest can add, rule out nearly all: they are never looked up.
  static constexpr ItemIndex kBlock = 16;
  void OfferBlock(ItemIndex first, Best& best) const {
    const int16_t* popularity = publics_.log_popularity.data() + first;
    const int16_t* recent = publics_.log_recent_popularity.data() + first;
    const int16_t* freshness = publics_.freshness.data() + first;
    const int32_t w0 = popularity_weight_, w1 = recent_weight_, w2 = freshness_weight_;
    int32_t scores[kBlock];
#if defined(__wasm_simd128__)
    const v128_t a = wasm_i32x4_splat(w0), b = wasm_i32x4_splat(w1), c = wasm_i32x4_splat(w2);
    const v128_t bar = wasm_i32x4_splat(
        static_cast<int32_t>(Clamp(best.bar() - personal_reach_, INT32_MIN, INT32_MAX)));
    v128_t any = wasm_i32x4_splat(0);
    for (ItemIndex j = 0; j < kBlock; j += 4) {
      const v128_t score =
          wasm_i32x4_add(wasm_i32x4_add(wasm_i32x4_mul(a, wasm_i32x4_load16x4(popularity + j)),
                                        wasm_i32x4_mul(b, wasm_i32x4_load16x4(recent + j))),
                         wasm_i32x4_mul(c, wasm_i32x4_load16x4(freshness + j)));
      wasm_v128_store(scores + j, score);
      any = wasm_v128_or(any, wasm_i32x4_ge(score, bar));
    }
    if (!wasm_v128_any_true(any)) return;
#else
    int32_t most = INT32_MIN;
    for (ItemIndex j = 0; j < kBlock; ++j) {
      scores[j] = w0 * popularity[j] + w1 * recent[j] + w2 * freshness[j];
      most = std::max(most, scores[j]);
    }
    if (most + personal_reach_ < best.bar()) return;
#endif
    for (ItemIndex j = 0; j < kBlock; j += 4) OfferFour(first + j, scores + j, best);
  }

  int32_t Score(ItemIndex item) const {
    return Public(item) + LookUp(item) +
           Dots(taste_ ? taste_->Dot(Row(item)) : 0, context_ ? context_->Dot(Row(item)) : 0);
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

  // The most that `weight` times the cosine with `vector` can come to (Cauchy and Schwarz).
  int64_t Reach(int32_t weight, const Query& query, const int8_t* vector) const {
    const auto squares = static_cast<uint64_t>(query.Dot(vector)) *
                         static_cast<uint64_t>(publics_.longest_embedding);
    return int64_t{std::abs(weight)} * CosineFeature(static_cast<int32_t>(ISqrt(squares)));
  }

  // `scores` holds what the public columns say of four items.
  void OfferFour(ItemIndex first, int32_t* scores, Best& best) const {
    int32_t most = INT32_MIN;
    for (ItemIndex j = 0; j < 4; ++j) {
      scores[j] += LookUp(first + j);
      most = std::max(most, scores[j]);
    }
    if (most + dots_reach_ < best.bar()) return;
    int32_t taste[4] = {}, context[4] = {};
    if (taste_) taste_->Dot4(Row(first), taste);
    if (context_) context_->Dot4(Row(first), context);
    for (ItemIndex j = 0; j < 4; ++j) {
      const int32_t score = scores[j] + Dots(taste[j], context[j]);
      if (score >= best.bar()) best.Offer(score, first + j);
    }
  }

  // Only for catalogs that have embeddings; without them there is neither taste nor context.
  const int8_t* Row(ItemIndex item) const {
    return columns_.embedding.data() + size_t{item} * kEmbeddingDims;
  }

  int32_t Public(ItemIndex i) const {
    return popularity_weight_ * publics_.log_popularity[i] +
           recent_weight_ * publics_.log_recent_popularity[i] +
           freshness_weight_ * publics_.freshness[i];
  }
  int32_t LookUp(ItemIndex i) const {
    return by_category_[columns_.category[i]] + by_brand_[columns_.brand[i]] +
           by_band_[columns_.price_band[i]];
  }
  int32_t Dots(int32_t taste, int32_t context) const {
    return taste_weight_ * CosineFeature(taste) + context_weight_ * CosineFeature(context);
  }

  const CatalogColumns& columns_;
  const PublicColumns& publics_;
  int32_t popularity_weight_ = 0, recent_weight_ = 0, freshness_weight_ = 0;
  int32_t taste_weight_ = 0, context_weight_ = 0;
  std::optional<Query> taste_, context_;
  int64_t dots_reach_ = 0;      // the most that the dot products can add
  int64_t personal_reach_ = 0;  // ... and what is looked up by category, brand and band
  std::vector<int32_t> by_category_, by_brand_;
  std::array<int32_t, 8> by_band_{};
};

}  // namespace

std::vector<ItemIndex> Scan(const RankContext& context, const LinearModel& model, size_t limit) {
  const Scorer scorer(context, model);
  const auto n = static_cast<ItemIndex>(context.catalog.item_count());
  Best best(limit);
  ItemIndex i = 0;
  for (; i + Scorer::kBlock <= n; i += Scorer::kBlock) scorer.OfferBlock(i, best);
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
