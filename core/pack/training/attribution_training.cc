#include "pack/training/attribution_training.h"

// Vector instructions would sum in another order on another machine.
#define EIGEN_DONT_VECTORIZE
#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "attribution/tables.h"
#include "base/sampling.h"
#include "pack/counts/taste.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

constexpr size_t kMinVisits = 4;
constexpr size_t kMaxVisits = 200;      // only this many, the latest, of a customer count
constexpr uint64_t kCutVisitItems = 9;  // at most
constexpr size_t kGoodVisits = 8;       // customers with as many are taken first
constexpr size_t kMinCustomers = 20;
constexpr size_t kMaxCustomers = 1'200;
constexpr size_t kCustomersOneIn = 4;  // at most; the others make the statistics
constexpr size_t kHouseholds = 400;
constexpr size_t kMaxSimulatedVisits = 40'000;
constexpr uint32_t kSignedVisits = 2;
constexpr uint64_t kOftenSignedOneIn = 5;
constexpr uint64_t kCutOftenSignedOneIn = 2;  // where no visit is real
constexpr size_t kAlikeOf = 5;
constexpr int kReplays = 3;
constexpr double kOlderReplays = 0.6;  // weight of what was collected before
constexpr double kShrinkage = 8;       // examples' worth of the defaults
constexpr int kNewtonSteps = 30;
constexpr double kMaxNew = 0.004;  // mean probability of somebody new where there is none
constexpr uint64_t kSeed = 5;

// The cost of an unsigned visit of somebody who signed only one: at most 32 to 1. Else one who
// never says who they are could not be believed to be there.
constexpr double kMaxSigned = 5;

// ---- Simulated households

struct SimulatedHousehold {
  OpenVisits open;
  std::vector<size_t> truth;  // by visit: the candidate
};

class Dealer {
 public:
  Dealer(const Baskets& baskets, const OwnedColumns& columns,
         std::vector<CustomerBaskets> customers, uint64_t often_signed_one_in)
      : baskets_(baskets),
        columns_(columns),
        customers_(std::move(customers)),
        often_signed_one_in_(often_signed_one_in) {
    const Time of_day = baskets.time.empty() ? 0 : baskets.time.front() % kMsPerDay;
    has_clock_ = std::any_of(baskets.time.begin(), baskets.time.end(),
                             [&](Time t) { return t % kMsPerDay != of_day; });
  }

  SimulatedHousehold Next() {
    const bool alike = dealt_++ % 3 == 1;
    const std::vector<CustomerBaskets> people = Housemates(SizeOf(random_.Below(1000)), alike);
    return Merge(people, random_.Below(often_signed_one_in_) == 0);
  }

 private:
  // People who use one account, where more than one does.
  static size_t SizeOf(uint64_t permille) { return permille < 730 ? 2 : permille < 899 ? 3 : 4; }

  CustomerBaskets NextCustomer() {
    if (left_.empty()) {
      left_ = customers_;
      Shuffle(random_, &left_);
    }
    const CustomerBaskets customer = left_.back();
    left_.pop_back();
    return customer;
  }

  std::vector<CustomerBaskets> Housemates(size_t count, bool alike) {
    if (left_.size() < count + kAlikeOf) left_.clear();
    std::vector<CustomerBaskets> people = {NextCustomer()};
    while (people.size() < count) {
      if (alike) {
        size_t best = left_.size() - 1;
        double best_likeness = -1;
        for (size_t i = 0; i < kAlikeOf; ++i) {
          const size_t other = random_.Below(left_.size());
          const double likeness = Likeness(people.front(), left_[other]);
          if (likeness > best_likeness) best = other, best_likeness = likeness;
        }
        std::swap(left_[best], left_.back());
      }
      people.push_back(NextCustomer());
    }
    return people;
  }

  std::map<ItemIndex, double> TasteOf(CustomerBaskets customer) const {
    std::map<ItemIndex, double> taste;
    for (size_t b = customer.begin; b < customer.end; ++b) {
      for (const ItemIndex item : baskets_.ItemsOf(b)) taste[item] += 1;
    }
    return taste;
  }
  // Cosine of what two customers bought.
  double Likeness(CustomerBaskets a, CustomerBaskets b) const {
    const std::map<ItemIndex, double> x = TasteOf(a), y = TasteOf(b);
    double dot = 0, xx = 0, yy = 0;
    for (const auto& [item, count] : x) {
      const auto found = y.find(item);
      if (found != y.end()) dot += count * found->second;
      xx += count * count;
    }
    for (const auto& [item, count] : y) yy += count * count;
    return dot / std::sqrt(xx * yy);
  }

