#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hash.h"
#include "base/ids.h"

namespace hearth {
namespace {

TEST(IsCleanUtf8, TakesWellFormedTextOfEveryLength) {
  EXPECT_TRUE(IsCleanUtf8(""));
  EXPECT_TRUE(IsCleanUtf8("tea"));
  EXPECT_TRUE(IsCleanUtf8("caf\u00e9 \u2615 \U0001F56F"));
  EXPECT_TRUE(IsCleanUtf8("\xF4\x8F\xBF\xBF"));
}

TEST(IsCleanUtf8, RefusesWhatIsNotUtf8) {
  using std::string_view_literals::operator""sv;
  EXPECT_FALSE(IsCleanUtf8("a\0b"sv)) << "NUL";
  EXPECT_FALSE(IsCleanUtf8("\x80")) << "continuation first";
  EXPECT_FALSE(IsCleanUtf8("\xC0\xAF")) << "overlong";
  EXPECT_FALSE(IsCleanUtf8("\xE0\x80\xAF")) << "overlong";
  EXPECT_FALSE(IsCleanUtf8("\xED\xA0\x80")) << "surrogate";
  EXPECT_FALSE(IsCleanUtf8("\xF4\x90\x80\x80")) << "beyond U+10FFFF";
  EXPECT_FALSE(IsCleanUtf8("\xE2\x98")) << "cut short";
}

TEST(IsCleanUtf8, ChecksEveryByteOfALongText) {
  for (size_t at = 0; at < 24; ++at) {
    std::string text(24, 'a');
    EXPECT_TRUE(IsCleanUtf8(text));
    for (const char bad : {'\0', '\x80', '\xFF', '\xC3'}) {
      text[at] = bad;
      EXPECT_FALSE(IsCleanUtf8(text)) << int{bad} << " at " << at;
    }
    text.replace(at, 1, "\u00e9\x01\x7F");
    EXPECT_TRUE(IsCleanUtf8(text)) << at;
  }
}

TEST(CutUtf8, NeverSplitsACodePoint) {
  EXPECT_EQ(CutUtf8("caf\u00e9", 4), "caf");
  EXPECT_EQ(CutUtf8("caf\u00e9", 5), "caf\u00e9");
  EXPECT_EQ(CutUtf8("\U0001F56F", 3), "");
}

TEST(KeyOf, IsXxHash64WithSeedZero) {
  EXPECT_EQ(Hash64(std::string_view()), 0xEF46DB3751D8E999u) << "the published value for no input";
  EXPECT_EQ(KeyOf("85123A"), KeyOf("85123A"));
  EXPECT_NE(KeyOf("85123A"), KeyOf("85123B"));
}

}  // namespace
}  // namespace hearth
