// Snapshots of older releases, which held people and one shop's history in one:
//
//     0  8  magic "HEARTHSN"
//     8  4  format version
//    12  4  flags: bit 0 paused
//    ..      version 1: one log of one member. Versions 3 (without searches) and 4: threshold 1,
//            margin 1, number of members 1, number of dates 1, the members (traits; shared
//            categories), the dates; length 4 and bytes of the open log; length 4 and bytes of the
//            sealed section: of each member the allowed topics, the two logs (length 4 and bytes
//            each) and the gifts (number 4, each event id 8 and terms); then zeros
//   end-8 8  XXH64 (seed 0) of all bytes before
//
// Version 2 was never released and is not read.
#include <algorithm>
#include <map>
#include <utility>

#include "household/fields.h"
#include "household/household.h"
#include "household/record_bytes.h"

namespace hearth {
namespace {

constexpr uint32_t kPausedFlag = 1;
constexpr size_t kHeaderBytes = 12;

}  // namespace

// One log, all of the first member.
Status Household::ReadVersion1(std::span<const uint8_t> body) {
  Result<EventLog> log = EventLog::DecodeVersion1(body);
  if (!log.ok()) return log.error();
  for (const Event& event : log->events()) {
    if (event.owner != kFirstMember) return DamagedSnapshot("an event of an unknown member");
  }
  open_ = *std::move(log);
  std::vector<NewEvent> events = TakeOut([](const Event& event, const ItemDescription&) {
    return event.label == Label::kPrivate || event.label == Label::kSensitive;
  });
  Place(std::move(events));
  return {};
}

Status Household::ReadVersion4(ByteReader& in) {
  HouseholdSettings settings;
  settings.threshold_percent = in.Get<uint8_t>();
  settings.margin_percent = in.Get<uint8_t>();
  const auto member_count = in.Get<uint8_t>();
  const auto date_count = in.Get<uint8_t>();
  if (member_count == 0 || member_count > kMaxMembers) {
    return DamagedSnapshot("an invalid number of members");
  }
  members_.clear();
  for (size_t i = 0; i < member_count; ++i) {
    if (Status status = ReadMember(in, 0); !status.ok()) return status;
  }
  settings.dates = GetDates(in, date_count);
  if (!in.ok()) return DamagedSnapshot("truncated");
  Result<HouseholdSettings> checked = CheckRead(std::move(settings));
  if (!checked.ok()) return checked.error();
  settings_ = *std::move(checked);
  const auto open_bytes = in.Get<uint32_t>();
  Result<EventLog> log = EventLog::Decode(in.GetBytes(open_bytes));
  const Result<std::span<const uint8_t>> section = ReadSection(in);
  if (!section.ok()) return section.error();
  if (!log.ok()) return log.error();
  open_ = *std::move(log);
  ByteReader sealed(*section);
  for (Member& member : members_) {
    if (Status s = ReadChoices(sealed, Choice::kAllowedTopic, member); !s.ok()) return s;
    if (Status s = ReadSealedEvents(sealed, member.id); !s.ok()) return s;
  }
  const auto rest = sealed.GetBytes(sealed.left());
  if (std::any_of(rest.begin(), rest.end(), [](uint8_t byte) { return byte != 0; })) {
    return DamagedSnapshot("the sealed section has the wrong length");
  }
  DropEmptySealed();
  return CheckEvents();
}

Result<Household> Household::FromOldSnapshot(std::span<const uint8_t> bytes, uint32_t version) {
  Result<ByteReader> in = BodyOf(bytes, kHeaderBytes);
  if (!in.ok()) return in.error();
  const auto flags = in->Get<uint32_t>();
  if ((flags & ~kPausedFlag) != 0) return DamagedSnapshot("unknown flags");
  Household household;
  household.paused_ = (flags & kPausedFlag) != 0;
  const Status status =
      version == 1 ? household.ReadVersion1(in->GetBytes(in->left())) : household.ReadVersion4(*in);
  if (!status.ok()) return status.error();
  const size_t strangers = household.Admit({});
  if (strangers > 0) return DamagedSnapshot("an event of an unknown member, or in the wrong log");
  household.revision_ = 0;
  return household;
}

// People of one name are one person; the others move in while there is room.
void Household::MoveIn(Household old) {
  const bool is_new = members_.size() == 1 && members_.front().name.empty();
  if (is_new) {
    members_ = std::move(old.members_);
    settings_ = std::move(old.settings_);
    paused_ = old.paused_;
    open_ = std::move(old.open_);
    sealed_ = std::move(old.sealed_);
    sittings_ = std::move(old.sittings_);
    std::erase_if(withheld_,
                  [](const Withheld& each) { return RecordOf(each.kind) == Record::kShop; });
    return;
  }
  std::map<MemberId, MemberId> ids;
  for (const Member& member : old.members_) {
    const auto same = std::find_if(members_.begin(), members_.end(),
                                   [&](const Member& each) { return each.name == member.name; });
    if (same != members_.end()) {
      ids.emplace(member.id, same->id);
      continue;
    }
    Member moved = member;
    moved.id = FreeId();
    if (member.name.empty() || moved.id >= kMaxMembers) continue;
    ids.emplace(member.id, moved.id);
    const auto after = std::find_if(members_.begin(), members_.end(),
                                    [&](const Member& each) { return each.id > moved.id; });
    members_.insert(after, std::move(moved));
  }
  const auto id_of = [&](MemberId id) {
    const auto at = ids.find(id);
    return at != ids.end() ? at->second : kNobody;
  };
  std::vector<NewEvent> events =
      old.TakeOut([](const Event&, const ItemDescription&) { return true; });
  std::erase_if(events, [&](NewEvent& each) {
    Event& event = each.described.event;
    const bool unsigned_event = event.owner == kNobody;
    event.owner = id_of(event.owner);
    if (each.gift) each.gift->recipient = id_of(each.gift->recipient);
    return !unsigned_event && event.owner == kNobody;
  });
  open_ = EventLog();
  sealed_.clear();
  sittings_ = std::move(old.sittings_);
  Place(std::move(events));
}

}  // namespace hearth