  // Which of the people comes next: by time, or, where a shop has no times of day, at random, by
  // how many visits each has left. people.size() when nobody does.
  size_t NextOf(const std::vector<CustomerBaskets>& left) {
    size_t next = left.size(), visits = 0;
    for (size_t p = 0; p < left.size(); ++p) {
      visits += left[p].size();
      if (left[p].size() == 0) continue;
      const bool earlier =
          next == left.size() || baskets_.time[left[p].begin] < baskets_.time[left[next].begin];
      if (earlier) next = p;
    }
    if (has_clock_ || visits == 0) return next;
    uint64_t place = random_.Below(visits);
    for (next = 0; place >= left[next].size(); ++next) place -= left[next].size();
    return next;
  }

  SimulatedHousehold Merge(std::vector<CustomerBaskets> people, bool often_signed) {
    SimulatedHousehold household;
    std::vector<uint32_t> visits_of(people.size(), 0);
    for (size_t p = 0; p < people.size(); ++p) {
      household.open.candidates.push_back(static_cast<MemberId>(p));
      people[p].begin =
          std::max(people[p].begin, people[p].end - std::min(people[p].size(), kMaxVisits));
    }
    for (size_t p; (p = NextOf(people)) < people.size();) {
      const size_t basket = people[p].begin++;
      const bool is_signed = visits_of[p]++ < kSignedVisits || (often_signed && random_.Chance(50));
      OpenVisit visit;
      visit.id = household.open.visits.size() + 1;
      visit.start = visit.end = baskets_.time[basket];
      visit.owner = is_signed ? static_cast<MemberId>(p) : kNobody;
      visit.first_item = static_cast<uint32_t>(household.open.items.size());
      for (const ItemIndex item : baskets_.ItemsOf(basket)) {
        household.open.items.push_back(columns_.key[item]);
      }
      visit.item_count = static_cast<uint32_t>(household.open.items.size()) - visit.first_item;
      household.open.visits.push_back(visit);
      household.truth.push_back(p);
    }
    return household;
  }

  const Baskets& baskets_;
  const OwnedColumns& columns_;
  std::vector<CustomerBaskets> customers_, left_;
  uint64_t often_signed_one_in_;
  bool has_clock_ = false;
  size_t dealt_ = 0;
  Random random_{kSeed};
};

// ---- What a replay shows

constexpr size_t kKinds = kAttributionFeatures;
using Row = std::array<double, kKinds>;

struct Example {
  std::vector<Row> candidates;  // features, in bits
  Row somebody_new;
  size_t truth;
  double weight;
};

Row RowOf(const AttributionFeaturesQ10& features) {
  Row row;
  for (size_t kind = 0; kind < kKinds; ++kind) row[kind] = features[kind] / 1024.0;
  return row;
}

struct Replayed {
  std::vector<Example> examples;
  size_t right = 0;
};

// Scores each unsigned visit in turn, then teaches by the belief, or by the truth.
void Replay(const SimulatedHousehold& household, const AttributionModel& model, bool by_truth,
            Replayed* replayed) {
  AttributionTables tables(household.open, model);
  for (size_t v = 0; v < household.open.visits.size(); ++v) {
    Belief belief;
    belief.p_q15[household.truth[v]] = 32768;
    if (tables.SignerOf(v) == tables.candidates()) {
      const std::vector<AttributionFeaturesQ10> features = tables.FeaturesFor(v);
      Example& example = replayed->examples.emplace_back();
      for (size_t c = 0; c < tables.candidates(); ++c) {
        example.candidates.push_back(RowOf(features[c]));
      }
      example.somebody_new = RowOf(features.back());
      example.truth = household.truth[v];
      example.weight = 1;
      const Belief guess = tables.BeliefFrom(features);
      const auto end = guess.p_q15.begin() + static_cast<std::ptrdiff_t>(tables.candidates());
      replayed->right += std::max_element(guess.p_q15.begin(), end) - guess.p_q15.begin() ==
                         static_cast<std::ptrdiff_t>(example.truth);
      if (!by_truth) belief = guess;
    }
    tables.Teach(v, belief, 1);
  }
}

