// What the shop may know of everybody: a pack made from shoppers who live in no household that is
// measured, by the same builder that `hearth pack` runs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "eval/household_world.h"
#include "pack/counts/statistics.h"

namespace hearth {

struct RecordedBasket {
  std::optional<int64_t> minute;
  std::vector<ItemNumber> items;  // ascending, each once
};

struct RecordedShopper {
  std::string name;
  std::vector<RecordedBasket> baskets;  // in order
};

struct ItemFacts {
  std::string title, category;
  std::optional<double> price;
};

// A data set of single shoppers.
struct ShoppingRecord {
  std::vector<RecordedShopper> shoppers;
  std::map<ItemNumber, ItemFacts> facts;
};

// This many baskets in a row become one: for logs that hold one item at a time.
void JoinBaskets(size_t in_a_row, ShoppingRecord* record);

// Minute 0 of the data is a Wednesday's midnight; which one is arbitrary.
inline constexpr Time kMinuteZero = 1'291'161'600'000;  // 2010-12-01
constexpr Time TimeOfMinute(int64_t minute) { return kMinuteZero + minute * kMsPerMinute; }
inline constexpr int64_t kMaxMinutes = int64_t{100} * 365 * 24 * 60;

std::string SkuOf(ItemNumber item);

struct PopulationPack {
  std::vector<uint8_t> bytes;
  size_t shoppers = 0;
  StatisticsReport report;
};

// Statistics come from the shoppers named in `population` alone; the catalog holds every item of
// the record and `more_items`, since what a shop sells is no secret. Where the record has no times
// a basket is a day, and everybody's last one is the day before kMinuteZero. Deterministic.
// Errors: not_found, for a name that the record does not have; malformed; too_large.
Result<PopulationPack> MakePopulationPack(const ShoppingRecord& record,
                                          const std::vector<std::string>& population,
                                          const std::set<ItemNumber>& more_items, uint32_t k,
                                          const Progress& progress);

}  // namespace hearth
