// The files that next baskets are measured with. Errors say file, line and what was expected.
//
//   cases        a line each: {"user": text, "history": [[item, ...], ...], "truth": [item, ...],
//                "dates": [date, ...], "when": date}; items are whole numbers; a date is an ISO
//                date or a number of days; dates may be absent, but for all cases alike
//   folds        [{"train": [user, ...], "val": [user, ...], "test": [user, ...]}, ...]
//   predictions  a line each: {"user": text, "items": [item, ...]}, best first; and "asOf": date
//                where `as_of` is not empty
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "eval/basket_completion.h"
#include "eval/next_basket.h"

namespace hearth {

// A number of days counts from 2000-01-01. Empty baskets are left out; an item twice in a basket
// counts once.
Result<BasketCases> ReadBasketCases(std::string_view text, const std::string& file_name);

// Refuses a fold that tests a customer whom it learns from or validates on, or validates on one
// whom it learns from, be it by another case of theirs (`options.customer_ends_at`).
Result<std::vector<CaseFold>> ReadCaseFolds(std::string_view text, const std::string& file_name,
                                            const BasketCases& data,
                                            const NextBasketOptions& options);

std::string WritePredictions(const BasketCases& data, std::span<const size_t> tested,
                             const Predictions& predictions, const std::string& as_of = "");
// {"user": text, "hidden": item, "items": [item, ...]}, a line a basket.
std::string WriteCompletions(const BasketCases& data, std::span<const OpenBasket> baskets,
                             const Predictions& predictions, const std::string& as_of = "");

}  // namespace hearth
