#include "household/fields.h"

#include <algorithm>

namespace hearth {
namespace {

constexpr uint8_t kLockedBit = 2;
constexpr uint8_t kForgetBit = 1, kTasteBit = 2;

Error Damaged(std::string_view what) { return Malformed("household: " + std::string(what)); }

}  // namespace

void PutText(ByteWriter& out, std::string_view text) {
  out.Put(static_cast<uint16_t>(text.size()));
  out.PutText(text);
}

std::string GetText(ByteReader& in) {
  const auto size = in.Get<uint16_t>();
  return std::string(in.GetText(size));
}

void PutTextList(ByteWriter& out, const std::vector<std::string>& texts) {
  out.Put(static_cast<uint16_t>(texts.size()));
  for (const std::string& text : texts) PutText(out, text);
}

std::vector<std::string> GetTextList(ByteReader& in) {
  std::vector<std::string> texts;
  const auto count = in.Get<uint16_t>();
  for (size_t i = 0; i < count && in.ok(); ++i) texts.push_back(GetText(in));
  return texts;
}

void PutOwners(ByteWriter& out, const std::vector<NamedOwner>& owners) {
  out.Put(static_cast<uint8_t>(owners.size()));
  for (const NamedOwner& each : owners) {
    out.Put(each.id);
    out.Put(each.since);
  }
}

Result<std::vector<NamedOwner>> GetOwners(ByteReader& in) {
  std::vector<NamedOwner> owners;
  const auto count = in.Get<uint8_t>();
  for (size_t i = 0; i < count; ++i) {
    NamedOwner owner;
    owner.id = in.Get<MemberId>();
    owner.since = in.Get<Time>();
    const bool ascends = owners.empty() || owners.back().id < owner.id;
    if (!in.ok() || owner.id >= kMaxMembers || !IsPlausible(owner.since) || !ascends) {
      return Damaged("invalid owners");
    }
    owners.push_back(owner);
  }
  if (!in.ok()) return Damaged("truncated");
  return owners;
}

void PutTraits(ByteWriter& out, const Member& member) {
  out.Put(member.id);
  out.Put(member.colour);
  out.Put(
      static_cast<uint8_t>(static_cast<uint8_t>(member.kind) | (member.locked ? kLockedBit : 0)));
  PutText(out, member.name);
}

Result<Member> GetTraits(ByteReader& in) {
  Member member;
  member.id = in.Get<uint8_t>();
  const auto colour = in.Get<uint8_t>();
  const auto traits = in.Get<uint8_t>();
  member.name = GetText(in);
  if (!in.ok()) return Damaged("truncated");
  if (member.id >= kMaxMembers || colour >= kColourNames.size() || (traits & ~3) != 0) {
    return Damaged("an invalid member");
  }
  if (!member.name.empty() || member.id != kFirstMember) {
    if (Status status = CheckName(member.name); !status.ok()) {
      return Damaged(status.error().message);
    }
  }
  member.colour = static_cast<Colour>(colour);
  member.kind = static_cast<MemberKind>(traits & 1);
  member.locked = (traits & kLockedBit) != 0;
  return member;
}

void PutGift(ByteWriter& out, const GiftTerms& gift) {
  out.Put(gift.until);
  out.Put(gift.recipient);
  out.Put(static_cast<uint8_t>((gift.forget ? kForgetBit : 0) | (gift.taste ? kTasteBit : 0)));
}

Result<GiftTerms> GetGift(ByteReader& in) {
  GiftTerms gift;
  gift.until = in.Get<Time>();
  gift.recipient = in.Get<uint8_t>();
  const auto flags = in.Get<uint8_t>();
  gift.forget = (flags & kForgetBit) != 0;
  gift.taste = (flags & kTasteBit) != 0;
  const bool known = gift.recipient == kNobody || gift.recipient < kMaxMembers;
  if (!in.ok() || !known || (flags & ~(kForgetBit | kTasteBit)) != 0 || !IsPlausible(gift.until)) {
    return Damaged("invalid gift terms");
  }
  return gift;
}

void PutSettings(ByteWriter& out, const HouseholdSettings& settings) {
  out.Put(settings.threshold_percent);
  out.Put(settings.margin_percent);
  out.Put(static_cast<uint8_t>(settings.dates.size()));
  for (const NotableDate& date : settings.dates) {
    out.Put(date.month);
    out.Put(date.day);
    PutText(out, date.name);
  }
  out.Put(static_cast<uint8_t>(settings.code.has_value()));
  if (!settings.code) return;
  out.PutBytes(settings.code->salt);
  out.Put(settings.code->iterations);
  out.PutBytes(settings.code->hash);
}

std::vector<NotableDate> GetDates(ByteReader& in, size_t count) {
  std::vector<NotableDate> dates;
  for (size_t i = 0; i < count && in.ok(); ++i) {
    NotableDate& date = dates.emplace_back();
    date.month = in.Get<uint8_t>();
    date.day = in.Get<uint8_t>();
    date.name = GetText(in);
  }
  return dates;
}

Result<HouseholdSettings> CheckRead(HouseholdSettings settings) {
  if (Status status = CheckSettings(settings); !status.ok()) return Damaged(status.error().message);
  const auto& dates = settings.dates;
  const auto out_of_order = [](const auto& a, const auto& b) { return !(a < b); };
  if (std::adjacent_find(dates.begin(), dates.end(), out_of_order) != dates.end()) {
    return Damaged("dates out of order or duplicated");
  }
  return settings;
}

Result<HouseholdSettings> GetSettings(ByteReader& in) {
  HouseholdSettings settings;
  settings.threshold_percent = in.Get<uint8_t>();
  settings.margin_percent = in.Get<uint8_t>();
  const auto date_count = in.Get<uint8_t>();
  settings.dates = GetDates(in, date_count);
  const auto has_code = in.Get<uint8_t>();
  if (has_code == 1) {
    GuardCode& code = settings.code.emplace();
    const auto salt = in.GetBytes(code.salt.size());
    code.iterations = in.Get<uint32_t>();
    const auto hash = in.GetBytes(code.hash.size());
    std::copy(salt.begin(), salt.end(), code.salt.begin());
    std::copy(hash.begin(), hash.end(), code.hash.begin());
  }
  if (!in.ok() || has_code > 1) return Damaged("truncated settings");
  return CheckRead(std::move(settings));
}

void PutWithheld(ByteWriter& out, const Withheld& withheld) {
  out.Put(withheld.id);
  out.Put(withheld.at);
  out.Put(withheld.kind);
  out.Put(withheld.member);
  PutText(out, withheld.name);
  out.Put(static_cast<uint32_t>(withheld.undo.size()));
  out.PutBytes(withheld.undo);
}

Result<Withheld> GetWithheld(ByteReader& in) {
  Withheld withheld;
  withheld.id = in.Get<uint64_t>();
  withheld.at = in.Get<Time>();
  const auto kind = in.Get<uint8_t>();
  withheld.member = in.Get<MemberId>();
  withheld.name = GetText(in);
  const auto undo = in.GetBytes(in.Get<uint32_t>());
  if (!in.ok() || !IsPlausible(withheld.at) || kind >= kWithheldKindNames.size() ||
      withheld.name.size() > kMaxMemberNameBytes) {
    return Damaged("invalid withheld entries");
  }
  withheld.kind = static_cast<WithheldKind>(kind);
  withheld.undo.assign(undo.begin(), undo.end());
  return withheld;
}

}  // namespace hearth
