// Text as a search compares it, in every alphabet: capitals and accents make no difference.
//
//   "ÖL" -> "ol"   "Café" -> "cafe"   "Straße" -> "strasse"   "Термобельё" -> "термобелье"
//
// Letters lose their case (Unicode's case folding) and their accents, however they are composed:
// the canonical decomposition without its combining marks. Letters with a stroke and ligatures are
// written out: ø o, ł l, æ ae, þ th. Full-width letters and digits are the usual ones. Punctuation
// beyond ASCII is a space; soft hyphens, joiners and variation selectors go. A voiced kana is
// itself and its mark, a Hangul syllable its letters. Other scripts' vowel signs stay as they are.
//
// fold_tables.inc says it of every code point: tests/corpus/make_fold_tables.cc writes it from
// utf8proc, and tests/core/base/fold_library_test.cc compares. Folding twice is folding once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearth {

// Folds a text code point by code point.
class Folder {
 public:
  // `utf8` must outlive it. Bytes that are no UTF-8 are taken over as they are.
  explicit Folder(std::string_view utf8) : rest_(utf8) {}

  bool AtEnd() const { return rest_.empty(); }
  // What is not folded yet.
  std::string_view rest() const { return rest_; }
  // The next code point, folded, or nothing. Lives until the next call.
  std::string_view Next();

 private:
  std::string_view FoldedCode(uint32_t code, std::string_view as_is);

  std::string_view rest_;
  std::array<char, 9> folded_;
};

// O(length).
std::string Folded(std::string_view utf8);

}  // namespace hearth
