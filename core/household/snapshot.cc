// A household's bytes, little-endian:
//
//     0  8  magic "HEARTHSN"
//     8  4  format version (5)
//    12  4  flags: bit 0 paused
//    16  1  number of members, m
//    .. m x  traits (fields.h); shared categories
//    ..      settings (fields.h)
//    ..      sittings (sittings.h)
//    ..  4  length of the open log, then the log (event_log.h)
//    ..  4  length of the sealed section: 16 KiB, doubled as often as needed up to 1 MiB, then
//           whole MiB; the section is, for each of the m members: allowed topics; muted categories;
//           length 4 and bytes of the log of secrets, then of that of what is locked; number of
//           gifts 4, each {event id 8, until 8, recipient 1, flags 1: bit 0 forget, bit 1 taste},
//           ascending by id; then number 2 of what is withheld and each (fields.h), ascending by
//           id; then zeros
//   end-8 8  XXH64 (seed 0) of all bytes before
//
// Older versions are read: 4 had no code, sittings, muted categories and withheld things, and
// threshold 1, margin 1, m, number of dates 1 before the members, dates after them; 3 had no
// searches; 1 had one member and one log. Version 2 was never released and is not read.
// A text is its length (2) and its bytes; a list of texts its number (2) and the texts.
#include <algorithm>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "household/fields.h"
#include "household/household.h"

namespace hearth {
namespace {

constexpr std::string_view kMagic = "HEARTHSN";
constexpr uint32_t kSnapshotVersion = 5;
constexpr uint32_t kVersionWithoutSittings = 4;
constexpr uint32_t kVersionWithoutSearches = 3;
constexpr uint32_t kPausedFlag = 1;
constexpr size_t kHeaderBytes = 16;
constexpr size_t kChecksumBytes = 8;
constexpr size_t kSealedClass = 16u << 10;
constexpr size_t kSealedStep = 1u << 20;

size_t SealedClassOf(size_t bytes) {
  size_t size = kSealedClass;
  while (size < bytes && size < kSealedStep) size *= 2;
  return size >= bytes ? size : (bytes + kSealedStep - 1) / kSealedStep * kSealedStep;
}

Error Damaged(std::string_view what) { return Malformed("snapshot: " + std::string(what)); }

}  // namespace

std::vector<uint8_t> Household::SealedSection() const {
  ByteWriter out;
  for (const Member& member : members_) {
    const SealedEvents& own = SealedOf(member.id);
    PutTextList(out, member.chosen(Choice::kAllowedTopic));
    PutTextList(out, member.chosen(Choice::kMutedCategory));
    for (const EventLog* log : {&own.secrets, &own.locked}) {
      const std::vector<uint8_t> bytes = log->Encode();
      out.Put(static_cast<uint32_t>(bytes.size()));
      out.PutBytes(bytes);
    }
    out.Put(static_cast<uint32_t>(own.gifts.size()));
    for (const auto& [event, gift] : own.gifts) {
      out.Put(event);
      PutGift(out, gift);
    }
  }
  out.Put(static_cast<uint16_t>(withheld_.size()));
  for (const Withheld& each : withheld_) PutWithheld(out, each);
  return out.Take();
}

std::vector<uint8_t> Household::Snapshot() const {
  ByteWriter out;
  out.PutText(kMagic);
  out.Put(kSnapshotVersion);
  out.Put(paused_ ? kPausedFlag : 0);
  out.Put(static_cast<uint8_t>(members_.size()));
  for (const Member& member : members_) {
    PutTraits(out, member);
    PutTextList(out, member.chosen(Choice::kSharedCategory));
  }
  PutSettings(out, settings_);
  sittings_.Encode(out);
  const std::vector<uint8_t> open = open_.Encode();
  out.Put(static_cast<uint32_t>(open.size()));
  out.PutBytes(open);

  std::vector<uint8_t> section = SealedSection();
  section.resize(SealedClassOf(section.size()));
  out.Put(static_cast<uint32_t>(section.size()));
  out.PutBytes(section);
  out.Put(Hash64(out.bytes()));
  return out.Take();
}

// Version 1: flags and one log, all of the first member.
Status Household::ReadVersion1(std::span<const uint8_t> body) {
  Result<EventLog> log = EventLog::DecodeVersion1(body);
  if (!log.ok()) return log.error();
  for (const Event& event : log->events()) {
    if (event.owner != kFirstMember) return Damaged("an event of an unknown member");
  }
  open_ = *std::move(log);
  std::vector<NewEvent> events = TakeOut([](const Event& event, const ItemDescription&) {
    return event.label == Label::kPrivate || event.label == Label::kSensitive;
  });
  Place(std::move(events));
  return {};
}

Status Household::ReadMember(ByteReader& in) {
  Result<Member> member = GetTraits(in);
  if (!member.ok()) return member.error();
  if (!members_.empty() && members_.back().id >= member->id) return Damaged("members out of order");
  if (!MaySet(TraitsOf(*member))) return Damaged("two members with the same name");
  members_.push_back(*std::move(member));
  return ReadChoices(in, Choice::kSharedCategory, members_.back());
}

Status Household::ReadChoices(ByteReader& in, Choice choice, Member& member) {
  std::vector<std::string>& list = member.choices[static_cast<size_t>(choice)];
  list = GetTextList(in);
  const bool ascends =
      std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) == list.end();
  const bool fit = std::all_of(list.begin(), list.end(),
                               [](const std::string& what) { return CheckChoice(what).ok(); });
  return in.ok() && ascends && fit && list.size() <= kMaxChoices ? Status()
                                                                 : Damaged("invalid choices");
}