// ---- The fit: Newton's method with bounds

constexpr double Most(size_t kind) {
  const auto feature = static_cast<AttributionFeature>(kind);
  const bool is_signed =
      feature == AttributionFeature::kSignedTwice || feature == AttributionFeature::kSignedOnce;
  return is_signed ? kMaxSigned : 60;
}

double Dot(const Row& a, const Row& b) {
  double sum = 0;
  for (size_t kind = 0; kind < kKinds; ++kind) sum += a[kind] * b[kind];
  return sum;
}

// Probabilities of the candidates; scores are in bits.
std::vector<double> ProbabilitiesOf(const Example& example, const Row& weights) {
  std::vector<double> p;
  for (const Row& row : example.candidates) p.push_back(Dot(row, weights));
  const double best = *std::max_element(p.begin(), p.end());
  double sum = 0;
  for (double& x : p) sum += x = std::exp2(x - best);
  for (double& x : p) x /= sum;
  return p;
}

struct Slope {
  Row gradient{};
  std::array<Row, kKinds> curvature{};
};

Slope SlopeAt(const std::vector<Example>& examples, const Row& weights, const Row& origin,
              const Row& scale) {
  Slope slope;
  double total = 0;
  for (const Example& example : examples) {
    const std::vector<double> p = ProbabilitiesOf(example, weights);
    Row mean{};
    for (size_t c = 0; c < p.size(); ++c) {
      for (size_t kind = 0; kind < kKinds; ++kind) mean[kind] += p[c] * example.candidates[c][kind];
    }
    for (size_t kind = 0; kind < kKinds; ++kind) {
      slope.gradient[kind] +=
          example.weight * (mean[kind] - example.candidates[example.truth][kind]);
    }
    for (size_t c = 0; c < p.size(); ++c) {
      for (size_t i = 0; i < kKinds; ++i) {
        const double off = example.weight * p[c] * (example.candidates[c][i] - mean[i]);
        for (size_t j = 0; j <= i; ++j) {
          slope.curvature[i][j] += off * (example.candidates[c][j] - mean[j]);
        }
      }
    }
    total += example.weight;
  }
  // In bits: log(2) a score. The pull to `origin` is as strong as kShrinkage examples.
  const double to_mean = std::log(2.0) / total;
  for (size_t i = 0; i < kKinds; ++i) {
    const double pull = kShrinkage / total * scale[i] * scale[i];
    slope.gradient[i] = slope.gradient[i] * to_mean + pull * (weights[i] - origin[i]);
    for (size_t j = 0; j <= i; ++j) {
      slope.curvature[i][j] *= to_mean * std::log(2.0);
      slope.curvature[j][i] = slope.curvature[i][j];
    }
    slope.curvature[i][i] += pull + 1e-9;
  }
  return slope;
}

// Solves curvature * step = -gradient for the kinds in `free`; 0 for others. The matrix is positive
// definite.
Row StepOf(const Slope& slope, const std::vector<size_t>& free) {
  Row step{};
  if (free.empty()) return step;
  const auto n = static_cast<Eigen::Index>(free.size());
  Eigen::MatrixXd curvature(n, n);
  Eigen::VectorXd descent(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const size_t kind = free[static_cast<size_t>(i)];
    descent[i] = -slope.gradient[kind];
    for (Eigen::Index j = 0; j < n; ++j) {
      curvature(i, j) = slope.curvature[kind][free[static_cast<size_t>(j)]];
    }
  }
  const Eigen::VectorXd solved = curvature.ldlt().solve(descent);
  for (Eigen::Index i = 0; i < n; ++i) step[free[static_cast<size_t>(i)]] = solved[i];
  return step;
}

Row RootMeanSquares(const std::vector<Example>& examples) {
  Row squares{};
  double rows = 0;
  for (const Example& example : examples) {
    for (const Row& row : example.candidates) {
      for (size_t kind = 0; kind < kKinds; ++kind) squares[kind] += row[kind] * row[kind];
      rows += 1;
    }
  }
  for (double& x : squares) x = std::sqrt(x / rows) + 1e-3;
  return squares;
}

