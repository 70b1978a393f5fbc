// What one shop tells another of a member who joined both: how much the member was interested in
// which categories, brands and price bands, and the day of the last event; nothing of any item.
//
// A digest is a pure fold of the events that the member's own slates at that shop may depend on,
// less what is sealed or only guessed (profile/digest.h makes it). It is made anew after each
// change and takes the place of the one before, so that what was erased at one shop is gone at the
// other. The other shop never reads the events.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "household/member.h"

namespace hearth {

enum class DigestKind : uint8_t { kAll, kCategory, kBrand, kPriceBand, kGoogleCategory };
inline constexpr size_t kDigestKinds = 5;

// Interest fades by half lives of these lengths, by what showed it (profile.cc).
inline constexpr std::array<Time, 4> kInterestHalfLives = {10 * kMsPerDay, 20 * kMsPerDay,
                                                           60 * kMsPerDay, 120 * kMsPerDay};

struct DigestEntry {
  DigestKind kind = DigestKind::kCategory;
  // Of a category KeyOfPath(), and once more its number in Google's product taxonomy where the shop
  // gives one; of a brand KeyOfName(), of a band 0 to 7; of all interest 0.
  uint64_t key = 0;
  // Interest at the digest's `as_of` by half life, Q16; below zero for what was sent back. Of all
  // interest only what is above zero.
  std::array<int64_t, kInterestHalfLives.size()> interest{};

  friend bool operator==(const DigestEntry&, const DigestEntry&) = default;
};

struct Digest {
  Time as_of = 0;                    // the end of the last event's day
  std::vector<DigestEntry> entries;  // ascending by kind and key, without repeats

  bool empty() const { return entries.empty(); }
  friend bool operator==(const Digest&, const Digest&) = default;
};

// A name however a shop writes it: its words (policy/words.h) in order.
uint64_t KeyOfName(std::string_view name);
// A category by its whole path, "Home & Garden > Decor > Clocks".
uint64_t KeyOfPath(std::string_view path);
// The same, of the category `name` below `parent`; 0 is the root.
uint64_t KeyBelow(uint64_t parent, std::string_view name);

// The digests that one shop hands over, by member.
struct Digests {
  struct OfMember {
    MemberId member = kFirstMember;
    Time since = 0;  // Member::since: an id may be somebody else's by now
    Digest digest;
    friend bool operator==(const OfMember&, const OfMember&) = default;
  };
  std::vector<OfMember> members;  // ascending

  friend bool operator==(const Digests&, const Digests&) = default;
};

// What a shop's worker knows of joined shops: its own name there, what the others handed over, and
// whether Global Privacy Control forbids all of it.
struct JoinedShops {
  std::string name;
  bool gpc = false;
  std::map<std::string, Digests, std::less<>> others;
};

inline constexpr size_t kMaxDigestEntries = 1u << 16;
inline constexpr size_t kMaxDigestBytes = 64u << 20;

// Little-endian: magic "HD", version 2 (1), number of members 1, each {id 1, since 8, as_of 8,
// number of entries 4, each {kind 1, key 8, interest 4 x 8}}. No members: no bytes.
std::vector<uint8_t> Encode(const Digests& digests);
// Errors: malformed, unsupported_version, too_large.
Result<Digests> DecodeDigests(std::span<const uint8_t> bytes);

}  // namespace hearth
