// What nobody may read at once: everybody's sealed events. Leaks do (leaks.cmake).
#pragma once

#include <algorithm>
#include <vector>

#include "household/household.h"

namespace hearth {

// In one log; until the next call.
inline const SealedEvents& AllSealed(const Household& household) {
  static SealedEvents all;
  all = SealedEvents();
  for (const Member& member : household.members()) {
    const SealedEvents& own = household.SealedOf(member.id);
    for (const EventLog* log : {&own.secrets, &own.locked}) {
      std::vector<DescribedEvent> events;
      for (const Event& event : log->events()) events.push_back({event, log->Describe(event)});
      static_cast<void>(all.secrets.Merge(std::move(events)));
    }
  }
  return all;
}

inline std::vector<Event> AllSecrets(const Household& household) {
  const auto events = AllSealed(household).secrets.events();
  return {events.begin(), events.end()};
}

}  // namespace hearth