Status Household::ReadMembers(ByteReader& in, uint32_t version) {
  const bool settings_first = version < kSnapshotVersion;
  HouseholdSettings settings;
  if (settings_first) {
    settings.threshold_percent = in.Get<uint8_t>();
    settings.margin_percent = in.Get<uint8_t>();
  }
  const auto member_count = in.Get<uint8_t>();
  const uint8_t date_count = settings_first ? in.Get<uint8_t>() : 0;
  if (member_count == 0 || member_count > kMaxMembers)
    return Damaged("an invalid number of members");
  members_.clear();
  for (size_t i = 0; i < member_count; ++i) {
    if (Status status = ReadMember(in); !status.ok()) return status;
  }
  if (settings_first) {
    settings.dates = GetDates(in, date_count);
    if (!in.ok()) return Damaged("truncated");
  }
  Result<HouseholdSettings> read =
      settings_first ? CheckRead(std::move(settings)) : GetSettings(in);
  if (!read.ok()) return read.error();
  settings_ = *std::move(read);
  if (settings_first) return {};
  Result<Sittings> sittings = Sittings::Decode(in);
  if (!sittings.ok()) return sittings.error();
  sittings_ = *std::move(sittings);
  return {};
}

Status Household::ReadWithheld(ByteReader& in) {
  const auto count = in.Get<uint16_t>();
  for (size_t i = 0; i < count; ++i) {
    Result<Withheld> withheld = GetWithheld(in);
    if (!withheld.ok()) return withheld.error();
    if (!withheld_.empty() && withheld_.back().id >= withheld->id) {
      return Damaged("withheld entries out of order");
    }
    withheld_.push_back(*std::move(withheld));
  }
  return in.ok() ? Status() : Damaged("truncated");
}

Status Household::ReadGifts(ByteReader& in, std::map<EventId, GiftTerms>* gifts) const {
  const auto count = in.Get<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto event = in.Get<EventId>();
    const Result<GiftTerms> gift = GetGift(in);
    if (!gift.ok()) return gift.error();
    const bool known = gift->recipient == kNobody || Find(gift->recipient) != nullptr;
    const bool ascends = gifts->empty() || gifts->rbegin()->first < event;
    if (!known || !ascends) return Damaged("an invalid gift");
    gifts->emplace(event, *gift);
  }
  return in.ok() ? Status() : Damaged("truncated");
}

