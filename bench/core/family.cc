#include "family.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "household/decisions.h"

namespace hearth {

Household FamilyOf(const Catalog& catalog, size_t members) {
  constexpr size_t kEventsMade = 20;  // of a visit, by SyntheticHistory
  Household household;
  std::vector<DescribedEvent> all;
  SessionId visits_made = 0;
  for (size_t m = 0; m < members; ++m) {
    Member member;
    member.name = "Member " + std::to_string(m);
    if (m > 0 && !Carry(household, DecideAddMember(household, member, kMinTime)).ok())
      return household;
    const size_t visits = kFamilyVisits / members;
    std::map<SessionId, std::vector<DescribedEvent>> by_visit;
    for (DescribedEvent& each :
         SyntheticHistory(catalog, visits * kEventsMade, kSyntheticNow, m + 1)) {
      std::vector<DescribedEvent>& visit = by_visit[each.event.session];
      const bool counts = each.event.type != EventType::kImpression;
      if (counts && visit.size() < kVisitEvents) visit.push_back(std::move(each));
    }
    size_t number = 0;
    for (auto& [session, visit] : by_visit) {
      const bool is_signed = number < 2 || number % 3 == 0;
      ++visits_made;
      for (DescribedEvent& each : visit) {
        each.event.session = visits_made;
        each.event.owner = is_signed ? static_cast<MemberId>(m) : kNobody;
        all.push_back(std::move(each));
      }
      ++number;
    }
  }
  const auto recorded = Carry(
      household, DecideRecord(household, Sensitivity(), WithoutGifts(std::move(all)), kFamilyNow));
  return recorded.ok() ? household : Household();
}

uint64_t HashOf(const Attributor& attributor, size_t visits) {
  uint64_t hash = 0;
  for (size_t v = 0; v < visits; ++v) {
    for (const uint16_t p : attributor.Of(v).p_q15) hash = Mix64(hash + p + 1);
  }
  return hash;
}

}  // namespace hearth
