#include "eval/sources.h"

#include <algorithm>
#include <utility>

#include "rank/candidates.h"
#include "rank/model.h"

namespace hearth {
namespace {

constexpr size_t kOnTop = 20;

RankRequest RequestOf(const BasketCase& one, Surface surface, const CaseShop& shop) {
  RankRequest request;
  request.surface = surface;
  if (surface == Surface::kSimilar) request.anchor = shop.IndexOf(one.truth.front());
  if (surface == Surface::kBasket) {
    for (size_t i = 0; i < one.truth.size(); i += 2) {
      request.basket.push_back(shop.IndexOf(one.truth[i]));
    }
  }
  return request;
}

std::vector<ItemIndex> BestOfAll(const RankContext& context, const Model& model) {
  std::vector<std::pair<int64_t, ItemIndex>> all;
  for (ItemIndex i = 0; i < context.catalog.item_count(); ++i) {
    if (std::binary_search(context.basket.begin(), context.basket.end(), i)) continue;
    if (i == context.request.anchor) continue;
    const int32_t score = model.Score(context.request.surface, ComputeFeatures(context, i));
    all.emplace_back(-int64_t{score}, i);
  }
  const size_t n = std::min(kOnTop, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n), all.end());
  std::vector<ItemIndex> best;
  for (size_t i = 0; i < n; ++i) best.push_back(all[i].second);
  return best;
}

}  // namespace

Result<SourceQuality> MeasureSources(const BasketCases& data, std::span<const size_t> tested,
                                     Surface surface, CaseShop* shop,
                                     const NextBasketOptions& options, const Progress& progress) {
  Engine& engine = shop->engine();
  SourceQuality quality;
  const auto hide = [&](size_t t) { return shop->Hide(data.cases[tested[t]], options); };
  const auto ask = [&](size_t t, Time now) {
    const RankRequest request = RequestOf(data.cases[tested[t]], surface, *shop);
    const Profile& profile = engine.ProfileAt(now);
    const RankContext context = MakeContext(*engine.catalog(), engine.publics(), profile, request);
    const std::vector<ItemIndex> candidates = Propose(context, engine.model().linear());
    for (ItemIndex item : BestOfAll(context, engine.model())) {
      ++quality.best;
      quality.held += std::binary_search(candidates.begin(), candidates.end(), item);
    }
    quality.candidates += candidates.size();
    quality.most = std::max(quality.most, candidates.size());
    ++quality.requests;
  };
  const Status asked = AskAtHiddenTrips(engine, tested.size(), hide, ask, "scanning", progress);
  if (!asked.ok()) return asked.error();
  return quality;
}

}  // namespace hearth
