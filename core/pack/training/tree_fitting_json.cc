#include <xgboost/c_api.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/fixed.h"
#include "pack/training/tree_fitting.h"
#include "pack/training/tree_pruning.h"
#include "rank/linear_model.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

// A call into XGBoost that went wrong, in its own words.
Error FromXGBoost() {
  const std::string words = XGBGetLastError();
  return {ErrorCode::kInternal, "XGBoost: " + words.substr(0, words.find('\n'))};
}

struct FreeMatrix {
  void operator()(void* matrix) const { XGDMatrixFree(matrix); }
};
struct FreeBooster {
  void operator()(void* booster) const { XGBoosterFree(booster); }
};
using Matrix = std::unique_ptr<void, FreeMatrix>;
using Booster = std::unique_ptr<void, FreeBooster>;

// ---- What trees begin with

// Surfaces of the same trees score alike.
Surface FirstOf(uint8_t surfaces) { return static_cast<Surface>(std::countr_zero(surfaces)); }

// As the model has it, in units of 1 / kLeafScale log odds.
struct Beginning {
  int32_t base = 0, hand = 0;
};

double LogOdds(const Beginning& beginning, int32_t score) {
  const int64_t limit = TreeModel::kMaxHand;
  const auto hand = Clamp(int64_t{score} * beginning.hand, -limit, limit);
  return static_cast<double>(beginning.base + hand) / kLeafScale;
}

std::vector<int32_t> ScoresByHand(const Examples& examples, Surface surface) {
  std::vector<int32_t> scores;
  for (size_t r = 0; r < examples.rows(); ++r) {
    scores.push_back(LinearModel::Default().OrderScore(HandSurface(surface), examples.Row(r)));
  }
  return scores;
}

// Logistic regression of what was bought on the score by hand, by Newton's method.
Beginning FitBeginning(const Examples& examples, Surface surface) {
  constexpr int kSteps = 30;
  constexpr double kUnit = 1 << 14;  // of scores, so that both parameters are of one size
  const std::vector<int32_t> scores = ScoresByHand(examples, surface);
  double base = 0, slope = 0;
  for (int step = 0; step < kSteps; ++step) {
    double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
    for (size_t r = 0; r < scores.size(); ++r) {
      const double x = scores[r] / kUnit;
      const double p = 1 / (1 + std::exp(-(base + slope * x)));
      const double error = examples.weight[r] * (examples.is_bought[r] - p);
      const double curve = examples.weight[r] * p * (1 - p);
      g0 += error;
      g1 += error * x;
      h00 += curve;
      h01 += curve * x;
      h11 += curve * x * x;
    }
    const double determinant = h00 * h11 - h01 * h01;
    if (determinant <= 1e-12) break;
    base += std::clamp((h11 * g0 - h01 * g1) / determinant, -2.0, 2.0);
    slope += std::clamp((h00 * g1 - h01 * g0) / determinant, -0.5, 0.5);
  }
  if (!std::isfinite(base) || !std::isfinite(slope)) return {};
  const auto whole = [](double value) {
    return static_cast<int32_t>(std::clamp(std::round(value), -1e9, 1e9));
  };
  return {whole(base * kLeafScale), whole(std::max(slope, 0.0) / kUnit * kLeafScale)};
}

std::vector<Feature> UsedFeatures(const TreeFitOptions& options) {
  std::vector<Feature> used;
  for (const FeatureEntry& entry : kFeatures) {
    const auto& out = options.left_out;
    if (std::find(out.begin(), out.end(), entry.feature) == out.end())
      used.push_back(entry.feature);
  }
  return used;
}

Result<Matrix> MakeMatrix(const Examples& examples, const std::vector<Feature>& used,
                          const Beginning& beginning, const TreeFitOptions& options) {
  std::vector<float> values;
  values.reserve(examples.rows() * used.size());
  for (size_t r = 0; r < examples.rows(); ++r) {
    for (const Feature feature : used) {
      values.push_back(examples.features[r * kFeatureCount + static_cast<size_t>(feature)]);
    }
  }
  DMatrixHandle handle = nullptr;
  if (XGDMatrixCreateFromMat_omp(values.data(), examples.rows(), used.size(), std::nanf(""),
                                 &handle, 1) != 0) {
    return FromXGBoost();
  }
  Matrix matrix(handle);
  const std::vector<float> label(examples.is_bought.begin(), examples.is_bought.end());
  int failed = XGDMatrixSetFloatInfo(handle, "label", label.data(), label.size());
  if (options.objective.starts_with("rank:")) {
    failed |= XGDMatrixSetUIntInfo(handle, "group", examples.rows_of_trip.data(),
                                   examples.rows_of_trip.size());
  } else {
    failed |=
        XGDMatrixSetFloatInfo(handle, "weight", examples.weight.data(), examples.weight.size());
  }
  if (beginning.hand != 0) {
    std::vector<float> margin;
    for (const int32_t score : ScoresByHand(examples, FirstOf(options.surfaces))) {
      margin.push_back(static_cast<float>(LogOdds(beginning, score)));
    }
    failed |= XGDMatrixSetFloatInfo(handle, "base_margin", margin.data(), margin.size());
  }
  if (failed != 0) return FromXGBoost();
  return matrix;
}

