// What a visit is: one person's events, as the host's sessions tell them apart; where it named
// none, until nothing happened for 30 minutes. The one definition: of the household's visits
// (household/visible.cc), of a profile's trips (profile/profile.cc) and of a shop's click logs
// (pack/counts/trails.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "history/event.h"

namespace hearth {

// Numbers visits from 0 on, in the order of their first events. Events come by time, those of one
// `who` at least. O(log visits) where an event is of another visit than the one before.
class VisitCounter {
 public:
  VisitCounter() = default;
  VisitCounter(const VisitCounter&) = delete;  // `at_` points into `last_`
  VisitCounter& operator=(const VisitCounter&) = delete;

  uint32_t VisitOf(uint32_t who, SessionId session, Time time) {
    const std::pair<uint32_t, SessionId> key(who, session);
    bool is_new = false;
    // Most events follow one of their own visit.
    if (at_ == last_.end() || at_->first != key) std::tie(at_, is_new) = last_.try_emplace(key);
    Visit& visit = at_->second;
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
  decltype(last_)::iterator at_ = last_.end();  // of the event before
  uint32_t count_ = 0;
};

}  // namespace hearth
