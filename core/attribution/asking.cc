#include "attribution/asking.h"

#include <algorithm>

namespace hearth {
namespace {

constexpr uint32_t kCertain = 32768;

}  // namespace

bool ShouldAsk(const OpenVisits& open, const Belief* running, const AskRule& rule) {
  if (open.candidates.empty()) return false;
  const auto& visits = open.visits;
  for (MemberId member : open.candidates) {
    const auto is_theirs = [member](const OpenVisit& visit) { return visit.owner == member; };
    const auto signed_visits = std::count_if(visits.begin(), visits.end(), is_theirs);
    if (static_cast<size_t>(signed_visits) < rule.first_visits) return true;
  }
  const auto is_signed = [](const OpenVisit& visit) { return visit.owner != kNobody; };
  const auto recent = static_cast<std::ptrdiff_t>(std::min<size_t>(visits.size(), rule.of_visits));
  if (std::any_of(visits.end() - recent, visits.end(), is_signed)) return false;
  if (running == nullptr) return true;
  const auto members = std::span(running->p_q15).first(open.candidates.size());
  return *std::max_element(members.begin(), members.end()) * 100 < kCertain * rule.below_percent;
}

bool SeesSomebodyNew(const OpenVisits& open, std::span<const Belief> beliefs) {
  size_t seen = 0, strong = 0;
  for (size_t v = open.visits.size(); v-- > 0 && seen < kLatestVisits;) {
    if (open.visits[v].owner != kNobody || open.visits[v].item_count == 0) continue;
    ++seen;
    strong += beliefs[v].p_q15[open.candidates.size()] >= kCertain / 2;
  }
  return strong >= kStrongVisits;
}

}  // namespace hearth
