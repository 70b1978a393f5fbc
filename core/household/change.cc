// The body of each kind of change, little-endian; a text is its length (2) and its bytes, a list
// its number (4, of texts 2) and the entries.
//
//     0 recorded     list of event 32, flags 1 (bit 0 gift terms follow, bit 1 texts follow),
//                    gift 10, texts (lengths 4 x 2 and the bytes)
//     1 erased       list of owner 1, log 1, event id 8
//     2 relabelled   list of owner 1, log 1, event id 8, new owner 1, new label 1, flags 1, gift 10
//     3 released     the same
//     4 member set   since 8, id 1, colour 1, kind and lock (bit 1) 1, name
//     5 removed      id 1
//     6 choice       member 1, choice 1, chosen 1, text
//     7 settings     as in a snapshot (settings.h)
//     8 pause        paused 1
//     9 sitting      time 8
//    10 withheld     id 8, at 8, kind 1, member 1, name, length 4 and bytes of what undoes it
//    11 ended        id 8, undone 1
//    12 everything   since 8
//
// Gift: until 8, recipient 1, flags 1 (bit 0 forget, bit 1 taste).
#include "household/change.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "household/fields.h"

namespace hearth {
namespace {

constexpr std::string_view kMagic = "HC";
constexpr uint16_t kVersion = 1;
constexpr uint8_t kHasGift = 1, kHasTexts = 2;
constexpr size_t kMinEventBytes = 33, kRefBytes = 10, kMinRelabellingBytes = kRefBytes + 3;

Error Damaged(std::string_view what) { return Malformed("changes: " + std::string(what)); }

void PutRef(ByteWriter& out, const EventRef& ref) {
  out.Put(ref.owner);
  out.Put(ref.part);
  out.Put(ref.id);
}

EventRef GetRef(ByteReader& in) {
  EventRef ref;
  ref.owner = in.Get<MemberId>();
  ref.part = static_cast<LogPart>(in.Get<uint8_t>());
  ref.id = in.Get<EventId>();
  return ref;
}

void PutRelabellings(ByteWriter& out, const std::vector<Relabelling>& events) {
  out.Put(static_cast<uint32_t>(events.size()));
  for (const Relabelling& each : events) {
    PutRef(out, each.event);
    out.Put(each.owner);
    out.Put(each.label);
    out.Put(each.gift ? kHasGift : uint8_t{0});
    if (each.gift) PutGift(out, *each.gift);
  }
}

struct Body {
  ByteWriter& out;

