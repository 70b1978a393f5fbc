#include "pack/training/click_training.h"

#include <algorithm>
#include <utility>

#include "base/sampling.h"
#include "household/decisions.h"
#include "pack/counts/view_counts.h"
#include "pack/training/model_examples.h"
#include "pack/training/training_world.h"
#include "pack/training/tree_fitting.h"
#include "rank/candidates.h"

namespace hearth {
namespace {

constexpr Time kStep = kMsPerMinute / 2;    // from view to view
constexpr Time kFirst = 1'900'000'000'000;  // 2030, on the minute
constexpr Feature kAsked[] = {
    Feature::kSeenViews,       Feature::kSeenSince,       Feature::kCoBoughtSession,
    Feature::kCoBoughtContext, Feature::kContextDot,      Feature::kContextCategory,
    Feature::kViewedWithLast,  Feature::kViewedAfterLast, Feature::kViewedWith,
    Feature::kViewedAfter,     Feature::kViewedWithBest,  Feature::kViewedRank,
    Feature::kViewedShare,     Feature::kLogPopularity,   Feature::kLogRecentPopularity,
    Feature::kLogViewers,      Feature::kVisitViews,      Feature::kVisitItems,
    Feature::kVisitRow,        Feature::kVisitLogViewers};

struct HiddenView {
  uint32_t trail;
  uint32_t at;  // views of the trail before this one are known
};

uint32_t PartOf(uint32_t visitor, const ClickTrainingOptions& options) {
  return hearth::PartOf(visitor, options.parts, options.last_percent, options.seed);
}

// A random `count` of them, in order.
void SampleViews(size_t count, Random* random, std::vector<HiddenView>* views) {
  Sample(*random, count, views);
  std::sort(views->begin(), views->end(), [](const HiddenView& a, const HiddenView& b) {
    return a.trail != b.trail ? a.trail < b.trail : a.at < b.at;
  });
}

RankRequest PageOf(const Profile& profile) {
  RankRequest request;
  request.surface = Surface::kSimilar;
  if (!profile.trail.seen.empty()) request.anchor = profile.trail.seen.front().item;
  return request;
}

// With the item at hand, which a shopper may well look at again.
std::vector<ItemIndex> Candidates(const RankContext& context) {
  std::vector<ItemIndex> items = Propose(context, LinearModel::Default());
  for (const SeenItem& seen : context.profile.trail.seen) {
    if (!std::binary_search(items.begin(), items.end(), seen.item)) {
      items.insert(std::upper_bound(items.begin(), items.end(), seen.item), seen.item);
    }
  }
  return items;
}

// What visitors outside one part say.
Result<TrainingWorld> WorldOf(const Trails& trails, const std::vector<bool>& is_counted, uint32_t k,
                              const Progress& progress, const OwnedColumns& columns) {
  OwnedColumns built = columns;
  CountViews(trails, is_counted, k, progress, &built);
  return MakeTrainingWorld(built);
}

// The rows of one hidden view. Where no source proposed it, there is nothing to learn.
Status AddRows(const TrainingWorld& world, const Trails& trails, const HiddenView& view,
               size_t most, Random* random, Examples* examples) {
  const std::span<const ItemIndex> items = trails.ItemsOf(view.trail);
  const Result<Profile> profile = ProfileOfViews(world.catalog, items.first(view.at));
  if (!profile.ok()) return profile.error();
  const RankRequest request = PageOf(*profile);
  const RankContext context = MakeContext(world.catalog, world.publics, *profile, request);
  std::vector<ItemIndex> candidates = Candidates(context);
  const ItemIndex next = items[view.at];
  const auto found = std::find(candidates.begin(), candidates.end(), next);
  const bool is_proposed = found != candidates.end();
  if (is_proposed) candidates.erase(found);
  const size_t all = candidates.size();
  Sample(*random, most, &candidates);
  const float weight =
      static_cast<float>(all) / static_cast<float>(std::max<size_t>(candidates.size(), 1));
  const auto add = [&](ItemIndex item, bool is_next) {
    const FeatureVector features = ComputeFeatures(context, item);
    examples->features.insert(examples->features.end(), features.begin(), features.end());
    examples->is_bought.push_back(is_next);
    examples->weight.push_back(is_next ? 1 : weight);
  };
  if (is_proposed) add(next, true);
  for (const ItemIndex item : candidates) add(item, false);
  examples->rows_of_trip.push_back(
      static_cast<uint32_t>(candidates.size() + (is_proposed ? 1 : 0)));
  examples->bought_in_trip.push_back(1);
  examples->customer_of_trip.push_back(trails.visitor[view.trail]);
  return {};
}

Result<ExampleSets> HideViews(const Trails& trails, uint32_t k, const ClickTrainingOptions& options,
                              const Progress& progress, const OwnedColumns& columns) {
  std::vector<HiddenView> learn, stop;
  for (uint32_t t = 0; t < trails.size(); ++t) {
    const bool is_apart = PartOf(trails.visitor[t], options) == options.parts;
    for (uint32_t at = 1; at < trails.ItemsOf(t).size(); ++at) {
      (is_apart ? stop : learn).push_back({t, at});
    }
  }
  Random random(options.seed);
  SampleViews(options.max_views, &random, &learn);
  SampleViews(options.max_views_apart, &random, &stop);
  ExampleSets sets;
  if (learn.size() < kMinHiddenViews || stop.empty()) return sets;
  for (uint32_t part = 0; part <= options.parts; ++part) {
    std::vector<bool> is_counted(trails.size());
    for (size_t t = 0; t < is_counted.size(); ++t) {
      is_counted[t] = PartOf(trails.visitor[t], options) != part;
    }
    const Result<TrainingWorld> world = WorldOf(trails, is_counted, k, progress, columns);
    if (!world.ok()) return world.error();
    const bool is_apart = part == options.parts;
    const std::vector<HiddenView>& views = is_apart ? stop : learn;
    for (size_t i = 0; i < views.size(); ++i) {
      if (progress && i % 256 == 0) progress("hiding views", i, views.size());
      if (PartOf(trails.visitor[views[i].trail], options) != part) continue;
      const Status status =
          AddRows(*world, trails, views[i], is_apart ? SIZE_MAX : options.max_negatives, &random,
                  is_apart ? &sets.stop : &sets.learn);
      if (!status.ok()) return status.error();
    }
  }
  return sets;
}

}  // namespace

Result<ClickTrees> TrainClicks(const Trails& trails, uint32_t k,
                               const ClickTrainingOptions& options, const Progress& progress,
                               const OwnedColumns& columns) {
  const Result<ExampleSets> sets = HideViews(trails, k, options, progress, columns);
  if (!sets.ok()) return sets.error();
  ClickTrees trees;
  ClickTrainingReport& report = trees.report;
  report.views = sets->learn.rows_of_trip.size();
  report.rows = sets->learn.rows();
  report.views_apart = sets->stop.rows_of_trip.size();
  if (report.views == 0) return trees;
  TreeFitOptions fit;
  fit.seed = options.seed;
  fit.max_rounds = options.max_trees;
  fit.max_nodes = options.max_nodes;
  fit.surfaces = BitOf(Surface::kSimilar);
  fit.min_customers = k;
  for (const FeatureEntry& entry : kFeatures) {
    if (std::find(std::begin(kAsked), std::end(kAsked), entry.feature) == std::end(kAsked)) {
      fit.left_out.push_back(entry.feature);
    }
  }
  Result<FittedTrees> fitted = FitTrees(*sets, fit, progress);
  if (!fitted.ok()) return fitted.error();
  report.trees = fitted->rounds;
  report.nodes = fitted->arrays.feature.size();
  report.ndcg = fitted->ndcg;
  report.recall = fitted->recall;
  trees.arrays = std::move(fitted->arrays);
  return trees;
}

Result<Profile> ProfileOfViews(const Catalog& catalog, std::span<const ItemIndex> views) {
  std::vector<DescribedEvent> events;
  for (size_t i = 0; i < views.size(); ++i) {
    DescribedEvent& event = events.emplace_back();
    event.event.time = kFirst + static_cast<Time>(i) * kStep;
    event.event.type = EventType::kView;
    event.event.session = 1;
    event.description.sku = catalog.Sku(views[i]);
    event.description.title = catalog.Title(views[i]);
  }
  const Time now = kFirst + static_cast<Time>(views.size()) * kStep;
  const Result<Household> household = HouseholdOf(std::move(events), now);
  if (!household.ok()) return household.error();
  return Fold(household->HistoryFor(kFirstMember, now), catalog, now);
}

std::vector<ItemIndex> RankNextView(const Catalog& catalog, const PublicColumns& publics,
                                    const Model& model, const Profile& profile) {
  const RankRequest request = PageOf(profile);
  const RankContext context = MakeContext(catalog, publics, profile, request);
  std::vector<std::pair<int64_t, ItemIndex>> scored;
  for (const ItemIndex item : Candidates(context)) {
    scored.emplace_back(-int64_t{model.Score(request.surface, ComputeFeatures(context, item))},
                        item);
  }
  std::sort(scored.begin(), scored.end());
  std::vector<ItemIndex> items;
  for (const auto& [score, item] : scored) items.push_back(item);
  return items;
}

}  // namespace hearth
