#include "attribution/attribution.h"

#include <algorithm>

#include "attribution/tables.h"
#include "base/fixed.h"

namespace hearth {
namespace {

constexpr uint32_t kCertain = 32768;  // Q15
constexpr int64_t kMaxWeight = 64 * 1024;
constexpr int64_t kMinInverse = 16;  // Q4
constexpr int64_t kMaxInverse = int64_t{1} << 26;

// 16 * whole / part.
uint32_t InverseQ4(uint64_t whole, uint64_t part) {
  return static_cast<uint32_t>(
      Clamp(static_cast<int64_t>(whole * 16 / part), kMinInverse, kMaxInverse));
}

Belief CertaintyOf(size_t candidate) {
  Belief belief;
  belief.p_q15[candidate] = kCertain;
  return belief;
}

}  // namespace

MemberId GuessOf(const Belief& belief, std::span<const MemberId> candidates,
                 uint32_t threshold_percent, uint32_t margin_percent) {
  size_t top = 0;
  uint32_t top_p = 0, next_p = 0;
  for (size_t i = 0; i <= candidates.size(); ++i) {  // somebody new is last
    const uint32_t p = belief.p_q15[i];
    next_p = std::max(next_p, std::min(p, top_p));
    if (p <= top_p) continue;
    next_p = top_p;
    top = i, top_p = p;
  }
  if (top == candidates.size()) return kNobody;
  const bool sure = top_p * 100 >= threshold_percent * kCertain &&
                    (top_p - next_p) * 100 >= margin_percent * kCertain;
  return sure ? candidates[top] : kNobody;
}

AttributionWeights AttributionWeights::FromPack(std::span<const int32_t> numbers) {
  if (numbers.size() != kAttributionFeatures + 1) return Default();
  const auto bounded = [](int32_t x) {
    return static_cast<int32_t>(Clamp(x, -kMaxWeight, kMaxWeight));
  };
  AttributionWeights weights;
  std::transform(numbers.begin(), numbers.end() - 1, weights.weight_q10.begin(), bounded);
  weights.somebody_new_q10 = bounded(numbers.back());
  return weights;
}

std::vector<int32_t> AttributionWeights::ForPack() const {
  std::vector<int32_t> numbers(weight_q10.begin(), weight_q10.end());
  numbers.push_back(somebody_new_q10);
  return numbers;
}

AttributionWeights AttributionWeights::Default() {
  AttributionWeights weights;
  weights.weight_q10 = {370, 900, 4500, 100, 80,  2000, 300, 140,
                        400, 600, 270,  150, 600, 4000, 2200};
  weights.somebody_new_q10 = -5500;
  return weights;
}

AttributionModel::AttributionModel(const Catalog& catalog)
    : AttributionModel(catalog,
                       AttributionWeights::FromPack(catalog.columns().attribution_weights)) {}

AttributionModel::AttributionModel(const Catalog& catalog, const AttributionWeights& weights)
    : catalog_(&catalog), weights_(weights) {
  const CatalogColumns& columns = catalog.columns();
  std::vector<uint64_t> by_category(catalog.category_count(), 1);
  std::vector<uint64_t> by_group(256, 1);
  std::array<uint64_t, 8> by_band{1, 1, 1, 1, 1, 1, 1, 1};
  for (size_t i = 0; i < catalog.item_count(); ++i) {
    const uint64_t customers = 2 * uint64_t{columns.item_customers[i]} + 1;
    purchases_ += customers;
    by_category[columns.category[i]] += customers;
    by_band[columns.price_band[i]] += customers;
    if (!columns.taste_group.empty()) by_group[columns.taste_group[i]] += customers;
  }
  purchases_ = std::max<uint64_t>(purchases_, 1);
  for (const uint64_t customers : by_category) {
    category_q4_.push_back(InverseQ4(purchases_, customers));
  }
  for (const uint64_t customers : by_group) group_q4_.push_back(InverseQ4(purchases_, customers));
  for (size_t band = 0; band < by_band.size(); ++band) {
    band_q4_[band] = InverseQ4(purchases_, by_band[band]);
  }
}

uint32_t AttributionModel::InverseShareQ4(ItemIndex item) const {
  const uint64_t customers = item == kNoItem ? 0 : catalog_->columns().item_customers[item];
  return InverseQ4(purchases_, 2 * customers + 1);
}

std::span<const int8_t> AttributionModel::VectorOf(ItemIndex item) const {
  const std::span<const int8_t> vectors = catalog_->columns().taste_vector;
  if (!vectors.empty()) return vectors.subspan(item * kEmbeddingDims, kEmbeddingDims);
  if (catalog_->HasEmbeddings()) return catalog_->Embedding(item);
  return {};
}

Attributor::Attributor(const OpenVisits& visits, const AttributionModel& model)
    : tables_(std::make_unique<AttributionTables>(visits, model)) {
  const size_t candidates = tables_->candidates();
  std::vector<size_t> open;
  beliefs_.reserve(visits.visits.size());
  for (size_t v = 0; v < visits.visits.size(); ++v) {
    const size_t signer = tables_->SignerOf(v);
    if (signer == candidates) open.push_back(v);
    beliefs_.push_back(signer == candidates ? tables_->ScoreVisit(v) : CertaintyOf(signer));
    tables_->Teach(v, beliefs_.back(), 1);
  }
  for (size_t i = open.size() - std::min(open.size(), kRescoredVisits); i < open.size(); ++i) {
    const Belief taught = beliefs_[open[i]];
    tables_->Teach(open[i], taught, -1);
    beliefs_[open[i]] = tables_->ScoreVisit(open[i]);
    tables_->Teach(open[i], taught, 1);
  }
  tables_->FreeVisits();
}

Attributor::~Attributor() = default;
Attributor::Attributor(Attributor&&) noexcept = default;
Attributor& Attributor::operator=(Attributor&&) noexcept = default;

struct RunningVisit::State {
  const AttributionTables* tables;
  AttributionTables::Visit visit;
  std::vector<AttributionTables::Sums> sums;