Status Household::ReadSealed(std::span<const uint8_t> section, uint32_t version) {
  const bool is_older = version < kSnapshotVersion;
  ByteReader in(section);
  for (Member& member : members_) {
    for (const Choice choice : {Choice::kAllowedTopic, Choice::kMutedCategory}) {
      if (is_older && choice == Choice::kMutedCategory) continue;
      if (Status status = ReadChoices(in, choice, member); !status.ok()) return status;
    }
    SealedEvents& own = sealed_[member.id];
    for (EventLog* log : {&own.secrets, &own.locked}) {
      const auto bytes = in.Get<uint32_t>();
      Result<EventLog> read = EventLog::Decode(in.GetBytes(bytes), kMaxSealedLogBytes);
      if (!in.ok()) return Damaged("truncated");
      if (!read.ok()) return read.error();
      *log = *std::move(read);
    }
    if (Status status = ReadGifts(in, &own.gifts); !status.ok()) return status;
  }
  if (!is_older) {
    if (Status status = ReadWithheld(in); !status.ok()) return status;
  }
  const auto rest = in.GetBytes(in.left());
  const bool blank = std::all_of(rest.begin(), rest.end(), [](uint8_t byte) { return byte == 0; });
  if (!blank || SealedClassOf(section.size() - rest.size()) != section.size()) {
    return Damaged("the sealed section has the wrong length");
  }
  return {};
}

// Every event is in the log where it belongs, of a member who is here; every gift has its event.
Status Household::CheckWhole() const {
  for (const Event& event : open_.events()) {
    const bool in_common = event.owner == kNobody &&
                           (event.label == Label::kPersonal || event.label == Label::kShared);
    const bool own = Find(event.owner) != nullptr && event.label != Label::kShared;
    if ((!own && !in_common) || PartFor({{event, {}}, std::nullopt}) != LogPart::kOpen) {
      return Damaged("an event in the wrong log");
    }
  }
  for (const auto& [owner, own] : sealed_) {
    size_t gifts = 0;
    for (const LogPart part : {LogPart::kSecrets, LogPart::kLocked}) {
      for (const Event& event : LogOf(owner, part).events()) {
        const GiftTerms* gift = part == LogPart::kSecrets ? GiftOf(event) : nullptr;
        gifts += gift != nullptr;
        const auto terms = gift != nullptr ? std::optional(*gift) : std::nullopt;
        const bool fits = event.owner == owner && event.label != Label::kShared;
        if (!fits || PartFor({{event, {}}, terms}) != part) {
          return Damaged("an event in the wrong log");
        }
      }
    }
    if (gifts != own.gifts.size()) return Damaged("a gift without its event");
  }
  return {};
}

Result<Household> Household::FromSnapshot(std::span<const uint8_t> bytes) {
  if (bytes.size() > kMaxSnapshotBytes) return TooLarge("snapshot: over 256 MiB");
  ByteReader in(bytes);
  const std::string_view magic = in.GetText(kMagic.size());
  const auto version = in.Get<uint32_t>();
  const auto flags = in.Get<uint32_t>();
  if (!in.ok() || magic != kMagic) return Damaged("wrong first bytes");
  if (version != 1 && version != kVersionWithoutSearches && version != kVersionWithoutSittings &&
      version != kSnapshotVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "snapshot: version " + std::to_string(version) + ", expected 1, 3, 4 or 5"};
  }
  if (in.left() < kChecksumBytes) return Damaged("truncated");
  const auto whole = bytes.first(bytes.size() - kChecksumBytes);
  if (ByteReader(bytes.last(kChecksumBytes)).Get<uint64_t>() != Hash64(whole)) {
    return Damaged("damaged, its checksum does not match");
  }
  if ((flags & ~kPausedFlag) != 0) return Damaged("unknown flags");
  const auto body = whole.subspan(kHeaderBytes);
  Household household;
  household.paused_ = (flags & kPausedFlag) != 0;
  Status status =
      version == 1 ? household.ReadVersion1(body) : household.ReadVersion5(body, version);
  if (!status.ok()) return status.error();
  if (Status s = household.CheckWhole(); !s.ok()) return s.error();
  household.DropEmptySealed();
  household.revision_ = 0;
  return household;
}

Status Household::ReadVersion5(std::span<const uint8_t> body, uint32_t version) {
  ByteReader in(body);
  if (Status status = ReadMembers(in, version); !status.ok()) return status;
  const auto open_bytes = in.Get<uint32_t>();
  const auto open_log = in.GetBytes(open_bytes);
  const auto sealed_bytes = in.Get<uint32_t>();
  const auto sealed = in.GetBytes(sealed_bytes);
  if (!in.AtEnd()) return Damaged("its length and its sections do not match");
  Result<EventLog> log = EventLog::Decode(open_log);
  if (!log.ok()) return log.error();
  open_ = *std::move(log);
  return ReadSealed(sealed, version);
}

}  // namespace hearth
