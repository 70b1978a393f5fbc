#include "household/sittings.h"

#include <algorithm>

namespace hearth {
namespace {

constexpr size_t kMaxTimes = 4;
constexpr size_t kMaxSpans = 16;

Time Distance(Time a, Time b) { return a > b ? a - b : b - a; }

template <typename T>
void KeepLast(std::vector<T>& values, size_t count) {
  if (values.size() > count)
    values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(count));
}

}  // namespace

bool Sittings::IsInDoubt(Time now) const {
  return !times_.empty() && Distance(now, times_.back()) > kMaxClockGap;
}

bool Sittings::WasInDoubt(Time time) const {
  return std::any_of(doubted_.begin(), doubted_.end(), [&](const Span& span) {
    return span.from - kSessionGap < time && time <= span.to;
  });
}

bool Sittings::HavePassed(Time date) const {
  return times_.size() >= 2 && times_[times_.size() - 2] >= date;
}

bool Sittings::IsNews(Time now) const {
  Sittings after = *this;
  after.Note(now);
  return after != *this;
}

void Sittings::Note(Time now) {
  if (IsInDoubt(now)) return NoteDoubt(now);
  std::erase_if(times_, [&](Time time) { return time > now; });
  if (times_.empty() || now - times_.back() >= kSittingsApart) times_.push_back(now);
  KeepLast(times_, kMaxTimes);
}

void Sittings::NoteDoubt(Time now) {
  const auto confirms = [&](const Span& span) {
    return Distance(now, span.from) >= kSittingsApart && Distance(now, span.from) <= kMaxClockGap;
  };
  if (std::any_of(doubted_.begin(), doubted_.end(), confirms)) {
    std::erase_if(doubted_,
                  [&](const Span& span) { return Distance(now, span.from) <= kMaxClockGap; });
    times_ = {now};
    return;
  }
  for (Span& span : doubted_) {
    if (now < span.from - kSessionGap || now > span.to + kSessionGap) continue;
    span.from = std::min(span.from, now);
    span.to = std::max(span.to, now);
    return;
  }
  doubted_.push_back({now, now});
  KeepLast(doubted_, kMaxSpans);
}

void Sittings::Encode(ByteWriter& out) const {
  out.Put(static_cast<uint8_t>(times_.size()));
  out.Put(static_cast<uint8_t>(doubted_.size()));
  for (const Time time : times_) out.Put(time);
  for (const Span& span : doubted_) {
    out.Put(span.from);
    out.Put(span.to);
  }
}

Result<Sittings> Sittings::Decode(ByteReader& in) {
  Sittings sittings;
  const auto times = in.Get<uint8_t>();
  const auto spans = in.Get<uint8_t>();
  if (times > kMaxTimes || spans > kMaxSpans) return Malformed("sittings: too many entries");
  for (size_t i = 0; i < times; ++i) {
    const auto time = in.Get<Time>();
    const bool fits = sittings.times_.empty() || time - sittings.times_.back() >= kSittingsApart;
    if (!IsPlausible(time) || !fits) return Malformed("sittings: an invalid time");
    sittings.times_.push_back(time);
  }
  for (size_t i = 0; i < spans; ++i) {
    Span span{};
    span.from = in.Get<Time>();
    span.to = in.Get<Time>();
    if (!IsPlausible(span.from) || !IsPlausible(span.to) || span.from > span.to) {
      return Malformed("sittings: an invalid span");
    }
    sittings.doubted_.push_back(span);
  }
  if (!in.ok()) return Malformed("sittings: truncated");
  return sittings;
}

}  // namespace hearth
