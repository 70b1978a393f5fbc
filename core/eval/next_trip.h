// The hidden next trip: what every measurement that asks for it shares (eval.h, next_basket.h,
// basket_completion.h, cold_start.h, sources.h).
//
// A shopper's last trip is hidden. What came before it is the engine's only history when the engine
// is asked, at the moment of that trip. The list it gives is judged by the items of the trip.
//
// Figures at K, for a hidden trip T and the first K items P of a list:
//     recall     |P and T| / |T|
//     phr        1 where P and T share an item, else 0 (personalised hit ratio)
//     ndcg       gains 1 / log2(rank + 1), over the best possible with all of T in the list; so
//                the published next-basket tables compute it, even where |T| > K
//     ndcg_std   the same over the best possible with min(K, |T|) items: the textbook's
// Jarvelin, Kekalainen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS, 2002.
// Li, Jullien, Ariannezhad, de Rijke, "A next basket recommendation reality check", ACM TOIS, 2023.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "engine/engine.h"
#include "pack/counts/statistics.h"

namespace hearth {

// ---- Asking

// What happened to an item, as a page of the shop would record it.
DescribedEvent EventOf(const Catalog& catalog, ItemIndex item, EventType type, Time time,
                       SessionId session);

struct HiddenTrip {
  std::vector<DescribedEvent> known;  // what the shopper did before
  Time now = 0;                       // of the hidden trip
};

// For each of `count` hidden trips: makes what `hide(trip)` knows the engine's only history, then
// calls `ask(trip, now)`. `progress` may be empty. Errors: those of Household::Record.
Status AskAtHiddenTrips(Engine& engine, size_t count,
                        const std::function<HiddenTrip(size_t trip)>& hide,
                        const std::function<void(size_t trip, Time now)>& ask,
                        std::string_view stage, const Progress& progress);

// ---- Judging

struct TripFigures {
  double recall = 0, ndcg = 0, ndcg_std = 0, phr = 0;
};

// An item's number in the catalog, or in the data set.
using RankedItem = uint32_t;

// `hidden_count`: items of the trip, of which `hidden` are those that a list can hold; at least 1.
TripFigures Judge(std::span<const RankedItem> list, std::span<const RankedItem> hidden,
                  size_t hidden_count, size_t k);

// Adds one of `count` trips to a mean.
void AddToMean(const TripFigures& one, size_t count, TripFigures* mean);

// ---- Methods to compare with

// The `n` best of the positive scores (by item), without `excluded`; ties to the smaller number.
std::vector<RankedItem> BestByScore(const std::vector<double>& scores,
                                    std::span<const RankedItem> excluded, size_t n);

}  // namespace hearth