// The way in which a feature may move the log odds: 1 up, 0 either. What was bought is bought again
// in one shop and not in another, so own repeats have none.
int DirectionOf(Feature feature) {
  switch (feature) {
    case Feature::kLogPopularity:
    case Feature::kLogRecentPopularity:
    case Feature::kCoBoughtAll:
    case Feature::kCoBoughtLastTrip:
    case Feature::kTasteVectorDot:
      return 1;
    default:
      return 0;
  }
}

std::string Directions(const std::vector<Feature>& used) {
  std::string directions;
  for (const Feature feature : used) {
    directions += (directions.empty() ? "(" : ",") + std::to_string(DirectionOf(feature));
  }
  return directions + ")";
}

Result<Booster> MakeBooster(const Matrix& matrix, const std::vector<Feature>& used,
                            const TreeFitOptions& options) {
  const DMatrixHandle data[] = {matrix.get()};
  BoosterHandle handle = nullptr;
  if (XGBoosterCreate(data, 1, &handle) != 0) return FromXGBoost();
  Booster booster(handle);
  const std::pair<const char*, std::string> parameters[] = {
      {"booster", "gbtree"},
      {"tree_method", "hist"},
      {"nthread", "1"},
      {"verbosity", "0"},
      {"base_score", "0.5"},
      {"objective", options.objective},
      {"seed", std::to_string(options.seed)},
      {"max_depth", std::to_string(options.depth)},
      {"eta", std::to_string(options.learning_rate)},
      {"min_child_weight", std::to_string(options.min_child_weight)},
      {"monotone_constraints", Directions(used)},
      {"lambda", std::to_string(options.lambda)},
      {"colsample_bytree", std::to_string(options.column_share)}};
  for (const auto& [name, value] : parameters) {
    if (XGBoosterSetParam(handle, name, value.c_str()) != 0) return FromXGBoost();
  }
  return booster;
}

// ---- Integers

constexpr size_t kMaxGrownNodes = 60'000;

class Exporter {
 public:
  Exporter(const std::vector<Feature>& used, uint8_t surfaces)
      : used_(used), surfaces_(surfaces), number_(used.size(), -1) {}

  // False when the dump is not what it should be.
  bool AddTree(const Json& tree) {
    const size_t root = arrays_.feature.size();
    arrays_.root.push_back(static_cast<uint16_t>(root));
    arrays_.surfaces.push_back(surfaces_);
    Grow(1);
    return Fill(tree, root);
  }
  size_t nodes() const { return arrays_.feature.size(); }
  TreeArrays Take() { return std::move(arrays_); }
  const std::vector<double>& hessian() const { return hessian_; }

 private:
  void Grow(size_t nodes) {
    arrays_.feature.resize(arrays_.feature.size() + nodes, kLeafFeature);
    arrays_.threshold.resize(arrays_.feature.size(), 0);
    arrays_.child.resize(arrays_.feature.size(), 0);
    hessian_.resize(arrays_.feature.size(), 0);
  }

  uint8_t NumberOf(size_t used_index) {
    int& number = number_[used_index];
    if (number < 0) {
      number = static_cast<int>(arrays_.feature_names.size());
      arrays_.feature_names.emplace_back(kFeatures[static_cast<size_t>(used_[used_index])].name);
    }
    return static_cast<uint8_t>(number);
  }

  bool Fill(const Json& node, size_t at) {
    if (!node.contains("cover")) return false;
    hessian_[at] = node["cover"].get<double>();
    if (node.contains("leaf")) {
      arrays_.child[at] = static_cast<uint16_t>(arrays_.value.size());
      arrays_.value.push_back(
          static_cast<int32_t>(std::lround(node["leaf"].get<double>() * kLeafScale)));
      return true;
    }
    if (!node.contains("split") || !node.contains("children")) return false;
    const size_t feature = std::stoul(node["split"].get<std::string>().substr(1));
    if (feature >= used_.size()) return false;
    const size_t left = arrays_.feature.size();
    Grow(2);
    arrays_.feature[at] = NumberOf(feature);
    arrays_.threshold[at] =
        ClampToInt16(static_cast<int64_t>(std::ceil(node["split_condition"].get<double>())));
    arrays_.child[at] = static_cast<uint16_t>(left);
    const Json& children = node["children"];
    for (const Json& child : children) {
      const bool is_left = child["nodeid"] == node["yes"];
      if (!Fill(child, is_left ? left : left + 1)) return false;
    }
    return children.size() == 2;
  }

