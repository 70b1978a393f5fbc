// Who asks, whose an event is, and who is believed to be shopping.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace hearth {

// Whom a request names: a member; kNobody, somebody said that it is nobody in particular; or, where
// nothing was said, nothing.
using Named = std::optional<MemberId>;

// Where nothing was said, the engine's best knowledge: the only member, or the guess. Errors:
// not_found.
Result<Viewer> ViewerOf(Engine& engine, Named named, Time now);
// As ViewerOf, but an answered one. Errors: not_ready.
Result<Viewer> AnsweredViewer(Engine& engine, Named named, Time now);
// Whose what is recorded is: a guess signs nothing. Errors: not_found.
Result<Viewer> SignerOf(Engine& engine, Named named);

struct Shopping {
  bool runs = false;          // a visit runs that nobody signed: then
  size_t visit = 0;           // its number in AttributionState
  bool ask = false;           // a good moment to ask who it is
  bool somebody_new = false;  // it looks like somebody whom the household does not know
};
Shopping WhoIsShopping(Engine& engine, const Viewer& viewer, Time now);

// Numbers of visits in AttributionState, newest first: of those that nobody signed and that are
// over, and of a member's own. Where nothing was viewed, done or searched for nobody need know.
std::vector<size_t> UnsignedVisits(Engine& engine, Time now, size_t limit);
std::vector<size_t> VisitsOf(Engine& engine, MemberId member, Time now, size_t limit);

}  // namespace hearth
