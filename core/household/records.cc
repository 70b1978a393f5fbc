// A household's two records, little-endian. Each ends in an XXH64 (seed 0) of all bytes before it.
//
//   People    0  8  magic "HEARTHPE"
//             8  4  format version (1)
//            12  4  length of the record in bytes
//            16  4  flags: bit 0 paused
//            20  1  number of members, m
//            .. m x  since 8, traits (fields.h); shared categories
//            ..      settings (fields.h)
//            ..      sealed section: of each of the m members the allowed topics, muted categories
//            and
//                    joined shops; what is withheld of people
//
//   Shop      0  8  magic "HEARTHSN"
//             8  4  format version (5)
//            12      owners (fields.h): the members, but for those who were here from the first
//            ..      sittings (sittings.h)
//            ..  4  length of the open log, then the log (event_log.h)
//            ..      sealed section: number 1 of members who sealed anything and of each {id 1;
//            length 4
//                    and bytes of the log of secrets, then of that of what is locked; number of
//                    gifts 4, each {event id 8, terms (fields.h)}, ascending by id}; what is
//                    withheld of events
//
// A sealed section is its length (4), its bytes and zeros that fill it up to 16 KiB, doubled as
// often as needed up to 1 MiB, then to whole MiB. What is withheld is a number 2 and each
// (fields.h), ascending. A text is its length (2) and its bytes; a list of texts its number (2) and
// the texts. Older snapshots held both records in one (old_snapshots.cc).
#include <algorithm>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "base/hash.h"
#include "household/fields.h"
#include "household/household.h"
#include "household/parts.h"
#include "household/record_bytes.h"