  const std::vector<Feature>& used_;
  uint8_t surfaces_;
  std::vector<int> number_;
  TreeArrays arrays_;
  std::vector<double> hessian_;  // by node
};

Result<std::vector<Json>> DumpTrees(const Booster& booster) {
  bst_ulong count = 0;
  const char** trees = nullptr;
  if (XGBoosterDumpModelEx(booster.get(), "", 1, "json", &count, &trees) != 0) {
    return FromXGBoost();
  }
  std::vector<Json> parsed;
  for (bst_ulong t = 0; t < count; ++t) {
    parsed.push_back(Json::parse(trees[t], nullptr, false));
    if (!parsed.back().is_object()) return Error{ErrorCode::kInternal, "XGBoost: unreadable trees"};
  }
  return parsed;
}

struct IntegerTrees {
  TreeArrays arrays;
  std::vector<double> hessian;  // by node
};

Result<IntegerTrees> ToIntegers(const std::vector<Json>& trees, const std::vector<Feature>& used,
                                uint8_t surfaces) {
  Exporter exporter(used, surfaces);
  for (const Json& tree : trees) {
    if (!exporter.AddTree(tree)) return Error{ErrorCode::kInternal, "XGBoost: odd trees"};
    if (exporter.nodes() > kMaxGrownNodes) {
      return Error{ErrorCode::kTooLarge, "XGBoost: more nodes than 16 bits can number"};
    }
  }
  std::vector<double> hessian = exporter.hessian();
  return IntegerTrees{exporter.Take(), std::move(hessian)};
}

std::vector<double> ScoreAll(const TreeModel& model, Surface surface, const Examples& examples) {
  std::vector<double> scores;
  for (size_t r = 0; r < examples.rows(); ++r) {
    scores.push_back(model.Score(surface, examples.Row(r)));
  }
  return scores;
}

// Margins of the first `rounds` trees as XGBoost itself adds them up.
Result<std::vector<double>> FloatScores(const Booster& booster, const Matrix& matrix,
                                        size_t rounds) {
  bst_ulong count = 0;
  const float* margins = nullptr;
  if (XGBoosterPredict(booster.get(), matrix.get(), 1, static_cast<unsigned>(rounds), 0, &count,
                       &margins) != 0) {
    return FromXGBoost();
  }
  return std::vector<double>(margins, margins + count);
}

// Mean surprise at what was bought, for scores as log odds.
double LogLoss(const Examples& examples, const std::vector<double>& scores) {
  double loss = 0;
  for (size_t r = 0; r < examples.rows(); ++r) {
    const double odds = scores[r] / kLeafScale;
    loss += std::log1p(std::exp(examples.is_bought[r] != 0 ? -odds : odds));
  }
  return loss / static_cast<double>(std::max<size_t>(examples.rows(), 1));
}

constexpr size_t kJudgedAt = 10;
constexpr size_t kRoundsApart = 5;

Result<RankingQuality> Judge(const TreeArrays& arrays, Surface surface, const Examples& examples) {
  const Result<TreeModel> model = TreeModel::Make(arrays);
  if (!model.ok()) return model.error();
  return JudgeExamples(examples, ScoreAll(*model, surface, examples), kJudgedAt);
}

// Trees as they grew on some examples, whole and without leaves of too few customers.
struct GrownTrees {
  Booster booster;
  IntegerTrees whole;
  TreeArrays pruned;
  Beginning beginning;
  size_t splits_pruned = 0;
};

void PutBeginning(const Beginning& beginning, uint8_t surfaces, TreeArrays* arrays) {
  if (beginning.hand == 0) return;
  arrays->base = beginning.base;
  arrays->hand.assign(kSurfaceNames.size(), 0);
  for (size_t s = 0; s < arrays->hand.size(); ++s) {
    if (surfaces >> s & 1) arrays->hand[s] = beginning.hand;
  }
}

