#include <gtest/gtest.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "support/fold_library.h"

namespace hearth {
namespace {

std::string Utf8(const std::u32string& text) {
  std::string utf8;
  for (const char32_t code : text) {
    char bytes[4];
    utf8.append(bytes, PutUtf8(code, bytes));
  }
  return utf8;
}

// Calls `check` with every code point below kFoldCompared and its text.
template <typename Check>
void ForEveryCode(Check check) {
  for (uint32_t code = 1; code < kFoldCompared; ++code) {
    if (!IsSurrogate(code)) check(code, Utf8({code}));
  }
}

TEST(FoldTables, SayOfEveryCodePointWhatTheLibrarySays) {
  ASSERT_EQ(LibraryVersion(), "15.0.0") << "write the tables anew: make_fold_tables";
  ForEveryCode([](uint32_t code, const std::string& text) {
    EXPECT_EQ(Folded(text), Utf8(LibraryFolded(code))) << std::hex << code;
  });
}

TEST(FoldTables, FoldingTwiceIsFoldingOnce) {
  ForEveryCode([](uint32_t code, const std::string& text) {
    EXPECT_EQ(Folded(Folded(text)), Folded(text)) << std::hex << code;
  });
}

// Indic scripts, rare Chinese signs and musical ones stay composed or apart as they are written.
bool IsLeftComposed(uint32_t code) {
  return (code >= 0x900 && code < 0x1E00) || (code >= 0x2190 && code < 0x3000) ||
         (code >= 0xF900 && code < 0xFB00) || code >= 0x10600;
}

TEST(FoldTables, LettersAreTheSameComposedAndTakenApart) {
  size_t compared = 0;
  ForEveryCode([&compared](uint32_t code, const std::string& text) {
    const std::u32string apart = LibraryDecomposed(code);
    const bool is_sign = Folded(text) == text || Folded(text) == " ";
    if (IsLeftComposed(code) || apart.size() < 2 || is_sign) return;
    ++compared;
    EXPECT_EQ(Folded(Utf8(apart)), Folded(text)) << std::hex << code;
  });
  EXPECT_GT(compared, 12000u) << "Hangul alone has 11172";
}

}  // namespace
}  // namespace hearth
