// The files that households are measured with: JSON lines for worlds, truths and answers, JSON for
// shoppers and items. Errors say what was expected where; the caller adds file and line.
//
//   visible  {"hh", "world", "members": [name], "sessions": [{"s": number, "t": minute or null,
//             "items": [number], "label": member or null, "private": bool}], "now": minute or null,
//             "pages": [[number]]}
//   truth    {"hh", "members", "truth": [member], "kind": ["normal", "gift" or "sensitive"],
//             "tests": {member: [number]}, "unenrolled": [member],
//             "probes": [{"page", "item", "by"}]}
//   answers  {"hh", "world", "post": [{member or "new": probability} or null], "post1", "post3",
//             "final", "asked": [number], "lists": {member: [number]}, "pages": {member:
//             [[number]]}}
//   baskets  {shopper: [[item, ...], ...]}, maybe within {"users": ...}; items are numbers or texts
//   times    {shopper: [minute, ...]}, one a basket
//   items    {item: {"cat", "price", "desc"}}, each maybe missing
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "eval/household_population.h"
#include "eval/household_score.h"
#include "eval/household_world.h"

namespace hearth {

Result<HouseholdWorld> ParseWorld(std::string_view line);
Result<HouseholdTruth> ParseTruth(std::string_view line);

// One line, with its end. Doubles are written so that reading gives the same ones.
std::string WriteAnswer(const HouseholdAnswer& answer);

// A score unrounded, in lines for people and programs.
std::string WriteFigures(const HouseholdScore& score, size_t n);

// Whom the shop may learn from: either names of shoppers, or the shoppers themselves.
struct PopulationFile {
  std::vector<std::string> names;
  std::string baskets;  // the text itself, where it holds baskets; else empty
};
Result<PopulationFile> ParsePopulation(std::string text);

// Shoppers by name, as numbers where names are numbers. Items given as texts are numbered in the
// order in which they first come in that order of shoppers; numbers stay. The baskets [-1] and [],
// which stand for nothing, are left out.
Result<ShoppingRecord> ParseBaskets(std::string_view baskets, std::string_view times,
                                    std::string_view items);
// The two files of the next-basket benchmarks, joined; shoppers are those of `history`.
Result<ShoppingRecord> ParseHistoryAndFuture(std::string_view history, std::string_view future);

}  // namespace hearth
