// Households to be measured on: what a device may see, what was true, and what it answered.
//
// A household comes as one or more worlds. World "full" is everything that happened; "minus:M" is
// the same stream without the visits in which M had a secret (a gift, something sensitive). Each
// world is a device of its own. What another member is shown must not tell the two apart.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hearth {

// Items are numbers here, as the data sets number them; their SKU is the number in decimal.
using ItemNumber = int64_t;

inline constexpr const char* kFullWorld = "full";
inline constexpr const char* kMinusWorld = "minus:";  // and a member
inline constexpr const char* kSomebodyNew = "new";    // beside members, in a posterior

struct WorldVisit {
  int64_t number = 0;                // the same in every world of a household
  std::optional<int64_t> minute;     // nothing where the data have no times
  std::vector<ItemNumber> items;     // distinct, in the order seen
  std::optional<std::string> label;  // who answered "who is shopping?"
  bool is_private = false;           // marked private, or as a gift
};

// (household, world)
using WorldKey = std::pair<std::string, std::string>;

// One line of the visible file.
struct HouseholdWorld {
  std::string hh, world;
  std::vector<std::string> members;  // those who said that they live here
  std::vector<WorldVisit> visits;
  std::optional<int64_t> now;                  // minute
  std::vector<std::vector<ItemNumber>> pages;  // to be put in order for each member
};

enum class VisitKind { kNormal, kGift, kSensitive };

// An item that `by` alone bought in secret, and the page that holds it among other items.
struct SecretProbe {
  size_t page = 0;
  ItemNumber item = 0;
  std::string by;
};

// One line of the truth file. `truth` and `kind` are indexed by a visit's number.
struct HouseholdTruth {
  std::string hh;
  std::vector<std::string> members;
  std::vector<std::string> truth;
  std::vector<VisitKind> kind;
  std::map<std::string, std::vector<ItemNumber>> tests;  // each member's held-out basket
  std::vector<std::string> unenrolled;                   // members who never say who they are
  std::vector<SecretProbe> probes;
};

// A probability for each member and, maybe, for kSomebodyNew; empty: not guessed.
using Posterior = std::map<std::string, double>;

// One line of the answers. The posteriors are one a visit, in order; `first_item` and `first_three`
// are as believed after this many items, `last` as believed at the end; all three may be empty.
struct HouseholdAnswer {
  std::string hh, world;
  std::vector<Posterior> post, first_item, first_three, last;
  std::vector<int64_t> asked;  // numbers of visits that were asked about
  std::map<std::string, std::vector<ItemNumber>> lists;
  std::map<std::string, std::vector<std::vector<ItemNumber>>> pages;
};

}  // namespace hearth
