#include "eval/next_trip.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "household/decisions.h"

namespace hearth {
namespace {

bool IsIn(std::span<const RankedItem> items, RankedItem item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace

DescribedEvent EventOf(const Catalog& catalog, ItemIndex item, EventType type, Time time,
                       SessionId session) {
  DescribedEvent event;
  event.event.time = time;
  event.event.type = type;
  event.event.session = session;
  event.description.sku = catalog.Sku(item);
  event.description.title = catalog.Title(item);
  event.description.category = catalog.CategoryPath(catalog.columns().category[item]);
  return event;
}

Status AskAtHiddenTrips(Engine& engine, size_t count,
                        const std::function<HiddenTrip(size_t trip)>& hide,
                        const std::function<void(size_t trip, Time now)>& ask,
                        std::string_view stage, const Progress& progress) {
  for (size_t trip = 0; trip < count; ++trip) {
    if (progress) progress(stage, trip, count);
    HiddenTrip hidden = hide(trip);
    Result<Household> household = HouseholdOf(std::move(hidden.known), hidden.now);
    if (!household.ok()) return household.error();
    engine.Become(*std::move(household));
    ask(trip, hidden.now);
  }
  return {};
}

TripFigures Judge(std::span<const RankedItem> list, std::span<const RankedItem> hidden,
                  size_t hidden_count, size_t k) {
  double gained = 0, best = 0, best_of_k = 0;
  size_t hits = 0;
  for (size_t r = 0; r < std::max(hidden_count, k); ++r) {
    const double gain = 1 / std::log2(static_cast<double>(r) + 2);
    if (r < hidden_count) best += gain;
    if (r < std::min(hidden_count, k)) best_of_k += gain;
    if (r >= std::min(list.size(), k) || !IsIn(hidden, list[r])) continue;
    gained += gain;
    ++hits;
  }
  return {static_cast<double>(hits) / static_cast<double>(hidden_count), gained / best,
          gained / best_of_k, hits > 0 ? 1.0 : 0.0};
}

void AddToMean(const TripFigures& one, size_t count, TripFigures* mean) {
  const auto of = static_cast<double>(count);
  mean->recall += one.recall / of;
  mean->ndcg += one.ndcg / of;
  mean->ndcg_std += one.ndcg_std / of;
  mean->phr += one.phr / of;
}

std::vector<RankedItem> BestByScore(const std::vector<double>& scores,
                                    std::span<const RankedItem> excluded, size_t n) {
  std::vector<RankedItem> items;
  for (RankedItem i = 0; i < scores.size(); ++i) {
    if (scores[i] > 0 && !IsIn(excluded, i)) items.push_back(i);
  }
  n = std::min(n, items.size());
  std::partial_sort(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(n), items.end(),
                    [&](RankedItem a, RankedItem b) {
                      return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
                    });
  items.resize(n);
  return items;
}

}  // namespace hearth
