#include "household/household.h"

#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"

namespace hearth {
namespace {

constexpr std::string_view kMagic = "HEARTHSN";
constexpr uint32_t kSnapshotVersion = 1;
constexpr uint32_t kPausedFlag = 1;
constexpr size_t kHeaderBytes = 16;
constexpr size_t kChecksumBytes = 8;
static_assert(kHeaderBytes + kMaxLogBytes + kChecksumBytes == kMaxSnapshotBytes);

bool Teaches(const Event& event) {
  return event.label == Label::kPersonal || event.label == Label::kShared;
}

}  // namespace

Result<size_t> Household::Record(std::vector<DescribedEvent> events, Time now) {
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].event.time > now) {
      const std::string place = events.size() > 1 ? "events[" + std::to_string(i) + "]: " : "";
      return InvalidArgument(place + "time: later than now");
    }
  }
  if (paused_) return size_t{0};
  const size_t count = events.size();
  if (Status status = log_.Append(std::move(events)); !status.ok()) return status.error();
  ++revision_;
  return count;
}

size_t Household::EraseIf(
    const std::function<bool(const Event&, const ItemDescription&)>& matches) {
  const size_t erased = log_.EraseIf(matches);
  if (erased > 0) ++revision_;
  return erased;
}

void Household::Pause(bool paused) {
  if (paused != paused_) ++revision_;
  paused_ = paused;
}

View Household::ViewOf(MemberId viewer, Time now) const {
  View view(log_);
  if (paused_) return view;
  view.events_.reserve(log_.events().size());
  for (const Event& event : log_.events()) {
    if (event.time <= now && event.owner == viewer && Teaches(event)) {
      view.events_.push_back(event);
    }
  }
  return view;
}

std::vector<uint8_t> Household::Snapshot() const {
  ByteWriter out;
  out.PutText(kMagic);
  out.Put(kSnapshotVersion);
  out.Put(paused_ ? kPausedFlag : 0);
  out.PutBytes(log_.Encode());
  out.Put(Hash64(out.bytes()));
  return out.Take();
}

Result<Household> Household::FromSnapshot(std::span<const uint8_t> bytes) {
  if (bytes.size() > kMaxSnapshotBytes) return TooLarge("snapshot: over 256 MiB");
  ByteReader in(bytes);
  const std::string_view magic = in.GetText(kMagic.size());
  const auto version = in.Get<uint32_t>();
  const auto flags = in.Get<uint32_t>();
  if (!in.ok() || magic != kMagic) return Malformed("snapshot: does not begin as one");
  if (version != kSnapshotVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "snapshot: version " + std::to_string(version) + ", expected 1"};
  }
  if (in.left() < kChecksumBytes) return Malformed("snapshot: truncated");
  const auto body = bytes.first(bytes.size() - kChecksumBytes);
  if (ByteReader(bytes.last(kChecksumBytes)).Get<uint64_t>() != Hash64(body)) {
    return Malformed("snapshot: damaged (its checksum does not match)");
  }
  if ((flags & ~kPausedFlag) != 0) return Malformed("snapshot: unknown flags");
  Result<EventLog> log = EventLog::Decode(body.subspan(kHeaderBytes));
  if (!log.ok()) return log.error();
  Household household;
  household.log_ = *std::move(log);
  household.paused_ = (flags & kPausedFlag) != 0;
  return household;
}

}  // namespace hearth
