// Next baskets as of a moment: what a shop knew then, and what its shoppers did next.
//
// A cut at the day T holds, of dated cases, what had happened before T (midnight UTC), and nothing
// of what came later: its items are those of trips before T, its learners' histories end there, or
// `pack_age` days earlier, and no learner has a next basket. So a pack made of them, its trees, and
// what peers count, are what the same shop's lines cut off at T would give, byte for byte. Tested
// is each tester's first trip at or after T, where it lies within the horizon and something was
// bought before T; all of their own trips before it are known. Items of that trip that nobody had
// bought before T no list can hold; they count as missed (BasketCase::beyond).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "eval/next_basket.h"

namespace hearth {

struct AsOfOptions {
  // monthly, weekly, or dates ("2011-04-01") with commas between; empty: folds.
  std::string when = {};
  std::string first = {}, last = {};  // bounds of monthly and weekly: dates, or empty
  int32_t within = 30;                // days from T in which a tested trip lies, at least 1
  int32_t pack_age = 0;               // days before T at which counting stopped
};

// The days T, ascending, as days since 1970. Monthly: the first of each month; weekly: every
// seventh day from `first`, or from a Monday. Where no `first` is given, T has 90 days of trips
// before it; where no `last` is given, the last T has a trip at or after it. Errors:
// invalid_argument, for what cannot be read, cases without dates, and a date before or after which
// there is no trip.
Result<std::vector<int32_t>> CutDays(const BasketCases& data, const AsOfOptions& options);

struct Cut {
  BasketCases data;                // first the learners' cases, then the tested
  std::vector<size_t> learn_from;  // numbers in data.cases
  std::vector<size_t> tested;
};

// `learners` and `testers`: dated cases of `data`, one a customer (LastCases); somebody may be
// both.
Cut CutAt(const BasketCases& data, std::span<const size_t> learners,
          std::span<const size_t> testers, int32_t day, const AsOfOptions& as_of,
          const NextBasketOptions& options);

// What parameters are chosen on: each of `learn_from` with two baskets or more, the last of them as
// if it were the next one. `tested` becomes at most `most` of these, drawn by `seed`. Next baskets
// are not read.
BasketCases LastTripsHidden(const BasketCases& data, std::span<const size_t> learn_from,
                            size_t most, uint64_t seed, std::vector<size_t>* tested);

// "2011-04-01".
std::string DateOf(int32_t day);

}  // namespace hearth