namespace hearth {
namespace {

constexpr std::string_view kPeopleMagic = "HEARTHPE";
constexpr uint32_t kPeopleVersion = 1;
constexpr size_t kLengthOffset = 12;
constexpr uint32_t kPausedFlag = 1;
constexpr size_t kSealedClass = 16u << 10;
constexpr size_t kSealedStep = 1u << 20;
constexpr size_t kEmptySlotBytes = 1 + 2;  // nothing of its own, nothing withheld

size_t SealedClassOf(size_t bytes) {
  size_t size = kSealedClass;
  while (size < bytes && size < kSealedStep) size *= 2;
  return size >= bytes ? size : (bytes + kSealedStep - 1) / kSealedStep * kSealedStep;
}

void PutSealed(ByteWriter& out, ByteWriter section) {
  std::vector<uint8_t> bytes = section.Take();
  bytes.resize(SealedClassOf(bytes.size()));
  out.Put(static_cast<uint32_t>(bytes.size()));
  out.PutBytes(bytes);
}

// Whether what is left of a sealed section is what fills it up.
bool IsFilling(ByteReader& section, size_t whole) {
  const auto rest = section.GetBytes(section.left());
  return section.ok() && SealedClassOf(whole - rest.size()) == whole &&
         std::all_of(rest.begin(), rest.end(), [](uint8_t byte) { return byte == 0; });
}

// `slot`: what that one keeps alone; kNobody: all of the record.
void PutWithheldOf(ByteWriter& out, Record record, std::span<const Withheld> withheld,
                   MemberId slot = kNobody) {
  const auto is_kept = [&](const Withheld& each) {
    return RecordOf(each.kind) == record && (slot == kNobody || SlotOf(each) == slot);
  };
  out.Put(static_cast<uint16_t>(std::count_if(withheld.begin(), withheld.end(), is_kept)));
  for (const Withheld& each : withheld) {
    if (is_kept(each)) PutWithheld(out, each);
  }
}

void PutSealedChoices(ByteWriter& out, const Member& member) {
  for (const Choice choice : kSealedChoices) PutTextList(out, member.chosen(choice));
}

bool HasSealedChoices(const Member& member) {
  return std::any_of(kSealedChoices.begin(), kSealedChoices.end(),
                     [&](Choice choice) { return !member.chosen(choice).empty(); });
}

void PutSealedEvents(ByteWriter& out, const SealedEvents& own) {
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

std::vector<uint8_t> WithChecksum(ByteWriter out) {
  out.Put(Hash64(out.bytes()));
  return out.Take();
}

}  // namespace

Error DamagedSnapshot(std::string_view what) { return Malformed("snapshot: " + std::string(what)); }

Result<ByteReader> BodyOf(std::span<const uint8_t> bytes, size_t header_bytes) {
  if (bytes.size() < header_bytes + kChecksumBytes) return DamagedSnapshot("truncated");
  const auto whole = bytes.first(bytes.size() - kChecksumBytes);
  if (ByteReader(bytes.last(kChecksumBytes)).Get<uint64_t>() != Hash64(whole)) {
    return DamagedSnapshot("damaged, its checksum does not match");
  }
  return ByteReader(whole.subspan(header_bytes));
}

// ---- Writing

void Household::PutOpenOf(Record record, ByteWriter& out) const {
  if (record == Record::kPeople) {
    out.Put(paused_ ? kPausedFlag : 0);
    out.Put(static_cast<uint8_t>(members_.size()));
    for (const Member& member : members_) {
      out.Put(member.since);
      PutTraits(out, member);
      PutTextList(out, member.chosen(Choice::kSharedCategory));
    }
    PutSettings(out, settings_);
    return;
  }
  PutOwners(out, OwnersOf(members_));
  sittings_.Encode(out);
  const std::vector<uint8_t> open = open_.Encode();
  out.Put(static_cast<uint32_t>(open.size()));
  out.PutBytes(open);
}

std::vector<uint8_t> Household::PeopleRecord() const {
  ByteWriter out, sealed;
  PutOpenOf(Record::kPeople, out);
  for (const Member& member : members_) PutSealedChoices(sealed, member);
  PutWithheldOf(sealed, Record::kPeople, withheld_);
  PutSealed(out, std::move(sealed));

  ByteWriter record;
  record.PutText(kPeopleMagic);
  record.Put(kPeopleVersion);
  record.Put(static_cast<uint32_t>(kLengthOffset + 4 + out.bytes().size() + kChecksumBytes));
  record.PutBytes(out.bytes());
  return WithChecksum(std::move(record));
}

std::vector<uint8_t> Household::ShopRecord() const {
  ByteWriter out, sealed;
  out.PutText(kShopMagic);
  out.Put(kShopVersion);
  PutOpenOf(Record::kShop, out);
  sealed.Put(static_cast<uint8_t>(sealed_.size()));
  for (const auto& [member, own] : sealed_) {
    sealed.Put(member);
    PutSealedEvents(sealed, own);
  }
  PutWithheldOf(sealed, Record::kShop, withheld_);
  PutSealed(out, std::move(sealed));
  return WithChecksum(std::move(out));
}

StoredParts Household::PartsOf(Record record) const {
  StoredParts parts;
  ByteWriter open;
  PutOpenOf(record, open);
  parts.open = open.Take();
  for (MemberId id = 0; id < kMaxMembers; ++id) {
    const SealedEvents& own = SealedOf(id);
    const Member* member = Find(id);
    const bool chose = member != nullptr && HasSealedChoices(*member);
    const bool has_own = record == Record::kPeople ? chose : !own.empty();
    ByteWriter slot;
    slot.Put(static_cast<uint8_t>(has_own));
    if (has_own && record == Record::kPeople) PutSealedChoices(slot, *member);
    if (has_own && record == Record::kShop) PutSealedEvents(slot, own);
    PutWithheldOf(slot, record, withheld_, id);
    if (slot.bytes().size() > kEmptySlotBytes) parts.slots[id] = slot.Take();
  }
  return parts;
}

StoredParts Household::PartsOf(const Segment& segment) const {
  Changes open;
  std::array<Changes, kMaxMembers> slots;
  for (const Change& change : segment.changes) {
    if (const auto* recorded = std::get_if<EventsRecorded>(&change)) {
      EventsRecorded in_open;
      std::array<EventsRecorded, kMaxMembers> in_slots;
      for (const NewEvent& each : recorded->events) {
        const bool is_open = PartFor(each) == LogPart::kOpen;
        (is_open ? in_open : in_slots[each.described.event.owner]).events.push_back(each);
      }
      if (!in_open.events.empty()) open.push_back(std::move(in_open));
      for (MemberId id = 0; id < kMaxMembers; ++id) {
        if (!in_slots[id].events.empty()) slots[id].push_back(std::move(in_slots[id]));
      }
      continue;
    }
    const auto* choice = std::get_if<ChoiceMade>(&change);
    const auto* withheld = std::get_if<WithheldAdded>(&change);
    if (withheld != nullptr) {
      slots[SlotOf(withheld->withheld)].push_back(change);
    } else if (choice != nullptr && choice->choice != Choice::kSharedCategory) {
      slots[choice->member].push_back(change);
    } else {
      open.push_back(change);
    }
  }
  const auto encode = [this](Changes changes) {
    const std::vector<NamedOwner> owners = OwnersIn(changes);
    return Encode(Segment{owners, std::move(changes)});
  };
  StoredParts parts;
  parts.open = encode(std::move(open));
  for (MemberId id = 0; id < kMaxMembers; ++id) parts.slots[id] = encode(std::move(slots[id]));
  return parts;
}

size_t Household::RoomOf(const Segment& segment) const {
  constexpr size_t kOwnerBytes = 9, kGiftBytes = 10;
  size_t room = Encode(segment).size();
  room += kOwnerBytes * (2 - std::min<size_t>(2, segment.owners.size()));  // two at once are rare
  for (const Change& change : segment.changes) {
    const auto* recorded = std::get_if<EventsRecorded>(&change);
    if (recorded == nullptr) continue;
    for (const NewEvent& each : recorded->events) {
      const Event& event = each.described.event;
      if (!each.gift) room += kGiftBytes;
      if (each.described.description != ItemDescription()) continue;
      // Left out where its log has it already; another's, or the sealed one, might not have.
      const ItemDescription* text = LogOf(event.owner, PartFor(each)).FindDescription(event);
      if (text == nullptr) continue;
      ByteWriter known;
      PutTexts(known, *text);
      room += known.bytes().size();
    }
  }
  return room;
}

std::vector<uint8_t> Household::Snapshot(Record record) const {
  return record == Record::kPeople ? PeopleRecord() : ShopRecord();
}

std::vector<uint8_t> Household::Snapshot() const {
  std::vector<uint8_t> both = PeopleRecord();
  const std::vector<uint8_t> shop = ShopRecord();
  both.insert(both.end(), shop.begin(), shop.end());
  return both;
}

// ---- Reading

Status Household::ReadChoices(ByteReader& in, Choice choice, Member& member) {
  std::vector<std::string>& list = member.choices[static_cast<size_t>(choice)];
  list = GetTextList(in);
  const bool ascends =
      std::adjacent_find(list.begin(), list.end(), std::greater_equal<>()) == list.end();
  const bool fit = std::all_of(list.begin(), list.end(),
                               [](const std::string& what) { return CheckChoice(what).ok(); });
  return in.ok() && ascends && fit && list.size() <= kMaxChoices
             ? Status()
             : DamagedSnapshot("invalid choices");
}

Status Household::ReadMember(ByteReader& in, Time since) {
  Result<Member> member = GetTraits(in);
  if (!member.ok()) return member.error();
  member->since = since;
  if (!members_.empty() && members_.back().id >= member->id) {
    return DamagedSnapshot("members out of order");
  }
  if (!MaySet(TraitsOf(*member))) return DamagedSnapshot("two members with the same name");
  members_.push_back(*std::move(member));
  return ReadChoices(in, Choice::kSharedCategory, members_.back());
}

Status Household::ReadWithheld(ByteReader& in, Record record) {
  const auto count = in.Get<uint16_t>();
  for (size_t i = 0; i < count; ++i) {
    Result<Withheld> withheld = GetWithheld(in);
    if (!withheld.ok()) return withheld.error();
    if (RecordOf(withheld->kind) != record || !AddWithheld(*std::move(withheld))) {
      return DamagedSnapshot("withheld entries of another record, or duplicates");
    }
  }
  return in.ok() ? Status() : DamagedSnapshot("truncated");
}

Result<std::span<const uint8_t>> Household::ReadSection(ByteReader& in) {
  const auto bytes = in.Get<uint32_t>();
  const auto section = in.GetBytes(bytes);
  if (!in.AtEnd()) return DamagedSnapshot("its length and its sections do not match");
  return section;
}

Status Household::ReadOpenOfPeople(ByteReader& in) {
  const auto flags = in.Get<uint32_t>();
  const auto count = in.Get<uint8_t>();
  if ((flags & ~kPausedFlag) != 0) return DamagedSnapshot("unknown flags");
  if (count == 0 || count > kMaxMembers) return DamagedSnapshot("an invalid number of members");
  paused_ = (flags & kPausedFlag) != 0;
  members_.clear();
  for (size_t i = 0; i < count; ++i) {
    const auto since = in.Get<Time>();
    if (since != 0 && !IsPlausible(since)) return DamagedSnapshot("an invalid member");
    if (Status status = ReadMember(in, since); !status.ok()) return status;
  }
  Result<HouseholdSettings> settings = GetSettings(in);
  if (!settings.ok()) return settings.error();
  settings_ = *std::move(settings);
  return {};
}

Status Household::ReadSealedChoices(ByteReader& in, Member& member) {
  for (const Choice choice : kSealedChoices) {
    if (Status status = ReadChoices(in, choice, member); !status.ok()) return status;
  }
  return {};
}

Status Household::ReadPeople(std::span<const uint8_t> bytes) {
  ByteReader head(bytes);
  const std::string_view magic = head.GetText(kPeopleMagic.size());
  const auto version = head.Get<uint32_t>();
  const auto length = head.Get<uint32_t>();
  if (!head.ok() || magic != kPeopleMagic) return DamagedSnapshot("wrong first bytes");
  if (version != kPeopleVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "snapshot: version " + std::to_string(version) + " of people, expected 1"};
  }
  if (length != bytes.size()) return DamagedSnapshot("truncated");
  Result<ByteReader> in = BodyOf(bytes, kLengthOffset + 4);
  if (!in.ok()) return in.error();
  if (Status status = ReadOpenOfPeople(*in); !status.ok()) return status;
  const Result<std::span<const uint8_t>> section = ReadSection(*in);
  if (!section.ok()) return section.error();
  ByteReader sealed(*section);
  for (Member& member : members_) {
    if (Status status = ReadSealedChoices(sealed, member); !status.ok()) return status;
  }
  if (Status status = ReadWithheld(sealed, Record::kPeople); !status.ok()) return status;
  return IsFilling(sealed, section->size())
             ? Status()
             : DamagedSnapshot("the sealed section has the wrong length");
}

Status Household::ReadSealedEvents(ByteReader& in, MemberId owner) {
  SealedEvents& own = sealed_[owner];
  for (EventLog* log : {&own.secrets, &own.locked}) {
    const auto bytes = in.Get<uint32_t>();
    Result<EventLog> read = EventLog::Decode(in.GetBytes(bytes), kMaxSealedLogBytes);
    if (!in.ok()) return DamagedSnapshot("truncated");
    if (!read.ok()) return read.error();
    *log = *std::move(read);
  }
  const auto count = in.Get<uint32_t>();
  for (uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto event = in.Get<EventId>();
    const Result<GiftTerms> gift = GetGift(in);
    if (!gift.ok()) return gift.error();
    if (!own.gifts.empty() && own.gifts.rbegin()->first >= event) {
      return DamagedSnapshot("gifts out of order");
    }
    own.gifts.emplace(event, *gift);
  }
  return in.ok() ? Status() : DamagedSnapshot("truncated");
}

Status Household::ReadOpenOfShop(ByteReader& in, std::vector<NamedOwner>& owners) {
  Result<std::vector<NamedOwner>> read_owners = GetOwners(in);
  if (!read_owners.ok()) return read_owners.error();
  owners = *std::move(read_owners);
  Result<Sittings> sittings = Sittings::Decode(in);
  if (!sittings.ok()) return sittings.error();
  sittings_ = *std::move(sittings);
  const auto open_bytes = in.Get<uint32_t>();
  Result<EventLog> log = EventLog::Decode(in.GetBytes(open_bytes));
  if (!in.ok()) return DamagedSnapshot("truncated");
  if (!log.ok()) return log.error();
  open_ = *std::move(log);
  return {};
}

Status Household::ReadSlot(Record record, MemberId id, ByteReader& in) {
  const auto has_own = in.Get<uint8_t>();
  if (has_own > 1) return DamagedSnapshot("a malformed part");
  if (has_own == 1 && record == Record::kPeople) {
    Member* member = FindMutable(id);
    if (member == nullptr) return DamagedSnapshot("a malformed part");
    if (Status status = ReadSealedChoices(in, *member); !status.ok()) return status;
  } else if (has_own == 1) {
    if (Status status = ReadSealedEvents(in, id); !status.ok()) return status;
    if (sealed_.at(id).empty()) return DamagedSnapshot("a member without sealed events");
  }
  if (Status status = ReadWithheld(in, record); !status.ok()) return status;
  return in.AtEnd() ? Status() : DamagedSnapshot("a malformed part");
}

Status Household::ReadParts(Record record, const StoredParts& parts,
                            std::vector<NamedOwner>& owners) {
  ByteReader open(parts.open);
  const Status status =
      record == Record::kPeople ? ReadOpenOfPeople(open) : ReadOpenOfShop(open, owners);
  if (!status.ok()) return status;
  if (!open.AtEnd()) return DamagedSnapshot("a malformed part");
  for (MemberId id = 0; id < kMaxMembers; ++id) {
    ByteReader slot(parts.slots[id]);
    if (slot.left() == 0) continue;
    if (Status read = ReadSlot(record, id, slot); !read.ok()) return read;
  }
  return record == Record::kShop ? CheckEvents() : Status();
}

Status Household::ReadShop(std::span<const uint8_t> bytes, std::vector<NamedOwner>& owners) {
  Result<ByteReader> in = BodyOf(bytes, kShopMagic.size() + 4);
  if (!in.ok()) return in.error();
  if (Status status = ReadOpenOfShop(*in, owners); !status.ok()) return status;
  const Result<std::span<const uint8_t>> section = ReadSection(*in);
  if (!section.ok()) return section.error();

  ByteReader sealed(*section);
  const auto count = sealed.Get<uint8_t>();
  MemberId previous = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto owner = sealed.Get<MemberId>();
    if (owner >= kMaxMembers || (i > 0 && owner <= previous)) {
      return DamagedSnapshot("sealed events out of order");
    }
    if (Status status = ReadSealedEvents(sealed, previous = owner); !status.ok()) return status;
    if (sealed_.at(owner).empty()) return DamagedSnapshot("a member without sealed events");
  }
  if (Status status = ReadWithheld(sealed, Record::kShop); !status.ok()) return status;
  if (!IsFilling(sealed, section->size())) {
    return DamagedSnapshot("the sealed section has the wrong length");
  }
  return CheckEvents();
}

