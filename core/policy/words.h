// Splits a text into the words that lists of words are compared with: lower case, without accents,
// without a simple plural. Words are runs of letters and digits; apostrophes are left out,
// everything else separates. "Mum's 2 Wine-Glasses" is mum, 2, wine, glass; "PRÉSERVATIFS" is
// preservatif. Latin letters are folded (U+00C0 to U+017F, and marks that stand apart), other
// alphabets stay as they are. Words are cut at 32 bytes. O(length), no allocation.
#pragma once

#include <cstdint>
#include <string_view>

namespace hearth {

class WordScanner {
 public:
  explicit WordScanner(std::string_view text) : rest_(text) {}

  // Goes to the next word; false at the end.
  bool Next();
  // The word that Next() found; lives until the next call.
  std::string_view word() const { return {word_, length_}; }
  // Of that word; never 0.
  uint64_t hash() const;
  // Whether a comma, colon, semicolon, bar or bracket stands before it.
  bool after_break() const { return after_break_; }

 private:
  static constexpr size_t kMaxBytes = 32;

  // Bytes of the character at the front that belong to a word: 0 for a separator.
  size_t LetterBytes() const;
  bool AtApostrophe() const;
  bool IsElided() const;  // what stands before an apostrophe
  void ReadWord();
  void Append(std::string_view letters);
  void Singular();

  std::string_view rest_;
  char word_[kMaxBytes];
  size_t length_ = 0;
  bool after_break_ = false;
};

// Words and names in order: the hash of a phrase from the hash of its beginning. Never 0.
uint64_t HashAfter(uint64_t beginning, uint64_t hash);

}  // namespace hearth
