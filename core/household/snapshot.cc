// A household's bytes, little-endian:
//
//     0  8  magic "HEARTHSN"
//     8  4  format version (4)
//    12  4  flags: bit 0 paused
//    16  1  threshold in percent           17 1  margin in percent
//    18  1  number of members, m           19 1  number of dates, d
//    .. m x  id 1, colour 1, kind and locked (bit 1) 1, name; shared categories
//    .. d x  month 1, day 1, name
//    ..  4  length of the open log, then the log (event_log.h)
//    ..  4  length of the sealed section: 16 KiB, doubled as often as needed up to 1 MiB, then
//           whole MiB; the section is, for each of the m members: allowed topics; length 4 and
//           bytes of the log of secrets, then of that of what is locked; number of gifts 4, each
//           {event id 8, until 8, recipient 1, flags 1: bit 0 forget, bit 1 taste}, ascending by
//           id; then zeros
//   end-8 8  XXH64 (seed 0) of all bytes before
//
// Version 1 had one member and one log; version 2, which was never released, is not read; version 3
// had no searches.
// A text is its length (2) and its bytes; a list of texts its number (2) and the texts.
#include <algorithm>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "household/household.h"

namespace hearth {
namespace {

constexpr std::string_view kMagic = "HEARTHSN";
constexpr uint32_t kSnapshotVersion = 4;
constexpr uint32_t kVersionWithoutSearches = 3;
constexpr uint32_t kPausedFlag = 1;
constexpr size_t kHeaderBytes = 16;
constexpr size_t kChecksumBytes = 8;
constexpr uint8_t kLockedBit = 2;
constexpr size_t kSealedClass = 16u << 10;
constexpr size_t kSealedStep = 1u << 20;

void PutText(ByteWriter& out, std::string_view text) {
  out.Put(static_cast<uint16_t>(text.size()));
  out.PutText(text);
}

void PutTexts(ByteWriter& out, const std::vector<std::string>& texts) {
  out.Put(static_cast<uint16_t>(texts.size()));
  for (const std::string& text : texts) PutText(out, text);
}

std::string GetText(ByteReader& in) {
  const auto size = in.Get<uint16_t>();
  return std::string(in.GetText(size));
}

std::vector<std::string> GetTexts(ByteReader& in) {
  std::vector<std::string> texts;
  const auto count = in.Get<uint16_t>();
  for (size_t i = 0; i < count && in.ok(); ++i) texts.push_back(GetText(in));
  return texts;
}

size_t SealedClassOf(size_t bytes) {
  size_t size = kSealedClass;
  while (size < bytes && size < kSealedStep) size *= 2;
  return size >= bytes ? size : (bytes + kSealedStep - 1) / kSealedStep * kSealedStep;
}

Member GetMember(ByteReader& in) {
  Member member;
  member.id = in.Get<uint8_t>();
  member.colour = static_cast<Colour>(in.Get<uint8_t>());
  const auto traits = in.Get<uint8_t>();
  member.kind = static_cast<MemberKind>(traits & 1);
  member.locked = (traits & kLockedBit) != 0;
  member.name = GetText(in);
  member.shared_categories = GetTexts(in);
  if ((traits & ~3) != 0) member.id = kNobody;  // refused by its caller
  return member;
}

Error Damaged(std::string_view what) { return Malformed("snapshot: " + std::string(what)); }

}  // namespace

std::vector<uint8_t> Household::SealedSection() const {
  ByteWriter out;
  for (const Member& member : members_) {
    const SealedEvents& own = SealedOf(member.id);
    PutTexts(out, member.allowed_topics);
    for (const EventLog* log : {&own.secrets, &own.locked}) {
      const std::vector<uint8_t> bytes = log->Encode();
      out.Put(static_cast<uint32_t>(bytes.size()));
      out.PutBytes(bytes);
    }
    out.Put(static_cast<uint32_t>(own.gifts.size()));
    for (const auto& [event, gift] : own.gifts) {
      out.Put(event);
      out.Put(gift.until);
      out.Put(gift.recipient);
      out.Put(static_cast<uint8_t>((gift.forget ? 1 : 0) | (gift.taste ? 2 : 0)));
    }
  }
  return out.Take();
}

std::vector<uint8_t> Household::Snapshot() const {
  ByteWriter out;
  out.PutText(kMagic);
  out.Put(kSnapshotVersion);
  out.Put(paused_ ? kPausedFlag : 0);
  out.Put(settings_.threshold_percent);
  out.Put(settings_.margin_percent);
  out.Put(static_cast<uint8_t>(members_.size()));
  out.Put(static_cast<uint8_t>(settings_.dates.size()));
  for (const Member& member : members_) {
    out.Put(member.id);
    out.Put(member.colour);
    out.Put(
        static_cast<uint8_t>(static_cast<uint8_t>(member.kind) | (member.locked ? kLockedBit : 0)));
    PutText(out, member.name);
    PutTexts(out, member.shared_categories);
  }
  for (const NotableDate& date : settings_.dates) {
    out.Put(date.month);
    out.Put(date.day);
    PutText(out, date.name);
  }
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
  return Place(std::move(events));
}

Status Household::ReadMembers(ByteReader& in) {
  settings_.threshold_percent = in.Get<uint8_t>();
  settings_.margin_percent = in.Get<uint8_t>();
  const auto member_count = in.Get<uint8_t>();
  const auto date_count = in.Get<uint8_t>();
  if (member_count == 0 || member_count > kMaxMembers) return Damaged("a number of members");
  members_.clear();
  for (size_t i = 0; i < member_count && in.ok(); ++i) {
    Member member = GetMember(in);
    const bool known = member.id < kMaxMembers &&
                       static_cast<size_t>(member.colour) < kColourNames.size() &&
                       (members_.empty() || members_.back().id < member.id);
    if (!known) return Damaged("a member that cannot be");
    const bool unnamed = member.name.empty() && member.id == kFirstMember;
    Member named = member;
    if (unnamed) named.name = "?";
    if (Status status = CheckMember(named); !status.ok()) return Damaged(status.error().message);
    members_.push_back(std::move(member));
  }
  HouseholdSettings settings = settings_;
  for (size_t i = 0; i < date_count && in.ok(); ++i) {
    NotableDate date;
    date.month = in.Get<uint8_t>();
    date.day = in.Get<uint8_t>();
    date.name = GetText(in);
    settings.dates.push_back(std::move(date));
  }
  if (!in.ok()) return Damaged("truncated");
  settings_ = HouseholdSettings();
  const auto given = settings.dates;
  if (Status status = Configure(std::move(settings)); !status.ok()) {
    return Damaged(status.error().message);
  }
  return settings_.dates == given ? Status() : Damaged("dates out of order or twice");
}

Status Household::ReadGifts(ByteReader& in, std::map<EventId, GiftTerms>* gifts) const {
  const auto count = in.Get<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto event = in.Get<EventId>();
    GiftTerms gift;
    gift.until = in.Get<Time>();
    gift.recipient = in.Get<uint8_t>();
    const auto flags = in.Get<uint8_t>();
    gift.forget = (flags & 1) != 0;
    gift.taste = (flags & 2) != 0;
    const bool known = gift.recipient == kNobody || Find(gift.recipient) != nullptr;
    const bool ascends = gifts->empty() || gifts->rbegin()->first < event;
    if (!in.ok() || (flags & ~3) != 0 || !known || !ascends || !IsPlausible(gift.until)) {
      return Damaged("a gift that cannot be");
    }
    gifts->emplace(event, gift);
  }
  return in.ok() ? Status() : Damaged("truncated");
}

