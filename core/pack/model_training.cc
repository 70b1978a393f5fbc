#include "pack/model_training.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pack/model_examples.h"
#include "pack/pack_writer.h"
#include "pack/tree_fitting.h"
#include "rank/model.h"

namespace hearth {
namespace {

constexpr double kMostLost = 0.005;  // of NDCG@10, by making integers of floats
constexpr size_t kJudgedAt = 10;
constexpr size_t kGroups = static_cast<size_t>(FeatureGroup::kContext) + 1;

std::vector<Feature> FeaturesOf(FeatureGroup group) {
  std::vector<Feature> features;
  for (const FeatureEntry& entry : kFeatures) {
    if (entry.group == group) features.push_back(entry.feature);
  }
  return features;
}

// What says nothing of another shop: popularity, which without counts is the order of the feed, and
// the hours of its customers.
std::vector<Feature> FeaturesOfOneShop() {
  std::vector<Feature> features = FeaturesOf(FeatureGroup::kPublic);
  features.push_back(Feature::kHourOfWeek);
  return features;
}

TrainingQuality JudgeLinear(const Examples& examples) {
  std::vector<double> scores;
  FeatureVector row;
  for (size_t r = 0; r < examples.rows(); ++r) {
    const auto first = examples.features.begin() + static_cast<std::ptrdiff_t>(r * kFeatureCount);
    std::copy_n(first, kFeatureCount, row.begin());
    scores.push_back(LinearModel::Default().Score(Surface::kHome, row));
  }
  const RankingQuality quality = JudgeExamples(examples, scores, kJudgedAt);
  return {quality.ndcg, quality.recall};
}

}  // namespace

Result<TrainingReport> TrainModel(const Orders& orders, uint32_t k, const TrainingOptions& options,
                                  const Progress& progress, OwnedColumns* columns) {
  ExampleOptions example_options;
  example_options.seed = options.seed;
  example_options.counts = options.counts;
  // Without counts an earlier trip knows nothing of later ones, and may be hidden, too.
  if (!options.counts) example_options.hidden_trips = 10;
  const Result<ExampleSets> examples =
      CollectExamples(orders, *columns, k, example_options, progress);
  if (!examples.ok()) return examples.error();
  TrainingReport report;
  report.trips = examples->learn.rows_of_trip.size();
  report.rows = examples->learn.rows();
  report.trips_apart = examples->stop.rows_of_trip.size();
  if (report.trips < kLeastHiddenTrips || report.trips_apart == 0) return report;

  TreeFitOptions fit_options;
  fit_options.seed = options.seed;
  fit_options.least_child_weight = kLeastLeafWeight;
  if (!options.counts) {  // for shops of all kinds: smoother trees, more of them
    fit_options.left_out = FeaturesOfOneShop();
    fit_options.most_rounds = 100;
    fit_options.depth = 4;
    fit_options.learning_rate = 0.1;
    fit_options.least_child_weight = 100;
  }
  Result<FittedTrees> fitted = FitTrees(*examples, fit_options, progress);
  if (!fitted.ok()) return fitted.error();
  if (std::abs(fitted->ndcg - fitted->float_ndcg) > kMostLost * fitted->float_ndcg) {
    return Error{ErrorCode::kInternal, "the trees rank otherwise as integers: NDCG@10 " +
                                           std::to_string(fitted->ndcg) + ", were " +
                                           std::to_string(fitted->float_ndcg)};
  }
  report.quality = {fitted->ndcg, fitted->recall};
  report.float_ndcg = fitted->float_ndcg;
  report.linear = JudgeLinear(examples->stop);
  report.trees = std::move(fitted->arrays);
  PutModel(report.trees, columns);
  for (size_t group = 0; options.ablation && group < kGroups; ++group) {
    fit_options.left_out = FeaturesOf(static_cast<FeatureGroup>(group));
    const Result<FittedTrees> without = FitTrees(*examples, fit_options, progress);
    if (!without.ok()) return without.error();
    report.without.push_back({without->ndcg, without->recall});
  }
  return report;
}

}  // namespace hearth