// Every event could be one of some household's, and every gift has its event. Whose it is, and
// whether it lies where it belongs, is another question (Admit).
Status Household::CheckEvents() const {
  for (const Event& event : open_.events()) {
    const bool in_common = event.label == Label::kPersonal || event.label == Label::kShared;
    const bool fits = event.owner == kNobody
                          ? in_common
                          : event.owner < kMaxMembers && event.label != Label::kShared;
    const NewEvent open{{event, {}}, std::nullopt};
    if (!fits || PartFor(open) == LogPart::kSecrets) {
      return DamagedSnapshot("an event in the wrong log");
    }
  }
  for (const auto& [owner, own] : sealed_) {
    size_t gifts = 0;
    for (const EventLog* log : {&own.secrets, &own.locked}) {
      const bool secret = log == &own.secrets;
      for (const Event& event : log->events()) {
        const GiftTerms* gift = secret ? GiftOf(event) : nullptr;
        gifts += gift != nullptr;
        const auto terms = gift != nullptr ? std::optional(*gift) : std::nullopt;
        const bool fits = event.owner == owner && event.label != Label::kShared;
        if (!fits || (PartFor({{event, {}}, terms}) == LogPart::kSecrets) != secret) {
          return DamagedSnapshot("an event in the wrong log");
        }
      }
    }
    if (gifts != own.gifts.size()) return DamagedSnapshot("a gift without its event");
  }
  return {};
}