Status Household::ReadSealed(std::span<const uint8_t> section) {
  ByteReader in(section);
  for (Member& member : members_) {
    member.allowed_topics = GetTexts(in);
    if (Status status = CheckChoices(member); !status.ok()) return Damaged(status.error().message);
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
  const auto rest = in.GetBytes(in.left());
  const bool blank = std::all_of(rest.begin(), rest.end(), [](uint8_t byte) { return byte == 0; });
  if (!blank || SealedClassOf(section.size() - rest.size()) != section.size()) {
    return Damaged("a sealed section of another length");
  }
  return {};
}

// Every event is in the log where it belongs, of a member who is here; every gift has its event.
Status Household::CheckWhole() const {
  for (const Event& event : open_.events()) {
    const bool in_common = event.owner == kNobody &&
                           (event.label == Label::kPersonal || event.label == Label::kShared);
    const bool own = Find(event.owner) != nullptr && event.label != Label::kShared;
    if ((!own && !in_common) || IsSealed({{event, {}}, std::nullopt})) {
      return Damaged("an event where it cannot be");
    }
  }
  for (const auto& [owner, own] : sealed_) {
    size_t gifts = 0;
    for (const EventLog* log : {&own.secrets, &own.locked}) {
      for (const Event& event : log->events()) {
        const GiftTerms* gift = log == &own.secrets ? GiftOf(event) : nullptr;
        gifts += gift != nullptr;
        const auto terms = gift != nullptr ? std::optional(*gift) : std::nullopt;
        const bool fits = event.owner == owner && event.label != Label::kShared;
        if (!fits || LogFor({{event, {}}, terms}) != log) {
          return Damaged("an event where it cannot be");
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
  if (!in.ok() || magic != kMagic) return Damaged("does not begin as one");
  if (version != 1 && version != kVersionWithoutSearches && version != kSnapshotVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "snapshot: version " + std::to_string(version) + ", expected 1, 3 or 4"};
  }
  if (in.left() < kChecksumBytes) return Damaged("truncated");
  const auto whole = bytes.first(bytes.size() - kChecksumBytes);
  if (ByteReader(bytes.last(kChecksumBytes)).Get<uint64_t>() != Hash64(whole)) {
    return Damaged("damaged (its checksum does not match)");
  }
  if ((flags & ~kPausedFlag) != 0) return Damaged("unknown flags");
  const auto body = whole.subspan(kHeaderBytes);
  Household household;
  household.paused_ = (flags & kPausedFlag) != 0;
  Status status = version == 1 ? household.ReadVersion1(body) : household.ReadVersion4(body);
  if (!status.ok()) return status.error();
  if (Status s = household.CheckWhole(); !s.ok()) return s.error();
  household.DropEmptySealed();
  household.revision_ = 0;
  return household;
}

Status Household::ReadVersion4(std::span<const uint8_t> body) {
  ByteReader in(body);
  if (Status status = ReadMembers(in); !status.ok()) return status;
  const auto open_bytes = in.Get<uint32_t>();
  const auto open_log = in.GetBytes(open_bytes);
  const auto sealed_bytes = in.Get<uint32_t>();
  const auto sealed = in.GetBytes(sealed_bytes);
  if (!in.AtEnd()) return Damaged("its sections do not fill it");
  Result<EventLog> log = EventLog::Decode(open_log);
  if (!log.ok()) return log.error();
  open_ = *std::move(log);
  return ReadSealed(sealed);
}

}  // namespace hearth
