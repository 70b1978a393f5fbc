// What a visit is: one person's events, as the host's sessions tell them apart; where it named
// none, until nothing happened for 30 minutes. The one definition: of the household's visits
// (household/visible.cc), of a profile's trips (profile/profile.cc) and of a shop's click logs
// (pack/counts/trails.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "history/event.h"

namespace hearth {

// Numbers visits from 0 on, in the order of their first events. Events come by time, those of one
// `who` at least. O(log visits) an event.
class VisitCounter {
 public:
  uint32_t VisitOf(uint32_t who, SessionId session, Time time) {
    const auto [at, is_new] = last_.try_emplace({who, session});
    Visit& visit = at->second;
    const bool goes_on = !is_new && (session != kNoSession || Continues(visit.end, time));
    if (!goes_on) visit.number = count_++;
    visit.end = time;
    return visit.number;
  }
  uint32_t count() const { return count_; }

  // Whether a visit without a session, whose last event was at `end`, still runs at `time`.
  static constexpr bool Continues(Time end, Time time) { return time - end < kSessionGap; }

 private:
  struct Visit {
    uint32_t number = 0;
    Time end = 0;
  };
  std::map<std::pair<uint32_t, SessionId>, Visit> last_;
  uint32_t count_ = 0;
};

}  // namespace hearth
