// Getting ready: packs and histories from their bytes, and back.
#include <algorithm>

#include "bench_world.h"

namespace hearth {
namespace {

bool SameCatalog(const Catalog& catalog, const OwnedColumns& source) {
  const CatalogColumns& columns = catalog.columns();
  const auto same = [](const auto& a, const auto& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  };
  return same(columns.key, source.key) && same(columns.title.bytes, source.title.bytes) &&
         same(columns.embedding, source.embedding) && same(columns.category, source.category) &&
         same(columns.neighbour_item, source.neighbour_item) &&
         same(columns.category_parent, source.category_parent);
}

// With the copy of the bytes that a host makes, and the public columns.
void BM_LoadPack(benchmark::State& state) {
  const auto items = static_cast<size_t>(state.range(0));
  const std::vector<uint8_t>& pack = PackOf(items);
  const bool right = SameCatalog(CatalogOf(items), *SyntheticShopColumns(items));
  if (!Check(state, right, "the pack does not hold what was written")) return;
  for (auto _ : state) {
    Engine engine;
    benchmark::DoNotOptimize(engine.LoadPack(pack));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(pack.size()));
}
BENCHMARK(BM_LoadPack)->RangeMultiplier(10)->Range(1'000, 100'000)->Unit(benchmark::kMicrosecond);

constexpr size_t kItems = 10'000;

void BM_Snapshot(benchmark::State& state) {
  const Household& household = HouseholdOf(kItems, static_cast<size_t>(state.range(0)));
  const Result<Household> again = Household::FromSnapshot(household.Snapshot());
  if (!Check(state, again.ok() && again->open_log() == household.open_log(), "lost on the way"))
    return;
  for (auto _ : state) benchmark::DoNotOptimize(household.Snapshot());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Snapshot)->Arg(2'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

void BM_Restore(benchmark::State& state) {
  const Household& household = HouseholdOf(kItems, static_cast<size_t>(state.range(0)));
  const std::vector<uint8_t> bytes = household.Snapshot();
  const Result<Household> again = Household::FromSnapshot(bytes);
  if (!Check(state, again.ok() && again->Snapshot() == bytes, "not the same bytes")) return;
  for (auto _ : state) {
    Result<Household> restored = Household::FromSnapshot(bytes);
    benchmark::DoNotOptimize(restored);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Restore)->Arg(2'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hearth