Row Fit(const std::vector<Example>& examples, const Row& origin, Row weights) {
  const Row scale = RootMeanSquares(examples);
  for (int i = 0; i < kNewtonSteps; ++i) {
    const Slope slope = SlopeAt(examples, weights, origin, scale);
    std::vector<size_t> free;  // not held by a bound
    for (size_t kind = 0; kind < kKinds; ++kind) {
      const bool at_least = weights[kind] <= 0 && slope.gradient[kind] > 0;
      const bool at_most = weights[kind] >= Most(kind) && slope.gradient[kind] < 0;
      if (!at_least && !at_most) free.push_back(kind);
    }
    const Row step = StepOf(slope, free);
    double largest = 0;
    for (size_t kind = 0; kind < kKinds; ++kind) {
      largest = std::max(largest, std::abs(step[kind]) * scale[kind]);
    }
    const double damping = largest > 2 ? 2 / largest : 1;
    for (size_t kind = 0; kind < kKinds; ++kind) {
      weights[kind] = std::clamp(weights[kind] + damping * step[kind], 0.0, Most(kind));
    }
    if (largest < 1e-5) break;
  }
  return weights;
}

// The most that may be added to somebody new's score, in bits, for a mean probability of kMaxNew
// where everybody is a member.
double FitSomebodyNew(const std::vector<Example>& examples, const Row& weights) {
  double low = -40, high = 0;
  for (int i = 0; i < 30; ++i) {
    const double middle = (low + high) / 2;
    double sum = 0;
    for (const Example& example : examples) {
      double others = 0;
      const double own = Dot(example.somebody_new, weights) + middle;
      for (const Row& row : example.candidates) others += std::exp2(Dot(row, weights) - own);
      sum += 1 / (1 + others);
    }
    (sum > kMaxNew * static_cast<double>(examples.size()) ? high : low) = middle;
  }
  return low;
}

AttributionWeights WeightsFrom(const Row& row, double somebody_new) {
  AttributionWeights weights;
  for (size_t kind = 0; kind < kKinds; ++kind) {
    weights.weight_q10[kind] = static_cast<int32_t>(std::lround(row[kind] * 1024));
  }
  weights.somebody_new_q10 = static_cast<int32_t>(std::lround(somebody_new * 1024));
  return weights;
}

Row RowOf(const AttributionWeights& weights) { return RowOf(weights.weight_q10); }

// ---- Who is dealt out, and what is known of the others

struct Parts {
  std::vector<CustomerBaskets> dealt, counted;
};

Parts PartCustomers(std::vector<CustomerBaskets> customers) {
  Random random(kSeed);
  Shuffle(random, &customers);
  std::stable_sort(customers.begin(), customers.end(),
                   [](const CustomerBaskets& a, const CustomerBaskets& b) {
                     return std::min(a.size(), kGoodVisits) > std::min(b.size(), kGoodVisits);
                   });
  const auto few = std::find_if(customers.begin(), customers.end(),
                                [](const CustomerBaskets& c) { return c.size() < kMinVisits; });
  const size_t dealt = std::min({static_cast<size_t>(few - customers.begin()),
                                 customers.size() / kCustomersOneIn, kMaxCustomers});
  const auto middle = customers.begin() + static_cast<std::ptrdiff_t>(dealt);
  return {{customers.begin(), middle}, {middle, customers.end()}};
}

// The baskets as if each customer had come for a few items at a time, in a random order.
Baskets CutIntoVisits(const Baskets& baskets, const std::vector<CustomerBaskets>& customers) {
  Random random(kSeed);
  Baskets cut;
  for (const CustomerBaskets& customer : customers) {
    std::vector<ItemIndex> items;
    for (size_t b = customer.begin; b < customer.end; ++b) {
      const std::span<const ItemIndex> more = baskets.ItemsOf(b);
      items.insert(items.end(), more.begin(), more.end());
    }
    Shuffle(random, &items);
    for (size_t i = 0; i < items.size();) {
      const size_t count = std::min<size_t>(items.size() - i, 1 + random.Below(kCutVisitItems));
      const auto begin = items.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end = begin + static_cast<std::ptrdiff_t>(count);
      std::sort(begin, end);
      cut.customer.push_back(baskets.customer[customer.begin]);
      cut.time.push_back(baskets.time.front());  // no hour tells anybody apart
      cut.start.push_back(cut.item.size());
      cut.item.insert(cut.item.end(), begin, std::unique(begin, end));
      i += count;
    }
  }
  cut.start.push_back(cut.item.size());
  return cut;
}

