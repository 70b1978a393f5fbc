#include "eval/eval.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <utility>

namespace hearth {
namespace {

// A shopper's purchases as trips, in order of time.
struct Trip {
  Time time = 0;
  std::vector<const Purchase*> purchases;
};

std::vector<Trip> TripsOf(const Shopper& shopper) {
  std::map<std::string, Trip> by_order;
  for (const Purchase& purchase : shopper.purchases) {
    Trip& trip = by_order[purchase.order];
    if (trip.purchases.empty() || purchase.time < trip.time) trip.time = purchase.time;
    trip.purchases.push_back(&purchase);
  }
  std::vector<Trip> trips;
  for (auto& [order, trip] : by_order) trips.push_back(std::move(trip));
  std::stable_sort(trips.begin(), trips.end(),
                   [](const Trip& a, const Trip& b) { return a.time < b.time; });
  return trips;
}

// Those of shoppers with at least `min_trips`.
std::vector<std::vector<Trip>> ReturningShoppers(const std::vector<Shopper>& shoppers,
                                                 size_t min_trips) {
  std::vector<std::vector<Trip>> returning;
  for (const Shopper& shopper : shoppers) {
    std::vector<Trip> trips = TripsOf(shopper);
    if (trips.size() >= min_trips) returning.push_back(std::move(trips));
  }
  return returning;
}

// The last trip hidden, the others known, sessions numbered from 1. Items that the catalog does not
// carry are skipped, as a page could not have recorded them. One line per item and trip.
HiddenTrip HideLastTrip(const Catalog& catalog, const std::vector<Trip>& trips) {
  HiddenTrip hidden;
  hidden.now = trips.back().time;
  for (size_t t = 0; t + 1 < trips.size(); ++t) {
    std::set<ItemIndex> seen;
    for (const Purchase* purchase : trips[t].purchases) {
      const ItemIndex item = catalog.FindSku(purchase->sku);
      if (item == kNoItem || purchase->time >= hidden.now || !seen.insert(item).second) continue;
      DescribedEvent& event = hidden.known.emplace_back(
          EventOf(catalog, item, EventType::kBuy, purchase->time, static_cast<SessionId>(t + 1)));
      event.event.quantity = purchase->quantity;
      event.event.price_minor = purchase->price_minor;
    }
  }
  return hidden;
}

struct TripItems {
  size_t count = 0;              // distinct, in the catalog or not
  std::vector<ItemIndex> known;  // in the catalog, ascending
};

TripItems ItemsOf(const Catalog& catalog, const Trip& trip) {
  std::set<std::string> skus;
  std::set<ItemIndex> known;
  for (const Purchase* purchase : trip.purchases) {
    skus.insert(purchase->sku);
    const ItemIndex item = catalog.FindSku(purchase->sku);
    if (item != kNoItem) known.insert(item);
  }
  return {skus.size(), {known.begin(), known.end()}};
}

std::vector<ItemIndex> ItemsOf(const Slate& slate) {
  std::vector<ItemIndex> items;
  for (const Slot& slot : slate) items.push_back(slot.item);
  return items;
}

std::vector<ItemIndex> PersonalThenPopular(Engine& engine, const Profile& profile, size_t n) {
  const auto customers = engine.catalog()->columns().item_customers;
  std::vector<const OwnItem*> own;
  for (const OwnItem& item : profile.items) own.push_back(&item);
  std::sort(own.begin(), own.end(), [&](const OwnItem* a, const OwnItem* b) {
    if (a->trips != b->trips) return a->trips > b->trips;
    if (customers[a->item] != customers[b->item]) return customers[a->item] > customers[b->item];
    return a->item < b->item;
  });
  std::vector<ItemIndex> ranked;
  for (const OwnItem* item : own) ranked.push_back(item->item);
  for (ItemIndex item : engine.ShopOrder()) {
    if (ranked.size() >= n) break;
    if (profile.Find(item) == nullptr) ranked.push_back(item);
  }
  ranked.resize(std::min(ranked.size(), n));
  return ranked;
}

// What an engine that knows the shopper's other trips ranks, for each row of the report.
struct Rankings {
  std::vector<ItemIndex> personal_then_popular, popular, order, home;
};

Rankings RankAll(Engine& engine, std::span<const ItemIndex> everything, size_t n, Time now) {
  RankRequest home, whole;
  home.limit = std::max<size_t>(n, 12);  // a shelf's usual length, of which the first n count
  whole.limit = n;
  whole.surface = Surface::kListing;
  whole.candidates.assign(everything.begin(), everything.end());
  const auto shop_order = engine.ShopOrder().first(std::min(n, everything.size()));
  return {PersonalThenPopular(engine, engine.ProfileAt(now), n),
          {shop_order.begin(), shop_order.end()},
          ItemsOf(engine.RankAt(whole, now)),
          ItemsOf(engine.RankAt(home, now))};
}

}  // namespace

Result<NextTripReport> MeasureNextTrip(Engine& engine, const std::vector<Shopper>& shoppers,
                                       size_t n, size_t min_trips, const Progress& progress) {
  if (engine.catalog() == nullptr) return Error{ErrorCode::kNotReady, "load a catalog first"};
  const Catalog& catalog = *engine.catalog();
  std::vector<ItemIndex> everything(catalog.item_count());
  std::iota(everything.begin(), everything.end(), 0);
  const auto returning = ReturningShoppers(shoppers, std::max<size_t>(min_trips, 2));
  NextTripReport report;
  report.shoppers = returning.size();
  const auto hide = [&](size_t s) { return HideLastTrip(catalog, returning[s]); };
  const auto ask = [&](size_t s, Time now) {
    const TripItems hidden = ItemsOf(catalog, returning[s].back());
    const auto judge = [&](const std::vector<ItemIndex>& ranked, TripFigures* mean) {
      AddToMean(Judge(ranked, hidden.known, hidden.count, n), report.shoppers, mean);
    };
    const Rankings rankings = RankAll(engine, everything, n, now);
    judge(rankings.personal_then_popular, &report.personal_then_popular);
    judge(rankings.popular, &report.popular);
    judge(rankings.order, &report.order);
    judge(rankings.home, &report.home);
    report.hidden_items += hidden.count;
    report.hidden_known += hidden.known.size();
  };
  const Status asked = AskAtHiddenTrips(engine, returning.size(), hide, ask, "shoppers", progress);
  if (!asked.ok()) return asked.error();
  return report;
}

}  // namespace hearth
