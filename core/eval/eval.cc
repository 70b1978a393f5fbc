#include "eval/eval.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

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

// The events of all trips but the last, sessions numbered from 1; items that the catalog does not
// carry are skipped, as a page could not have recorded them. One line per item and trip.
std::vector<DescribedEvent> EventsBefore(const Catalog& catalog, const std::vector<Trip>& trips,
                                         Time end) {
  std::vector<DescribedEvent> events;
  for (size_t t = 0; t + 1 < trips.size(); ++t) {
    std::set<ItemIndex> seen;
    for (const Purchase* purchase : trips[t].purchases) {
      const ItemIndex item = catalog.FindSku(purchase->sku);
      if (item == kNoItem || purchase->time >= end || !seen.insert(item).second) continue;
      DescribedEvent event;
      event.event.time = purchase->time;
      event.event.type = EventType::kBuy;
      event.event.session = static_cast<SessionId>(t + 1);
      event.event.quantity = purchase->quantity;
      event.event.price_minor = purchase->price_minor;
      event.description.sku = purchase->sku;
      event.description.title = catalog.Title(item);
      event.description.category = catalog.CategoryPath(catalog.columns().category[item]);
      events.push_back(std::move(event));
    }
  }
  return events;
}

Quality Score(const std::vector<ItemIndex>& ranked, const std::set<ItemIndex>& hidden,
              size_t hidden_count, size_t n) {
  Quality quality;
  double ideal = 0;
  for (size_t r = 0; r < n; ++r) {
    const double gain = 1.0 / std::log2(static_cast<double>(r) + 2);
    if (r < hidden_count) ideal += gain;
    if (r < ranked.size() && hidden.contains(ranked[r])) {
      quality.recall += 1.0 / static_cast<double>(hidden_count);
      quality.ndcg += gain;
    }
  }
  quality.ndcg /= ideal;
  return quality;
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

void Add(Quality& sum, const Quality& one) {
  sum.recall += one.recall;
  sum.ndcg += one.ndcg;
}

}  // namespace

Result<NextTripReport> MeasureNextTrip(
    Engine& engine, const std::vector<Shopper>& shoppers, size_t n, size_t min_trips,
    const std::function<void(size_t done, size_t total)>& progress) {
  if (engine.catalog() == nullptr) return Error{ErrorCode::kNotReady, "load a catalog first"};
  const Catalog& catalog = *engine.catalog();
  std::vector<ItemIndex> everything(catalog.item_count());
  std::iota(everything.begin(), everything.end(), 0);
  NextTripReport report;
  for (size_t s = 0; s < shoppers.size(); ++s) {
    progress(s, shoppers.size());
    const std::vector<Trip> trips = TripsOf(shoppers[s]);
    if (trips.size() < std::max<size_t>(min_trips, 2)) continue;
    const Time now = trips.back().time;
    std::set<std::string> names;
    std::set<ItemIndex> hidden;
    for (const Purchase* purchase : trips.back().purchases) {
      names.insert(purchase->sku);
      const ItemIndex item = catalog.FindSku(purchase->sku);
      if (item != kNoItem) hidden.insert(item);
    }
    engine.household().EraseIf([](const Event&, const ItemDescription&) { return true; });
    Result<size_t> recorded = engine.household().Record(EventsBefore(catalog, trips, now), now);
    if (!recorded.ok()) return recorded.error();

    RankRequest home, whole;
    home.limit = std::max<size_t>(n, 12);  // a shelf's usual length, of which the first n count
    whole.limit = n;
    whole.surface = Surface::kListing;
    whole.candidates = everything;
    const Profile& profile = engine.ProfileAt(now);
    const auto shop_order = engine.ShopOrder().first(std::min(n, everything.size()));
    const auto score = [&](const std::vector<ItemIndex>& ranked) {
      return Score(ranked, hidden, names.size(), n);
    };
    Add(report.personal_then_popular, score(PersonalThenPopular(engine, profile, n)));
    Add(report.popular, score({shop_order.begin(), shop_order.end()}));
    Add(report.order, score(ItemsOf(engine.RankAt(whole, now))));
    Add(report.home, score(ItemsOf(engine.RankAt(home, now))));
    ++report.shoppers;
    report.hidden_items += names.size();
    report.hidden_known += hidden.size();
  }
  progress(shoppers.size(), shoppers.size());
  for (Quality* sum :
       {&report.personal_then_popular, &report.popular, &report.order, &report.home}) {
    sum->recall /= std::max<double>(static_cast<double>(report.shoppers), 1);
    sum->ndcg /= std::max<double>(static_cast<double>(report.shoppers), 1);
  }
  return report;
}

}  // namespace hearth
