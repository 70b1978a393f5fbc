// What the benches work on, made once and kept: synthetic shops and histories by size.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "synthetic_shop.h"

namespace hearth {

inline constexpr size_t kMemberEvents = 2'000;
inline constexpr size_t kHomeSlots = 24;

// With 60 full trees of depth 5, near the most nodes that a pack may have.
const std::vector<uint8_t>& PackOf(size_t items);
const Catalog& CatalogOf(size_t items);
const Household& HouseholdOf(size_t items, size_t events);
// Random trees know nothing of what the sources look for: without them a slate can be compared with
// that of all items.
enum class Trees { kYes, kNo };
Engine EngineOf(size_t items, size_t events, Trees trees = Trees::kYes);

// The request that every rank bench makes, on every platform.
std::string HomeRequest(Time now, size_t limit = kHomeSlots);
RankRequest HomeSlate();

// Ends the bench with a message unless `right`; returns `right`.
bool Check(benchmark::State& state, bool right, const char* what);

}  // namespace hearth