Result<GrownTrees> Grow(const Examples& examples, const std::vector<Feature>& used,
                        const TreeFitOptions& options, size_t rounds, const Progress& progress) {
  Beginning beginning;
  if (options.begin_by_hand) beginning = FitBeginning(examples, FirstOf(options.surfaces));
  Result<Matrix> matrix = MakeMatrix(examples, used, beginning, options);
  if (!matrix.ok()) return matrix.error();
  Result<Booster> booster = MakeBooster(*matrix, used, options);
  if (!booster.ok()) return booster.error();
  for (size_t round = 0; round < rounds; ++round) {
    if (progress) progress("growing trees", round, rounds);
    if (XGBoosterUpdateOneIter(booster->get(), static_cast<int>(round), matrix->get()) != 0) {
      return FromXGBoost();
    }
  }
  matrix->reset();
  const Result<std::vector<Json>> trees = DumpTrees(*booster);
  if (!trees.ok()) return trees.error();
  Result<IntegerTrees> whole = ToIntegers(*trees, used, options.surfaces);
  if (!whole.ok()) return whole.error();
  GrownTrees grown{*std::move(booster), *std::move(whole), {}, beginning};
  PutBeginning(beginning, options.surfaces, &grown.whole.arrays);
  grown.pruned = grown.whole.arrays;
  if (options.min_customers > 1) {
    grown.splits_pruned = PruneLeavesOfFew(examples, options.min_customers, grown.whole.hessian,
                                           options.lambda, &grown.pruned);
  }
  return grown;
}

// The first `rounds` trees or fewer, so that there are at most `max_nodes`.
TreeArrays AsManyAsFit(const TreeArrays& arrays, size_t rounds, size_t max_nodes) {
  TreeArrays first = FirstTrees(arrays, rounds);
  while (first.feature.size() > max_nodes) first = FirstTrees(first, first.root.size() - 1);
  return first;
}

// `fitted`, and how its trees rank whole, as integers and as floats: those that are kept, whether
// they learned from `stop` or not.
Result<FittedTrees> Compared(const GrownTrees& grown, const Examples& stop,
                             const std::vector<Feature>& used, const TreeFitOptions& options,
                             FittedTrees fitted) {
  const TreeArrays whole = AsManyAsFit(grown.whole.arrays, fitted.rounds, kMaxModelNodes);
  const Result<RankingQuality> integers = Judge(whole, FirstOf(options.surfaces), stop);
  if (!integers.ok()) return integers.error();
  fitted.whole_ndcg = integers->ndcg;
  const Result<Matrix> matrix = MakeMatrix(stop, used, grown.beginning, options);
  if (!matrix.ok()) return matrix.error();
  const Result<std::vector<double>> margins =
      FloatScores(grown.booster, *matrix, whole.root.size());
  if (!margins.ok()) return margins.error();
  fitted.float_ndcg = JudgeExamples(stop, *margins, kJudgedAt).ndcg;
  return fitted;
}

}  // namespace

bool CanFitTrees() { return true; }

Result<FittedTrees> FitTrees(const ExampleSets& examples, const TreeFitOptions& options,
                             const Progress& progress) {
  const std::vector<Feature> used = UsedFeatures(options);
  const Result<GrownTrees> grown =
      Grow(examples.learn, used, options, options.max_rounds, progress);
  if (!grown.ok()) return grown.error();
  const TreeArrays& whole = grown->whole.arrays;
  const bool is_ranking = options.objective.starts_with("rank:");
  const Surface surface = FirstOf(options.surfaces);
  FittedTrees best;
  best.pruned = grown->splits_pruned;
  double best_loss = 0;
  for (size_t rounds = std::min(kRoundsApart, whole.root.size()); rounds <= whole.root.size();
       rounds += kRoundsApart) {
    TreeArrays arrays = FirstTrees(grown->pruned, rounds);
    if (arrays.feature.size() > options.max_nodes) break;
    if (FirstTrees(whole, rounds).feature.size() > kMaxModelNodes) break;  // or none could judge it
    const Result<TreeModel> model = TreeModel::Make(arrays);
    if (!model.ok()) return model.error();
    std::vector<double> scores = ScoreAll(*model, surface, examples.stop);
    const RankingQuality quality = JudgeExamples(examples.stop, scores, kJudgedAt);
    const double loss = is_ranking ? -quality.ndcg : LogLoss(examples.stop, scores);
    if (best.rounds > 0 && loss >= best_loss) continue;
    best_loss = loss;
    best.arrays = std::move(arrays);
    best.rounds = rounds;
    best.ndcg = quality.ndcg;
    best.recall = quality.recall;
    best.scores = std::move(scores);
  }
  if (best.rounds == 0) return Error{ErrorCode::kInternal, "no trees were worth keeping"};
  if (examples.last.rows() == 0) return Compared(*grown, examples.stop, used, options, best);

  const Result<GrownTrees> again =
      Grow(Joined(examples.learn, examples.last), used, options, best.rounds, progress);
  if (!again.ok()) return again.error();
  best.arrays = AsManyAsFit(again->pruned, best.rounds, options.max_nodes);
  best.rounds = best.arrays.root.size();
  best.pruned = again->splits_pruned;
  return Compared(*again, examples.stop, used, options, best);
}

}  // namespace hearth
