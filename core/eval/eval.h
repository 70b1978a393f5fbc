// Offline measurement: how well the engine predicts a shopper's next trip.
//
// Each customer's last trip is hidden (next_trip.h). Customers with fewer than `min_trips` trips
// are left out. The pack must come from other customers (hearth pack --hold-out). Figures are means
// over customers; NDCG is ndcg_std of next_trip.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "eval/next_trip.h"

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

struct NextTripReport {
  size_t shoppers = 0;
  size_t hidden_items = 0;
  size_t hidden_known = 0;  // hidden items that the catalog carries
  // Own items by number of trips, ties and the rest by the shop's popularity.
  TripFigures personal_then_popular;
  TripFigures popular;
  // The engine's order of the whole catalog (surface `listing`: no caps, no filters).
  TripFigures order;
  // The slate as shoppers see it (surface `home`, 12 items, caps, diversity and filters applied).
  TripFigures home;
};

// The engine's catalog must be loaded; its history is used up. Errors: not_ready.
Result<NextTripReport> MeasureNextTrip(Engine& engine, const std::vector<Shopper>& shoppers,
                                       size_t n, size_t min_trips, const Progress& progress);

}  // namespace hearth
