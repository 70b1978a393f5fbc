// When to ask who is shopping, and when to say that somebody new seems to be.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "attribution/attribution.h"
#include "policy/policy.h"

namespace hearth {

// Whether this is a good moment to ask. `running`: the belief about the visit that runs, if nobody
// signed it.
bool ShouldAsk(const OpenVisits& open, const Belief* running, const AskRule& rule = {});

// Two of the latest unsigned visits speak strongly for somebody who was never named. `beliefs`: by
// visit.
bool SeesSomebodyNew(const OpenVisits& open, std::span<const Belief> beliefs);

}  // namespace hearth
