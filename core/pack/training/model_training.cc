#include "pack/training/model_training.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "pack/training/model_examples.h"
#include "pack/training/tree_fitting.h"
#include "pack/writer/pack_writer.h"
#include "rank/model.h"

namespace hearth {
namespace {

constexpr double kMaxLost = 0.005;  // of NDCG@10, by making integers of floats
constexpr size_t kJudgedAt = 10;
constexpr size_t kMaxBaskets = 4'000;  // each teaches by several of its items
constexpr size_t kFewCustomers = 20;   // times k: where there are fewer, trees are shallow
constexpr size_t kGroups = static_cast<size_t>(FeatureGroup::kContext) + 1;

std::vector<Feature> FeaturesOf(FeatureGroup group) {
  std::vector<Feature> features;
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.group == group) features.push_back(entry.feature);
  }
  return features;
}

// `others` and what says how a shopper browses and searches. Order lines show none of that,
// but where somebody ordered twice within half an hour: rare, and no picture of looking.
std::vector<Feature> AndBrowsing(std::vector<Feature> others) {
  for (const Feature feature :
       {Feature::kViews,          Feature::kWishes,          Feature::kLikes,
        Feature::kDismissed,      Feature::kIdleImpressions, Feature::kSeenViews,
        Feature::kSeenSince,      Feature::kSearched,        Feature::kCoBoughtSession,
        Feature::kViewedWithLast, Feature::kViewedAfterLast, Feature::kViewedWith,
        Feature::kViewedAfter,    Feature::kViewedWithBest,  Feature::kViewedRank,
        Feature::kViewedShare,    Feature::kVisitViews,      Feature::kVisitItems,
        Feature::kVisitRow,       Feature::kVisitLogViewers}) {
    if (std::find(others.begin(), others.end(), feature) == others.end()) {
      others.push_back(feature);
    }
  }
  return others;
}

std::vector<double> LinearScores(const Examples& examples, Surface surface) {
  std::vector<double> scores;
  for (size_t r = 0; r < examples.rows(); ++r) {
    scores.push_back(LinearModel::Default().Score(surface, examples.Row(r)));
  }
  return scores;
}

TrainingQuality QualityAt10(const Examples& examples, const std::vector<double>& scores) {
  const RankingQuality mean = JudgeExamples(examples, scores, kJudgedAt);
  return {mean.ndcg, mean.recall};
}

size_t CountCustomers(const Examples& examples) {
  std::vector<uint32_t> customers = examples.customer_of_trip;
  std::sort(customers.begin(), customers.end());
  return static_cast<size_t>(std::unique(customers.begin(), customers.end()) - customers.begin());
}

Status CheckIntegers(const FittedTrees& fitted) {
  if (std::abs(fitted.whole_ndcg - fitted.float_ndcg) <= kMaxLost * fitted.float_ndcg) return {};
  return Error{ErrorCode::kInternal, "the trees rank otherwise as integers: NDCG@10 " +
                                         std::to_string(fitted.whole_ndcg) + ", were " +
                                         std::to_string(fitted.float_ndcg)};
}

// None where the weights set by hand rank as well.
Result<std::optional<TreeArrays>> FitBasketTrees(const Orders& orders, uint32_t k,
                                                 const TrainingOptions& options,
                                                 const Progress& progress,
                                                 const OwnedColumns& columns,
                                                 TrainingReport* report) {
  BasketExampleOptions example_options;
  example_options.seed = options.seed;
  example_options.max_trips = kMaxBaskets;
  const Result<ExampleSets> examples =
      CollectBasketExamples(orders, columns, k, example_options, progress);
  if (!examples.ok()) return examples.error();
  if (examples->learn.rows_of_trip.size() < kMinHiddenTrips ||
      examples->stop.rows_of_trip.empty()) {
    return std::optional<TreeArrays>();
  }
  TreeFitOptions fit_options;
  fit_options.surfaces = BitOf(Surface::kBasket);
  fit_options.seed = options.seed;
  fit_options.min_customers = k;
  fit_options.min_child_weight = kMinLeafWeight;
  fit_options.left_out = AndBrowsing({});
  fit_options.max_nodes = kMaxBasketNodes;
  fit_options.depth = 4;
  fit_options.begin_by_hand = true;
  Result<FittedTrees> fitted = FitTrees(*examples, fit_options, progress);
  if (!fitted.ok()) return fitted.error();
  if (Status status = CheckIntegers(*fitted); !status.ok()) return status.error();
  report->basket = {fitted->ndcg, fitted->recall};
  const std::vector<double> hand = LinearScores(examples->stop, Surface::kBasket);
  report->basket_linear = QualityAt10(examples->stop, hand);
  if (!IsSurelyBetter(examples->stop, fitted->scores, hand)) return std::optional<TreeArrays>();
  report->basket_trees = fitted->rounds;
  return std::optional<TreeArrays>(std::move(fitted->arrays));
}

