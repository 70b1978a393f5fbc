// What nobody may read at once: everybody's sealed events. Leaks do (leaks.cmake).
#pragma once

#include <algorithm>
#include <vector>

#include "household/household.h"

namespace hearth {

// Until the next call.
inline const EventLog& AllSecretsLog(const Household& household) {
  static EventLog log;
  log = EventLog();
  for (const Member& member : household.members()) {
    const EventLog& own = household.SealedLogOf(member.id);
    std::vector<DescribedEvent> events;
    for (const Event& event : own.events()) events.push_back({event, own.Describe(event)});
    static_cast<void>(log.Append(std::move(events)));
  }
  return log;
}

inline std::vector<Event> AllSecrets(const Household& household) {
  const auto events = AllSecretsLog(household).events();
  return {events.begin(), events.end()};
}

}  // namespace hearth
