// Fold: a history becomes a profile.
#include <map>
#include <set>

#include "bench_world.h"
#include "profile/profile.h"

namespace hearth {
namespace {

constexpr size_t kItems = 10'000;

// Counts what a fold must come to, the plain way.
struct Expected {
  std::set<ItemKey> items;
  std::set<SessionId> trips;
  std::map<ItemKey, int64_t> units;

  explicit Expected(const VisibleHistory& history) {
    for (const Event& event : history.events()) {
      items.insert(event.item);
      if (event.type == EventType::kBuy) trips.insert(event.session);
      if (event.type == EventType::kBuy) units[event.item] += event.quantity;
      if (event.type == EventType::kReturn) units[event.item] -= event.quantity;
    }
  }
  bool Matches(const Profile& profile) const {
    int64_t sum = 0;
    for (const auto& [item, count] : units) sum += std::max<int64_t>(count, 0);
    return profile.items.size() == items.size() && profile.trips == trips.size() &&
           profile.units == sum && profile.taste.has_value() && !profile.co_bought_all.empty() &&
           !profile.co_bought_session.empty();
  }
};

void BM_Fold(benchmark::State& state) {
  const auto events = static_cast<size_t>(state.range(0));
  const Catalog& catalog = CatalogOf(kItems);
  const Household& household = HouseholdOf(kItems, events);
  const VisibleHistory history = household.HistoryFor(kFirstMember, kSyntheticNow);
  const Expected expected(history);
  if (!Check(state, history.events().size() == events,
             "an event is missing from the visible history"))
    return;
  if (!Check(state, expected.Matches(Fold(history, catalog, kSyntheticNow)), "wrong profile"))
    return;
  Time now = kSyntheticNow;
  for (auto _ : state) {
    now += kMsPerMinute;
    Profile profile = Fold(household.HistoryFor(kFirstMember, now), catalog, now);
    benchmark::DoNotOptimize(profile);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Fold)->Arg(100)->Arg(2'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace hearth
