// When to ask who is shopping, and when to say that somebody new seems to be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "attribution/attribution.h"

namespace hearth {

// A good moment to ask: somebody is hardly known yet, or the belief is weak and none of the last
// visits was signed.
struct AskRule {
  uint32_t below_percent = 60;  // asks where the likeliest member's probability is below this
  uint32_t of_visits = 5;       // at most at one visit in this many
  uint32_t first_visits = 2;    // asks until each member signed this many
};

// `running`: the belief about the visit that runs, if nobody signed it.
bool ShouldAsk(const OpenVisits& open, const Belief* running, const AskRule& rule = {});

// Two of the latest unsigned visits speak strongly for somebody who was never named. `beliefs`: by
// visit.
bool SeesSomebodyNew(const OpenVisits& open, std::span<const Belief> beliefs);

}  // namespace hearth
