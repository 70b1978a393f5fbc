#include "policy/words.h"

#include <array>

#include "base/hash.h"

namespace hearth {
namespace {

constexpr uint64_t kFnvOffset = 0xCBF29CE484222325ULL;
constexpr uint64_t kFnvPrime = 0x100000001B3ULL;
constexpr std::string_view kBreaks = ",:;|()[]";
constexpr std::string_view kCurlyApostrophe = "\xE2\x80\x99";

// Of each ASCII character: itself in lower case, or 0 for a separator.
constexpr std::array<char, 128> kFolded = [] {
  std::array<char, 128> folded{};
  for (size_t c = '0'; c <= '9'; ++c) folded[c] = static_cast<char>(c);
  for (size_t c = 'a'; c <= 'z'; ++c) {
    folded[c] = static_cast<char>(c);
    folded[c - 'a' + 'A'] = static_cast<char>(c);
  }
  return folded;
}();

}  // namespace

// Of UTF-8: C2 leads signs of Latin-1 (no-break space, pound, degree), E2 punctuation and symbols,
// F0 and above pictures; what else is longer than a byte is taken for a letter.
size_t WordScanner::LetterBytes() const {
  const auto lead = static_cast<uint8_t>(rest_[0]);
  if (lead < 0x80) return kFolded[lead] != 0 ? 1 : 0;
  if (lead < 0xC3 || lead == 0xE2 || lead >= 0xF0) return 0;
  const size_t bytes = lead < 0xE0 ? 2 : 3;
  return bytes <= rest_.size() ? bytes : 0;
}

bool WordScanner::AtApostrophe() const {
  return rest_.starts_with('\'') || rest_.starts_with(kCurlyApostrophe);
}

bool WordScanner::Next() {
  after_break_ = false;
  while (!rest_.empty() && LetterBytes() == 0) {
    if (kBreaks.find(rest_[0]) != std::string_view::npos) after_break_ = true;
    rest_.remove_prefix(1);
  }
  length_ = 0;
  if (rest_.empty()) return false;
  while (!rest_.empty()) {
    const size_t bytes = LetterBytes();
    if (bytes == 0) {
      if (!AtApostrophe()) break;
      rest_.remove_prefix(rest_[0] == '\'' ? 1 : kCurlyApostrophe.size());
      continue;
    }
    for (size_t i = 0; i < bytes && length_ < kMaxBytes; ++i) {
      const char c = rest_[i];
      word_[length_++] = bytes == 1 ? kFolded[static_cast<uint8_t>(c)] : c;
    }
    rest_.remove_prefix(bytes);
  }
  Singular();
  return true;
}

// knives stays, virus, glass and arthritis too; glasses, boxes, dishes; condoms; nappies and nappy,
// cookies and cookie meet in "nappi" and "cooki".
void WordScanner::Singular() {
  const auto ends = [this](std::string_view end) { return word().ends_with(end); };
  if (length_ > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is")) {
    const bool e = ends("sses") || ends("xes") || ends("zes") || ends("ches") || ends("shes");
    length_ -= e && length_ > 4 ? 2 : 1;
  }
  if (length_ > 3 && ends("ie")) --length_;
  if (length_ > 2 && ends("y")) word_[length_ - 1] = 'i';
}

uint64_t WordScanner::hash() const {
  uint64_t hash = kFnvOffset;
  for (const char c : word()) hash = (hash ^ static_cast<uint8_t>(c)) * kFnvPrime;
  return HashAfter(0, hash);
}

uint64_t HashAfter(uint64_t beginning, uint64_t hash) {
  const uint64_t after = Mix64(beginning * 3 + hash);
  return after == 0 ? 1 : after;
}

}  // namespace hearth