// Takes a record from a household that was read, whose events were `owners`'.
void Household::TakeRecord(Record record, Household read, std::vector<NamedOwner> owners) {
  if (record == Record::kPeople) {
    owners = OwnersOf(members_);
    members_ = std::move(read.members_);
    settings_ = std::move(read.settings_);
    paused_ = read.paused_;
  } else {
    open_ = std::move(read.open_);
    sealed_ = std::move(read.sealed_);
    sittings_ = std::move(read.sittings_);
  }
  TakeWithheldFrom(read, record);
  Admit(owners);
}

Status Household::Restore(Record record, const StoredParts& parts) {
  Household read;
  std::vector<NamedOwner> owners;
  if (Status status = read.ReadParts(record, parts, owners); !status.ok()) return status;
  TakeRecord(record, std::move(read), std::move(owners));
  return {};
}

Status Household::Restore(Record record, std::span<const uint8_t> bytes) {
  if (bytes.size() > kMaxSnapshotBytes) return TooLarge("snapshot: over 256 MiB");
  Household read;
  std::vector<NamedOwner> owners;
  if (record == Record::kPeople) {
    if (Status status = read.ReadPeople(bytes); !status.ok()) return status;
  } else {
    const Result<uint32_t> version = VersionOfShop(bytes);
    if (!version.ok()) return version.error();
    if (*version != kShopVersion) {
      Result<Household> old = FromOldSnapshot(bytes, *version);
      if (!old.ok()) return old.error();
      MoveIn(*std::move(old));
      return {};
    }
    if (Status status = read.ReadShop(bytes, owners); !status.ok()) return status;
  }
  TakeRecord(record, std::move(read), std::move(owners));
  return {};
}

