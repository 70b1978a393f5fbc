// Scan and rank, without JSON.
#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "bench_world.h"
#include "candidate_rows.h"
#include "rank/candidates.h"
#include "rank/model.h"
#include "rank/rank.h"
#include "rank/scan.h"
#include "rank/slate.h"
#include "support/random_trees.h"

namespace hearth {
namespace {

constexpr size_t kScanned = 192;  // as many as Propose asks for

// The scan's answer by scoring each item on its own and sorting them all.
std::vector<ItemIndex> ScanPlainly(const RankContext& context, const LinearModel& model) {
  std::vector<std::pair<int64_t, ItemIndex>> scored;
  for (ItemIndex i = 0; i < context.catalog.item_count(); ++i) {
    scored.emplace_back(-int64_t{ScanScore(context, model, i)}, i);
  }
  std::sort(scored.begin(), scored.end());
  scored.resize(std::min(scored.size(), kScanned));
  std::vector<ItemIndex> items;
  for (const auto& [score, item] : scored) items.push_back(item);
  return items;
}

void BM_Scan(benchmark::State& state) {
  Engine engine = EngineOf(static_cast<size_t>(state.range(0)), kMemberEvents);
  const LinearModel& model = LinearModel::Default();
  const RankRequest request = HomeSlate();
  const RankContext context =
      MakeContext(*engine.catalog(), engine.publics(), engine.ProfileAt(kSyntheticNow), request);
  const bool right = Scan(context, model, kScanned) == ScanPlainly(context, model);
  if (!Check(state, right, "the scan differs from the plain one")) return;
  for (auto _ : state) benchmark::DoNotOptimize(Scan(context, model, kScanned));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Scan)->RangeMultiplier(10)->Range(1'000, 100'000)->Unit(benchmark::kMicrosecond);

// Features and trees alone: 60 full trees of depth 5 on 512 items, candidates first.
void BM_FeaturesAndTrees(benchmark::State& state) {
  Engine engine = EngineOf(static_cast<size_t>(state.range(0)), kMemberEvents);
  const TreeModel* trees = engine.model().trees(Surface::kHome);
  if (!Check(state, trees != nullptr && trees->node_count() == 60 * 63, "no trees")) return;
  const CandidateRows rows(engine, kSyntheticNow);
  for (auto _ : state) benchmark::DoNotOptimize(rows.ScoreAll());
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kCandidateRows));
}
BENCHMARK(BM_FeaturesAndTrees)->Arg(10'000)->Unit(benchmark::kMicrosecond);

// The trees of it alone.
void BM_Trees(benchmark::State& state) {
  Random random(1);
  const auto trees = TreeModel::Make(RandomTrees(random, 60, 5, 0));
  std::vector<FeatureVector> rows;
  for (size_t i = 0; i < kCandidateRows; ++i) rows.push_back(RandomFeatures(random));
  for (auto _ : state) {
    for (const FeatureVector& row : rows)
      benchmark::DoNotOptimize(trees->Score(Surface::kHome, row));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kCandidateRows));
}
BENCHMARK(BM_Trees)->Unit(benchmark::kMicrosecond);

// The slate when every item of the shop is a candidate.
Slate RankAll(Engine& engine, Time now) {
  const RankRequest request = HomeSlate();
  const Model& model = engine.model();
  const RankContext context =
      MakeContext(*engine.catalog(), engine.publics(), engine.ProfileAt(now), request);
  std::vector<ScoredCandidate> all;
  for (ItemIndex i = 0; i < engine.catalog()->item_count(); ++i) {
    const FeatureVector features = ComputeFeatures(context, i);
    all.push_back({i, model.Score(request.surface, features), features});
  }
  return Compose(context, engine.policy(), model, all);
}

bool SameSlate(const Slate& a, const Slate& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Slot& x, const Slot& y) {
    return x.item == y.item && x.reason == y.reason;
  });
}

bool IsRight(Engine& engine, Time now) {
  const Slate slate = engine.RankAt(HomeSlate(), now);
  std::set<ItemIndex> distinct;
  for (const Slot& slot : slate) distinct.insert(slot.item);
  engine.ProfileAt(now + kMsPerDay);  // so that the next profile is folded anew
  return slate.size() == kHomeSlots && distinct.size() == slate.size() &&
         SameSlate(slate, engine.RankAt(HomeSlate(), now)) &&
         SameSlate(slate, RankAll(engine, now));
}

void RankHome(benchmark::State& state, Time step) {
  Engine engine = EngineOf(static_cast<size_t>(state.range(0)), kMemberEvents, Trees::kNo);
  const RankRequest request = HomeSlate();
  Time now = kSyntheticNow;
  if (!Check(state, IsRight(engine, now), "the slate differs from that of all items")) return;
  for (auto _ : state) {
    now += step;
    benchmark::DoNotOptimize(engine.RankAt(request, now));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The profile is there from the call before.
void BM_RankHome(benchmark::State& state) { RankHome(state, 0); }
// A new minute for each call: the history is folded anew.
void BM_RankHomeCold(benchmark::State& state) { RankHome(state, kMsPerMinute); }

BENCHMARK(BM_RankHome)->RangeMultiplier(10)->Range(1'000, 100'000)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_RankHomeCold)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hearth
