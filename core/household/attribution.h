// Who was it? A belief about each visit that nobody signed, from what the household's open visits
// teach and from public statistics.
//
// The log is the truth and everything here is a pure function of it: `Attribute` starts from empty
// tables, so "edited equals rebuilt" holds bit for bit. It sees only what `Household::OpenVisits`
// hands it: no private, gift or sensitive event, nothing of a locked member.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "history/event.h"

namespace hearth {

inline constexpr size_t kMaxMembers = 16;

// One visit: a run of open events of one owner (or of nobody), no gap of 30 minutes inside.
struct OpenVisit {
  EventId id = 0;  // of its first event; names the visit while the log does not change
  Time start = 0;  // of its first and last event
  Time end = 0;
  MemberId owner = kNobody;
  uint32_t first_item = 0;  // its distinct items are OpenVisits::items[first_item ...], in the
  uint32_t item_count = 0;  // order first seen
};

struct OpenVisits {
  std::vector<MemberId> candidates;  // members who may be guessed, ascending; at most kMaxMembers
  std::vector<ItemKey> items;
  std::vector<OpenVisit> visits;  // by start, then id
};

// A probability for each candidate and, last, for somebody new, in 1/32768; they sum to 32768.
struct Belief {
  std::array<uint16_t, kMaxMembers + 1> p_q15{};
};

}  // namespace hearth
