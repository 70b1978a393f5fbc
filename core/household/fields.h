// The bytes of a household's parts, which records (records.cc) and changes (change.cc) share.
// Little-endian; a text is its length (2) and its bytes. Readers check what they read; errors:
// malformed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "household/change.h"
#include "household/member.h"

namespace hearth {

void PutText(ByteWriter& out, std::string_view text);
std::string GetText(ByteReader& in);
// A number (2) and as many texts.
void PutTextList(ByteWriter& out, const std::vector<std::string>& texts);
std::vector<std::string> GetTextList(ByteReader& in);

// Number 1, then each {id 1, since 8}: ascending ids, since above 0.
void PutOwners(ByteWriter& out, const std::vector<NamedOwner>& owners);
Result<std::vector<NamedOwner>> GetOwners(ByteReader& in);

// id 1, colour 1, kind and lock (bit 1) 1, name. The name may be empty.
void PutTraits(ByteWriter& out, const Member& member);
Result<Member> GetTraits(ByteReader& in);

// until 8, recipient 1, flags 1 (bit 0 forget, bit 1 taste).
void PutGift(ByteWriter& out, const GiftTerms& gift);
Result<GiftTerms> GetGift(ByteReader& in);

// threshold 1, margin 1, number of dates 1, each {month 1, day 1, name}, then 1 byte: whether a
// code follows, of salt 16, iterations 4, hash 32. Dates ascend without repeats.
void PutSettings(ByteWriter& out, const HouseholdSettings& settings);
Result<HouseholdSettings> GetSettings(ByteReader& in);
std::vector<NotableDate> GetDates(ByteReader& in, size_t count);
// Settings as they were read: in range, dates in order.
Result<HouseholdSettings> CheckRead(HouseholdSettings settings);

// id 8, at 8, kind 1, member 1, name, length 4 and bytes of the changes that undo it.
void PutWithheld(ByteWriter& out, const Withheld& withheld);
Result<Withheld> GetWithheld(ByteReader& in);

}  // namespace hearth
