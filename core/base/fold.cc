#include "base/fold.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace hearth {
namespace {

// kRuns, kGaps, kTargets: numbers of 7 bits a byte, the low ones first; kStrings; kFoldEnd.
#include "base/fold_tables.inc"

class Numbers {
 public:
  explicit Numbers(const uint8_t* at) : at_(at) {}

  uint32_t Take() {
    uint32_t number = 0;
    for (int shift = 0;; shift += 7) {
      number |= (*at_ & 0x7Fu) << shift;
      if (*at_++ < 0x80) return number;
    }
  }
  // Zigzag: 0, -1, 1, -2, ...
  int32_t TakeSigned() {
    const uint32_t number = Take();
    return static_cast<int32_t>(number >> 1) ^ -static_cast<int32_t>(number & 1);
  }

 private:
  const uint8_t* at_;
};

// By code point below kFoldEnd: what to add to its lower 16 bits. The sum is a code point of the
// same plane, or
//   0                 nothing
//   1, 2, ...         one of kStrings
//   kana + 0x4000     it and the voiced mark; + 0x8000: the semi-voiced
using Deltas = std::array<uint16_t, kFoldEnd>;

// Runs of code points in steps of 1 to 3 that are folded as far away each, or all to one (step 0).
Deltas ReadDeltas() {
  Deltas deltas{};
  Numbers gaps(kGaps), runs(kRuns), targets(kTargets);
  int32_t code = 0, fixed = 0, shift = 0;
  while (const uint32_t run = runs.Take()) {
    if (run & 1) code += gaps.TakeSigned();
    const int32_t step = run >> 1 & 3;
    (step == 0 ? fixed : shift) += targets.TakeSigned();
    int32_t end = code;
    for (uint32_t left = run >> 3; left > 0; --left, end += step == 0 ? 1 : step) {
      deltas[static_cast<size_t>(end)] = static_cast<uint16_t>(step == 0 ? fixed - end : shift);
    }
    code = step < 2 ? end : code + 1;
  }
  return deltas;
}

constexpr uint32_t kSyllables = 0xAC00, kSyllablesEnd = 0xD7A4, kVowels = 21, kFinals = 28;

char* PutSyllable(uint32_t syllable, char* at) {
  at = PutUtf8(0x1100 + syllable / kFinals / kVowels, at);
  at = PutUtf8(0x1161 + syllable / kFinals % kVowels, at);
  return syllable % kFinals != 0 ? PutUtf8(0x11A7 + syllable % kFinals, at) : at;
}

}  // namespace

std::string_view Folder::FoldedCode(uint32_t code, std::string_view as_is) {
  static const Deltas deltas = ReadDeltas();
  char* end = folded_.data();
  if (code >= kSyllables && code < kSyllablesEnd) {
    end = PutSyllable(code - kSyllables, end);
  } else {
    if (code >= kFoldEnd || deltas[code] == 0) return as_is;
    const uint32_t target = (code + deltas[code]) & 0xFFFF;
    if (target == 0) return {};
    if (target <= std::size(kStrings)) return kStrings[target - 1];
    const bool is_voiced = target >> 8 == 0x70 || target >> 8 == 0xB0;
    end = PutUtf8(is_voiced ? target & 0x3FFF : (code & 0x10000) + target, end);
    if (is_voiced) end = PutUtf8(target < 0x8000 ? 0x3099 : 0x309A, end);
  }
  return {folded_.data(), static_cast<size_t>(end - folded_.data())};
}

std::string_view Folder::Next() {
  const auto lead = static_cast<uint8_t>(rest_[0]);
  const size_t length = lead < 0x80 ? 1 : std::max<size_t>(SequenceLength(rest_), 1);
  const std::string_view as_is = rest_.substr(0, length);
  rest_.remove_prefix(length);
  if (length == 1) {
    folded_[0] = lead >= 'A' && lead <= 'Z' ? static_cast<char>(lead | 0x20) : as_is[0];
    return {folded_.data(), 1};
  }
  uint32_t code = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<uint8_t>(as_is[i]) & 0x3Fu);
  return FoldedCode(code, as_is);
}

std::string Folded(std::string_view utf8) {
  std::string folded;
  for (Folder folder(utf8); !folder.AtEnd();) folded += folder.Next();
  return folded;
}

}  // namespace hearth
