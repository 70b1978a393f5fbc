#include "household/digest.h"

#include <algorithm>

#include "policy/words.h"

namespace hearth {
namespace {

constexpr std::string_view kMagic = "HD";
constexpr uint16_t kVersion = 1;
constexpr size_t kEntryBytes = 1 + 8 + 8 * kInterestHalfLives.size();
// More than all events of a history can amount to.
constexpr int64_t kMaxInterest = int64_t{1} << 46;

Error Damaged(std::string_view what) { return Malformed("digest: " + std::string(what)); }

bool IsPossible(int64_t interest) { return interest <= kMaxInterest && interest >= -kMaxInterest; }

bool ReadEntry(ByteReader& in, DigestEntry& entry) {
  const auto kind = in.Get<uint8_t>();
  entry.kind = static_cast<DigestKind>(kind);
  entry.key = in.Get<uint64_t>();
  for (int64_t& interest : entry.interest) interest = in.Get<int64_t>();
  return kind < kDigestKinds &&
         std::all_of(entry.interest.begin(), entry.interest.end(), IsPossible);
}

Result<Digest> ReadDigest(ByteReader& in) {
  Digest digest;
  digest.as_of = in.Get<Time>();
  const auto count = in.Get<uint32_t>();
  if (!in.ok() || count > in.left() / kEntryBytes || count > kMaxDigestEntries) {
    return Damaged("a list longer than its bytes");
  }
  if (!IsPlausible(digest.as_of)) return Damaged("an invalid time");
  for (uint32_t i = 0; i < count; ++i) {
    DigestEntry entry;
    if (!ReadEntry(in, entry)) return Damaged("an invalid entry");
    const auto at = [](const DigestEntry& each) { return std::pair(each.kind, each.key); };
    if (!digest.entries.empty() && at(digest.entries.back()) >= at(entry)) {
      return Damaged("entries out of order");
    }
    digest.entries.push_back(entry);
  }
  return digest;
}

}  // namespace

uint64_t KeyOfName(std::string_view name) {
  uint64_t key = 0;
  for (WordScanner words(name); words.Next();) key = HashAfter(key, words.hash());
  return key;
}

uint64_t KeyBelow(uint64_t parent, std::string_view name) {
  return HashAfter(~parent, KeyOfName(name));
}

uint64_t KeyOfPath(std::string_view path) {
  uint64_t key = 0;
  while (!path.empty()) {
    const size_t end = std::min(path.find('>'), path.size());
    key = KeyBelow(key, path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return key;
}

std::vector<uint8_t> Encode(const Digests& digests) {
  ByteWriter out;
  if (digests.members.empty()) return out.Take();
  out.PutText(kMagic);
  out.Put(kVersion);
  out.Put(static_cast<uint8_t>(digests.members.size()));
  for (const auto& [member, since, digest] : digests.members) {
    out.Put(member);
    out.Put(since);
    out.Put(digest.as_of);
    out.Put(static_cast<uint32_t>(digest.entries.size()));
    for (const DigestEntry& entry : digest.entries) {
      out.Put(entry.kind);
      out.Put(entry.key);
      for (const int64_t interest : entry.interest) out.Put(interest);
    }
  }
  return out.Take();
}

Result<Digests> DecodeDigests(std::span<const uint8_t> bytes) {
  Digests digests;
  if (bytes.empty()) return digests;
  if (bytes.size() > kMaxDigestBytes) return TooLarge("digest: over 64 MiB");
  ByteReader in(bytes);
  const std::string_view magic = in.GetText(kMagic.size());
  const auto version = in.Get<uint16_t>();
  const auto count = in.Get<uint8_t>();
  if (!in.ok() || magic != kMagic) return Damaged("wrong first bytes");
  if (version != kVersion) {
    return Error{ErrorCode::kUnsupportedVersion,
                 "digest: version " + std::to_string(version) + ", expected 1"};
  }
  for (size_t i = 0; i < count; ++i) {
    Digests::OfMember each;
    each.member = in.Get<MemberId>();
    each.since = in.Get<Time>();
    Result<Digest> digest = ReadDigest(in);
    if (!digest.ok()) return digest.error();
    each.digest = *std::move(digest);
    const bool ascends = digests.members.empty() || digests.members.back().member < each.member;
    if (each.member >= kMaxMembers || !ascends) return Damaged("members out of order");
    digests.members.push_back(std::move(each));
  }
  if (count == 0 || !in.AtEnd()) return Damaged("wrong length");
  return digests;
}

}  // namespace hearth