  Belief Score(bool over) const {
    std::vector<AttributionFeaturesQ10> features;
    for (size_t c = 0; c < sums.size(); ++c) {
      features.push_back(tables->FeaturesOf(visit, sums[c], c, over));
    }
    return tables->BeliefFrom(features);
  }
};

RunningVisit Attributor::Begin(Time start) const {
  auto state = std::make_unique<RunningVisit::State>();
  state->tables = tables_.get();
  state->visit.part_of_week = AttributionTables::PartOfWeek(start);
  state->sums.resize(tables_->candidates() + 1);
  return RunningVisit(std::move(state));
}

Belief Attributor::Score(std::span<const ItemKey> items, Time start) const {
  RunningVisit visit = Begin(start);
  for (const ItemKey item : items) visit.Add(item);
  return visit.state_->Score(true);
}

Belief Attributor::ScoreRunning(std::span<const ItemKey> items, Time start) const {
  RunningVisit visit = Begin(start);
  for (const ItemKey item : items) visit.Add(item);
  return visit.Current();
}

size_t Attributor::MemoryBytes() const {
  return tables_->MemoryBytes() + beliefs_.capacity() * sizeof(Belief);
}

RunningVisit::RunningVisit(std::unique_ptr<State> state) : state_(std::move(state)) {}
RunningVisit::~RunningVisit() = default;
RunningVisit::RunningVisit(RunningVisit&&) noexcept = default;
RunningVisit& RunningVisit::operator=(RunningVisit&&) noexcept = default;

void RunningVisit::Add(ItemKey key) {
  const AttributionTables::Item item = state_->tables->FactsOf(key);
  state_->tables->AddItem(item, &state_->visit);
  for (size_t c = 0; c < state_->sums.size(); ++c) {
    state_->tables->AddItem(item, c, &state_->sums[c]);
  }
}

Belief RunningVisit::Current() const { return state_->Score(false); }

}  // namespace hearth