Result<uint32_t> VersionOfShop(std::span<const uint8_t> bytes) {
  ByteReader in(bytes);
  const std::string_view magic = in.GetText(kShopMagic.size());
  const auto version = in.Get<uint32_t>();
  if (!in.ok() || magic != kShopMagic) return DamagedSnapshot("wrong first bytes");
  if (version != 1 && version != 3 && version != 4 && version != kShopVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "snapshot: version " + std::to_string(version) + ", expected 1, 3, 4 or 5"};
  }
  return version;
}

Result<Household> Household::FromSnapshot(std::span<const uint8_t> bytes) {
  ByteReader head(bytes);
  if (head.GetText(kPeopleMagic.size()) != kPeopleMagic) {
    const Result<uint32_t> version = VersionOfShop(bytes);
    if (!version.ok()) return version.error();
    if (*version == kShopVersion) return DamagedSnapshot("a shop's record alone");
    return FromOldSnapshot(bytes, *version);
  }
  if (bytes.size() > kMaxSnapshotBytes) return TooLarge("snapshot: over 256 MiB");
  head.Get<uint32_t>();
  const auto length = head.Get<uint32_t>();
  if (!head.ok() || length > bytes.size()) return DamagedSnapshot("truncated");
  Household household;
  for (const Record record : kRecords) {
    const auto part = record == Record::kPeople ? bytes.first(length) : bytes.subspan(length);
    if (Status status = household.Restore(record, part); !status.ok()) return status.error();
    // Both were taken at one moment, and nobody had to be left out.
    const auto again = household.Snapshot(record);
    if (!std::equal(again.begin(), again.end(), part.begin(), part.end())) {
      return DamagedSnapshot("its two records do not match");
    }
  }
  household.revision_ = 0;
  return household;
}

}  // namespace hearth
