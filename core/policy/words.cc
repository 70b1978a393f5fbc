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

// Of U+00C0 to U+017F the letter without its marks, in lower case; 1 stands for "ae", 2 for "oe", 3
// for "ss", 4 for "ij".
constexpr std::string_view kLatin =
    "aaaaaa1ceeeeiiiidnoooooxouuuuyt3"
    "aaaaaa1ceeeeiiiidnoooooxouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkk"
    "llllllllllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatin.size() == 0x180 - 0xC0);
constexpr std::string_view kPairs = "aeoessij";

// What a character of one to three bytes is compared as: nothing for a mark that belongs to the
// letter before it (U+0300 to U+036F). Everything about case and accents is here.
std::string_view Folded(std::string_view character) {
  const auto lead = static_cast<uint8_t>(character[0]);
  if (lead < 0x80) return {&kFolded[lead], 1};
  if (lead > 0xCD || character.size() != 2) return character;
  const auto code = static_cast<size_t>((lead & 0x1F) << 6 | (character[1] & 0x3F));
  if (code >= 0x300) return code < 0x370 ? std::string_view() : character;
  if (code >= 0x180) return character;
  const char letter = kLatin[code - 0xC0];
  if (letter > '4') return kLatin.substr(code - 0xC0, 1);
  return kPairs.substr(static_cast<size_t>(letter - '1') * 2, 2);
}

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

// "l'alcool", "d'ovulation", "dell'ansia"; but "o'clock".
bool WordScanner::IsElided() const {
  return (length_ == 1 && word_[0] != 'o') || word().ends_with("ll");
}

void WordScanner::Append(std::string_view letters) {
  for (const char c : letters) {
    if (length_ < kMaxBytes) word_[length_++] = c;
  }
}

bool WordScanner::Next() {
  after_break_ = false;
  length_ = 0;
  while (length_ == 0) {  // a mark or an article alone is no word
    while (!rest_.empty() && LetterBytes() == 0) {
      if (kBreaks.find(rest_[0]) != std::string_view::npos) after_break_ = true;
      rest_.remove_prefix(1);
    }
    if (rest_.empty()) return false;
    ReadWord();
  }
  Singular();
  return true;
}

void WordScanner::ReadWord() {
  while (!rest_.empty()) {
    const size_t bytes = LetterBytes();
    if (bytes > 0) {
      Append(Folded(rest_.substr(0, bytes)));
      rest_.remove_prefix(bytes);
      continue;
    }
    if (!AtApostrophe()) break;
    if (IsElided()) length_ = 0;
    rest_.remove_prefix(rest_[0] == '\'' ? 1 : kCurlyApostrophe.size());
  }
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