// The catalog as it would be without the customers who are dealt out.
Result<Catalog> CatalogOf(const OwnedColumns& columns, const Baskets& baskets,
                          const std::vector<CustomerBaskets>& counted, uint32_t k) {
  OwnedColumns others = columns;
  others.item_customers = CountCustomersOfItems(baskets, counted, columns.item_count(), k);
  Taste taste = MakeTaste(baskets, counted, columns.item_count(), k);
  others.taste_vector = std::move(taste.vector);
  others.taste_group = std::move(taste.group);
  Result<std::vector<uint8_t>> bytes = EncodePack(others);
  if (!bytes.ok()) return bytes.error();
  return Catalog::FromPack(*std::move(bytes));
}

void FitWeights(const Catalog& catalog, const std::vector<SimulatedHousehold>& households,
                const Progress& progress, AttributionReport* report, OwnedColumns* columns) {
  AttributionWeights weights = AttributionWeights::Default();
  const Row origin = RowOf(weights);
  Row row = origin;
  std::vector<Example> examples;
  for (int replay = 0; replay <= kReplays; ++replay) {
    const AttributionModel model(catalog, weights);
    Replayed replayed;
    for (size_t h = 0; h < households.size(); ++h) {
      if (progress && h % 100 == 0) {
        progress("fitting attribution", static_cast<size_t>(replay) * households.size() + h,
                 (kReplays + 1) * households.size());
      }
      Replay(households[h], model, replay == 0, &replayed);
    }
    if (replayed.examples.empty()) return;
    if (replay > 0) report->right_permille = replayed.right * 1000 / replayed.examples.size();
    if (replay == 1) examples.clear();  // of tables taught by the truth: a start, no more
    for (Example& example : examples) example.weight *= kOlderReplays;
    report->visits = replayed.examples.size();
    std::move(replayed.examples.begin(), replayed.examples.end(), std::back_inserter(examples));
    row = Fit(examples, origin, row);
    weights = WeightsFrom(row, -20);
  }
  const auto latest = examples.end() - static_cast<std::ptrdiff_t>(report->visits);
  weights = WeightsFrom(row, FitSomebodyNew({latest, examples.end()}, row));
  columns->attribution_weights = weights.ForPack();
}

}  // namespace

AttributionReport TrainAttribution(const Orders& orders, uint32_t k, const Progress& progress,
                                   OwnedColumns* columns) {
  AttributionReport report;
  Baskets baskets = MakeBaskets(orders, *columns);
  std::vector<CustomerBaskets> customers = CustomersOf(baskets);
  if (progress) progress("placing items by taste", 0, 1);
  Taste taste = MakeTaste(baskets, customers, columns->item_count(), k);
  columns->taste_vector = std::move(taste.vector);
  columns->taste_group = std::move(taste.group);
  columns->attribution_weights.clear();
  report.items_placed =
      static_cast<size_t>(std::count_if(columns->taste_group.begin(), columns->taste_group.end(),
                                        [](uint8_t group) { return group != 0; }));

  Parts parts = PartCustomers(customers);
  const bool cut = parts.dealt.size() < kMinCustomers;
  if (cut) {
    baskets = CutIntoVisits(baskets, customers);
    customers = CustomersOf(baskets);
    parts = PartCustomers(customers);
  }
  if (parts.dealt.size() < kMinCustomers) return report;
  const auto others_k = static_cast<uint32_t>(
      std::max<size_t>(1, (k * parts.counted.size() + customers.size() / 2) / customers.size()));
  const Result<Catalog> catalog = CatalogOf(*columns, baskets, parts.counted, others_k);
  if (!catalog.ok()) return report;  // a catalog that cannot be written will say so itself
  Dealer dealer(baskets, *columns, std::move(parts.dealt),
                cut ? kCutOftenSignedOneIn : kOftenSignedOneIn);
  std::vector<SimulatedHousehold> households;
  for (size_t visits = 0; households.size() < kHouseholds && visits < kMaxSimulatedVisits;) {
    households.push_back(dealer.Next());
    visits += households.back().truth.size();
  }
  report.households = households.size();
  FitWeights(*catalog, households, progress, &report, columns);
  return report;
}

}  // namespace hearth
