// What a household remembers of its clock: when somebody sat down. A browser's clock may be wrong
// for a session, by minutes or by years; nothing final may come of that.
//
// - A date has passed for good once two sittings at least 20 hours apart lie past it.
// - A moment more than 400 days from the last sitting is **in doubt**: what is recorded then is
//   marked, and nothing becomes final. A second sitting by that clock, 20 hours later, confirms
//   that it was right.
// - A sitting before earlier ones takes those back: the right clock undoes what a wrong one said.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "policy/policy.h"

namespace hearth {

class Sittings {
 public:
  // Somebody sat down, or went on, at `now`.
  void Note(Time now);
  // Whether Note(now) changes anything.
  bool IsNews(Time now) const;

  bool IsInDoubt(Time now) const;
  // Whether `time` lies in a span that was in doubt then and still is, or in the half hour before:
  // events are told a little after they happen.
  bool WasInDoubt(Time time) const;
  // Whether two sittings lie at `date` or later.
  bool HavePassed(Time date) const;

  // Numbers 1 and 1, then the sittings 8 each and the spans in doubt 8 + 8 each.
  void Encode(ByteWriter& out) const;
  static Result<Sittings> Decode(ByteReader& in);  // errors: malformed

  friend bool operator==(const Sittings&, const Sittings&) = default;

 private:
  struct Span {
    Time from, to;
    friend bool operator==(const Span&, const Span&) = default;
  };

  void NoteDoubt(Time now);

  std::vector<Time> times_;    // ascending, kSittingsApart apart at least; the last few
  std::vector<Span> doubted_;  // in the order in which they were noted; the last few
};

}  // namespace hearth
