#include "engine/viewers.h"

#include "attribution/asking.h"

namespace hearth {
namespace {

template <typename Predicate>
std::vector<size_t> NewestVisits(const OpenVisits& open, size_t limit, const Predicate& counts) {
  std::vector<size_t> numbers;
  for (size_t v = open.visits.size(); v-- > 0 && numbers.size() < limit;) {
    const OpenVisit& visit = open.visits[v];
    if ((visit.item_count > 0 || visit.searches > 0) && counts(v)) numbers.push_back(v);
  }
  return numbers;
}

}  // namespace

Result<Viewer> ViewerOf(Engine& engine, Named named, Time now) {
  if (!named) return engine.DefaultViewer(now);
  if (*named == kNobody) return Viewer();
  if (engine.household().Find(*named) == nullptr) {
    return NotFound("viewer: the household has no such member");
  }
  return Viewer{*named, true};
}

Result<Viewer> AnsweredViewer(Engine& engine, Named named, Time now) {
  Result<Viewer> viewer = ViewerOf(engine, named, now);
  if (viewer.ok() && !viewer->answered) {
    return Error{ErrorCode::kNotReady, "viewer: say who is shopping first"};
  }
  return viewer;
}

Result<Viewer> SignerOf(Engine& engine, Named named) {
  const bool alone = engine.household().members().size() == 1;
  return named || alone ? ViewerOf(engine, named, kMinTime) : Viewer();
}

Shopping WhoIsShopping(Engine& engine, const Viewer& viewer, Time now) {
  const AttributionState& state = engine.AttributionAt(now);
  const OpenVisits& open = state.visits.open;
  Shopping shopping;
  shopping.visit = state.visits.running;
  const bool runs = state.visits.running != Visits::kNoVisit;
  shopping.runs = runs && !viewer.answered;
  shopping.ask =
      !viewer.answered && ShouldAsk(open, runs ? &state.beliefs[shopping.visit] : nullptr);
  shopping.somebody_new =
      engine.household().members().size() > 1 && SeesSomebodyNew(open, state.beliefs);
  return shopping;
}

std::vector<size_t> UnsignedVisits(Engine& engine, Time now, size_t limit) {
  const Visits& visits = engine.AttributionAt(now).visits;
  return NewestVisits(visits.open, limit, [&](size_t v) {
    return visits.open.visits[v].owner == kNobody && v != visits.running;
  });
}

std::vector<size_t> VisitsOf(Engine& engine, MemberId member, Time now, size_t limit) {
  const OpenVisits& open = engine.AttributionAt(now).visits.open;
  return NewestVisits(open, limit, [&](size_t v) { return open.visits[v].owner == member; });
}

}  // namespace hearth