  void operator()(const EventsRecorded& change) const {
    out.Put(static_cast<uint32_t>(change.events.size()));
    for (const NewEvent& each : change.events) {
      const ItemDescription& text = each.described.description;
      const bool has_texts = text != ItemDescription();
      PutEvent(out, each.described.event);
      out.Put(static_cast<uint8_t>((each.gift ? kHasGift : 0) | (has_texts ? kHasTexts : 0)));
      if (each.gift) PutGift(out, *each.gift);
      if (has_texts) PutTexts(out, text);
    }
  }
  void operator()(const EventsErased& change) const {
    out.Put(static_cast<uint32_t>(change.events.size()));
    for (const EventRef& each : change.events) PutRef(out, each);
  }
  void operator()(const EventsRelabelled& change) const { PutRelabellings(out, change.events); }
  void operator()(const GiftsReleased& change) const { PutRelabellings(out, change.gifts); }
  void operator()(const MemberSet& change) const {
    Member member;
    member.id = change.id;
    member.name = change.name;
    member.colour = change.colour;
    member.kind = change.kind;
    member.locked = change.locked;
    out.Put(change.since);
    PutTraits(out, member);
  }
  void operator()(const MemberRemoved& change) const { out.Put(change.id); }
  void operator()(const ChoiceMade& change) const {
    out.Put(change.member);
    out.Put(change.choice);
    out.Put(static_cast<uint8_t>(change.chosen));
    PutText(out, change.what);
  }
  void operator()(const SettingsChanged& change) const { PutSettings(out, change.settings); }
  void operator()(const PauseSet& change) const { out.Put(static_cast<uint8_t>(change.paused)); }
  void operator()(const SittingNoted& change) const { out.Put(change.time); }
  void operator()(const WithheldAdded& change) const { PutWithheld(out, change.withheld); }
  void operator()(const WithheldEnded& change) const {
    out.Put(change.id);
    out.Put(static_cast<uint8_t>(change.undone));
  }
  void operator()(const EverythingErased& change) const { out.Put(change.since); }
};

// A number of entries that the rest can hold.
Result<uint32_t> GetCount(ByteReader& in, size_t min_bytes) {
  const auto count = in.Get<uint32_t>();
  if (!in.ok() || count > in.left() / min_bytes)
    return Damaged("a list exceeds the remaining bytes");
  return count;
}

Result<std::optional<GiftTerms>> GetGiftIf(ByteReader& in, bool has_gift, Label label) {
  if (!has_gift) return std::optional<GiftTerms>();
  Result<GiftTerms> gift = GetGift(in);
  if (!gift.ok()) return gift.error();
  if (label != Label::kGift) return Damaged("gift terms without label gift");
  return std::optional(*gift);
}

Result<Change> GetRecorded(ByteReader& in) {
  EventsRecorded change;
  const Result<uint32_t> count = GetCount(in, kMinEventBytes);
  if (!count.ok()) return count.error();
  for (uint32_t i = 0; i < *count; ++i) {
    NewEvent& each = change.events.emplace_back();
    Result<Event> event = GetEvent(in);
    if (!event.ok()) return event.error();
    each.described.event = *event;
    const auto flags = in.Get<uint8_t>();
    if ((flags & ~(kHasGift | kHasTexts)) != 0) return Damaged("unknown flags");
    Result<std::optional<GiftTerms>> gift =
        GetGiftIf(in, (flags & kHasGift) != 0, each.described.event.label);
    if (!gift.ok()) return gift.error();
    each.gift = *gift;
    if ((flags & kHasTexts) == 0) continue;
    ItemDescription& text = each.described.description = GetTexts(in);
    if (!in.ok()) return Damaged("truncated in a description");
    if (Status s = Check(*event, text); !s.ok()) return Damaged(s.error().message);
    if (text.Key() != event->item || text.Hash() != event->description) {
      return Damaged("a description does not match its key");
    }
  }
  return Change(std::move(change));
}

Result<Change> GetErased(ByteReader& in) {
  EventsErased change;
  const Result<uint32_t> count = GetCount(in, kRefBytes);
  if (!count.ok()) return count.error();
  for (uint32_t i = 0; i < *count; ++i) change.events.push_back(GetRef(in));
  return Change(std::move(change));
}

Result<std::vector<Relabelling>> GetRelabellings(ByteReader& in) {
  std::vector<Relabelling> events;
  const Result<uint32_t> count = GetCount(in, kMinRelabellingBytes);
  if (!count.ok()) return count.error();
  for (uint32_t i = 0; i < *count; ++i) {
    Relabelling& each = events.emplace_back();
    each.event = GetRef(in);
    each.owner = in.Get<MemberId>();
    const auto label = in.Get<uint8_t>();
    const auto flags = in.Get<uint8_t>();
    if (label >= kLabelNames.size()) return Damaged("an unknown label");
    if ((flags & ~kHasGift) != 0) return Damaged("unknown flags");
    each.label = static_cast<Label>(label);
    Result<std::optional<GiftTerms>> gift = GetGiftIf(in, flags != 0, each.label);
    if (!gift.ok()) return gift.error();
    each.gift = *gift;
  }
  return events;
}

bool IsSince(Time time) { return time == 0 || IsPlausible(time); }

Result<Change> GetMemberSet(ByteReader& in) {
  const auto since = in.Get<Time>();
  Result<Member> member = GetTraits(in);
  if (!member.ok()) return member.error();
  if (!IsSince(since)) return Damaged("an invalid member");
  member->since = since;
  return Change(TraitsOf(*member));
}

Result<Change> GetChoice(ByteReader& in) {
  ChoiceMade change;
  change.member = in.Get<MemberId>();
  const auto choice = in.Get<uint8_t>();
  const auto chosen = in.Get<uint8_t>();
  change.what = GetText(in);
  if (choice >= kChoices || chosen > 1) return Damaged("an unknown choice");
  if (Status status = CheckChoice(change.what); !status.ok()) return status.error();
  change.choice = static_cast<Choice>(choice);
  change.chosen = chosen != 0;
  return Change(std::move(change));
}

Result<Change> GetSettingsChange(ByteReader& in) {
  Result<HouseholdSettings> settings = GetSettings(in);
  if (!settings.ok()) return settings.error();
  return Change(SettingsChanged{*std::move(settings)});
}

Result<Change> GetWithheldAdded(ByteReader& in) {
  Result<Withheld> withheld = GetWithheld(in);
  if (!withheld.ok()) return withheld.error();
  return Change(WithheldAdded{*std::move(withheld)});
}

Result<Change> GetEnded(ByteReader& in) {
  WithheldEnded change;
  change.id = in.Get<uint64_t>();
  change.undone = in.Get<uint8_t>() != 0;
  return Change(change);
}

Result<Change> GetEverything(ByteReader& in) {
  const auto since = in.Get<Time>();
  if (!IsSince(since)) return Damaged("an invalid time");
  return Change(EverythingErased{since});
}

template <typename List, typename Wrapped>
Result<Change> GetList(ByteReader& in) {
  Result<List> list = GetRelabellings(in);
  if (!list.ok()) return list.error();
  return Change(Wrapped{*std::move(list)});
}

Result<Change> GetBody(uint8_t kind, ByteReader& in) {
  switch (kind) {
    case 0:
      return GetRecorded(in);
    case 1:
      return GetErased(in);
    case 2:
      return GetList<std::vector<Relabelling>, EventsRelabelled>(in);
    case 3:
      return GetList<std::vector<Relabelling>, GiftsReleased>(in);
    case 4:
      return GetMemberSet(in);
    case 5:
      return Change(MemberRemoved{in.Get<MemberId>()});
    case 6:
      return GetChoice(in);
    case 7:
      return GetSettingsChange(in);
    case 8:
      return Change(PauseSet{in.Get<uint8_t>() != 0});
    case 9:
      return Change(SittingNoted{in.Get<Time>()});
    case 10:
      return GetWithheldAdded(in);
    case 11:
      return GetEnded(in);
    case 12:
      return GetEverything(in);
    default:
      return Damaged("an unknown kind of change");
  }
}

}  // namespace

MemberSet TraitsOf(const Member& member) {
  return {member.id, member.since, member.name, member.colour, member.kind, member.locked};
}

bool IsKeptIn(Record record, const Change& change) {
  if (std::holds_alternative<WithheldEnded>(change) ||
      std::holds_alternative<EverythingErased>(change)) {
    return true;
  }
  const auto* withheld = std::get_if<WithheldAdded>(&change);
  const bool is_of_people = withheld != nullptr
                                ? RecordOf(withheld->withheld.kind) == Record::kPeople
                                : std::holds_alternative<MemberSet>(change) ||
                                      std::holds_alternative<MemberRemoved>(change) ||
                                      std::holds_alternative<ChoiceMade>(change) ||
                                      std::holds_alternative<SettingsChanged>(change) ||
                                      std::holds_alternative<PauseSet>(change);
  return is_of_people == (record == Record::kPeople);
}

std::vector<uint8_t> Encode(const Segment& segment) {
  ByteWriter out;
  if (segment.changes.empty()) return out.Take();
  out.PutText(kMagic);
  out.Put(kVersion);
  PutOwners(out, segment.owners);
  for (const Change& change : segment.changes) {
    ByteWriter body;
    std::visit(Body{body}, change);
    out.Put(static_cast<uint8_t>(change.index()));
    out.Put(static_cast<uint32_t>(body.bytes().size()));
    out.PutBytes(body.bytes());
  }
  return out.Take();
}

Result<Segment> DecodeSegment(std::span<const uint8_t> bytes) {
  Segment segment;
  if (bytes.empty()) return segment;
  if (bytes.size() > kMaxSegmentBytes) return TooLarge("changes: over 256 MiB");
  ByteReader in(bytes);
  const std::string_view magic = in.GetText(kMagic.size());
  const auto version = in.Get<uint16_t>();
  if (!in.ok() || magic != kMagic) return Damaged("wrong first bytes");
  if (version != kVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "changes: version " + std::to_string(version) + ", expected 1"};
  }
  Result<std::vector<NamedOwner>> owners = GetOwners(in);
  if (!owners.ok()) return owners.error();
  segment.owners = *std::move(owners);
  if (in.left() == 0) return Damaged("truncated");  // no changes are no bytes
  while (in.left() > 0) {
    const auto kind = in.Get<uint8_t>();
    const auto size = in.Get<uint32_t>();
    ByteReader body(in.GetBytes(size));
    if (!in.ok()) return Damaged("truncated");
    Result<Change> change = GetBody(kind, body);
    if (!change.ok()) return change.error();
    if (!body.AtEnd()) return Damaged("a change has the wrong length");
    segment.changes.push_back(*std::move(change));
  }
  return segment;
}

}  // namespace hearth
