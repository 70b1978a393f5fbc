// Offline measurement: how well the engine foresees a shopper's next trip.
//
// Each customer's last trip is hidden, the trips before it are recorded, and the engine is asked at
// the moment of the hidden trip. Customers with fewer than `min_trips` trips are left out. The pack
// must come from other customers (hearth pack --hold-out).
//
// Recall@n: share of the hidden trip's items among the first n. NDCG@n: gain 1 for each hidden item
// at rank r discounted by log2(r + 1), over the best possible (Jarvelin, Kekalainen, "Cumulated
// gain-based evaluation of IR techniques", ACM TOIS 2002). Means over customers.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace hearth {

struct Purchase {
  std::string order, sku;
  Time time = 0;
  uint16_t quantity = 1;
  int32_t price_minor = 0;
};

struct Shopper {
  std::string name;
  std::vector<Purchase> purchases;  // by time
};

struct Quality {
  double recall = 0;
  double ndcg = 0;
};

struct NextTripReport {
  size_t shoppers = 0;
  size_t hidden_items = 0;
  size_t hidden_known = 0;  // hidden items that the catalog carries
  // Own items by number of trips, ties and the rest by the shop's popularity.
  Quality personal_then_popular;
  Quality popular;
  // The engine's order of the whole catalog (surface `listing`: no caps, no filters).
  Quality order;
  // The slate as shoppers see it (surface `home`, 12 items, caps, diversity and filters applied).
  Quality home;
};

// The engine's catalog must be loaded; its history is used up. Errors: not_ready.
Result<NextTripReport> MeasureNextTrip(
    Engine& engine, const std::vector<Shopper>& shoppers, size_t n, size_t min_trips,
    const std::function<void(size_t done, size_t total)>& progress);

}  // namespace hearth