// How trees of next trips are fitted.
TreeFitOptions OfThisShop(const Examples& examples, uint32_t k) {
  TreeFitOptions options;
  options.left_out = AndBrowsing({});
  options.min_customers = k;
  options.min_child_weight = 3 * kMinLeafWeight;
  options.max_rounds = 150;
  options.learning_rate = 0.12;
  options.column_share = 0.4;
  options.depth = 4;
  options.begin_by_hand = true;
  if (CountCustomers(examples) < kFewCustomers * k) options.depth = 3;
  return options;
}

// Fits once more without each group of features.
Status Ablate(const ExampleSets& examples, TreeFitOptions options, const Progress& progress,
              TrainingReport* report) {
  for (size_t group = 0; group < kGroups; ++group) {
    options.left_out = AndBrowsing(FeaturesOf(static_cast<FeatureGroup>(group)));
    const Result<FittedTrees> without = FitTrees(examples, options, progress);
    if (!without.ok()) return without.error();
    report->without.push_back({without->ndcg, without->recall});
  }
  return {};
}

}  // namespace

TreeArrays Joined(TreeArrays all, const TreeArrays& more) {
  std::vector<uint8_t> number;  // in `all`, of each name in `more`
  for (const std::string& name : more.feature_names) {
    auto& names = all.feature_names;
    const auto at = std::find(names.begin(), names.end(), name) - names.begin();
    number.push_back(static_cast<uint8_t>(at));
    if (static_cast<size_t>(at) == names.size()) names.push_back(name);
  }
  const auto nodes = static_cast<uint16_t>(all.feature.size());
  const auto values = static_cast<uint16_t>(all.value.size());
  for (size_t i = 0; i < more.feature.size(); ++i) {
    const bool is_leaf = more.feature[i] == kLeafFeature;
    all.feature.push_back(is_leaf ? kLeafFeature : number[more.feature[i]]);
    all.child.push_back(static_cast<uint16_t>(more.child[i] + (is_leaf ? values : nodes)));
  }
  for (const uint16_t root : more.root) all.root.push_back(static_cast<uint16_t>(root + nodes));
  const auto append = [](const auto& from, auto& to) {
    to.insert(to.end(), from.begin(), from.end());
  };
  append(more.threshold, all.threshold);
  append(more.value, all.value);
  append(more.surfaces, all.surfaces);
  if (all.hand.empty()) all.hand = more.hand;
  for (size_t s = 0; s < more.hand.size(); ++s) {
    if (more.hand[s] != 0) all.hand[s] = more.hand[s];
  }
  return all;
}

Result<TrainingReport> TrainModel(const Orders& orders, uint32_t k, const TrainingOptions& options,
                                  const Progress& progress, OwnedColumns* columns) {
  ExampleOptions example_options;
  example_options.seed = options.seed;
  Result<ExampleSets> examples = CollectExamples(orders, *columns, k, example_options, progress);
  if (!examples.ok()) return examples.error();
  TrainingReport report;
  report.trips = examples->learn.rows_of_trip.size();
  report.rows = examples->learn.rows();
  report.trips_apart = examples->stop.rows_of_trip.size();
  if (report.trips < kMinHiddenTrips || report.trips_apart == 0) return report;

  const Result<std::optional<TreeArrays>> basket_trees =
      FitBasketTrees(orders, k, options, progress, *columns, &report);
  if (!basket_trees.ok()) return basket_trees.error();
  const size_t nodes_of_basket = *basket_trees ? (*basket_trees)->feature.size() : 0;

  TreeFitOptions fit_options = OfThisShop(examples->learn, k);
  fit_options.seed = options.seed;
  fit_options.max_nodes = kMaxModelNodes - options.nodes_kept_free - nodes_of_basket;
  Result<FittedTrees> fitted = FitTrees(*examples, fit_options, progress);
  if (!fitted.ok()) return fitted.error();
  if (Status status = CheckIntegers(*fitted); !status.ok()) return status.error();
  report.quality = {fitted->ndcg, fitted->recall};
  report.whole_ndcg = fitted->whole_ndcg;
  report.float_ndcg = fitted->float_ndcg;
  const std::vector<double> hand = LinearScores(examples->stop, Surface::kHome);
  report.linear = QualityAt10(examples->stop, hand);
  report.is_better = IsSurelyBetter(examples->stop, fitted->scores, hand);
  if (report.is_better) report.trees = std::move(fitted->arrays);
  if (*basket_trees) report.trees = Joined(std::move(report.trees), **basket_trees);
  PutModel(report.trees, columns);
  PutHistoryColumns(orders, k, columns);
  examples->last = {};  // nobody will be ranked by what follows
  if (options.ablation) {
    const Status ablated = Ablate(*examples, fit_options, progress, &report);
    if (!ablated.ok()) return ablated.error();
  }
  return report;
}

}  // namespace hearth
