#include "base/fold.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(Folded, CapitalsMakeNoDifferenceInAnyAlphabet) {
  EXPECT_EQ(Folded("LAMP 12"), "lamp 12");
  EXPECT_EQ(Folded("\u00D6L"), Folded("\u00F6l"));
  EXPECT_EQ(Folded("ТЕРМОБЕЛЬЁ"), Folded("термобельё"));
  EXPECT_EQ(Folded("ΟΔΌΣ"), Folded("οδός")) << "the sigma at the end";
  EXPECT_EQ(Folded("ԳԻՐՔ"), Folded("գիրք"));
  EXPECT_EQ(Folded("\U00010400"), Folded("\U00010428")) << "beyond the first plane";
}

TEST(Folded, AccentsAreOptional) {
  EXPECT_EQ(Folded("Caf\u00E9 \u00C9clair"), "cafe eclair");
  EXPECT_EQ(Folded("термобельё"), "термобелье");
  EXPECT_EQ(Folded("Ελληνικός"), Folded("ελληνικοσ"));
  EXPECT_EQ(Folded("B\u00FCy\u00FCk \u00C7\u0131kolata"), "buyuk cikolata");
  EXPECT_EQ(Folded("Ti\u1EBFng Vi\u1EC7t"), "tieng viet");
  EXPECT_EQ(Folded("שָׁלוֹם"), "שלום");
  EXPECT_EQ(Folded("مُحَمَّد"), "محمد");
}

TEST(Folded, TheTurkishIsAreOneLetter) {
  EXPECT_EQ(Folded("\u0130STANBUL"), "istanbul");
  EXPECT_EQ(Folded("\u0131stanbul"), "istanbul");
  EXPECT_EQ(Folded("ISTANBUL"), "istanbul");
}

TEST(Folded, LettersWithStrokesAndLigaturesAreWrittenOut) {
  EXPECT_EQ(Folded("Stra\u00DFe"), "strasse");
  EXPECT_EQ(Folded("STRA\u1E9EE"), "strasse");
  EXPECT_EQ(Folded("Sm\u00F8rrebr\u00F8d, \u00C6ble"), "smorrebrod, aeble");
  EXPECT_EQ(Folded("Z\u0141OTY \u0110\u00F0 \u0152uf \u00DE\uFB01"), "zloty dd oeuf thfi");
  EXPECT_EQ(Folded("\uFF34ea 30\u00D740 m\u00B2"), "tea 30x40 m2");
}

TEST(Folded, AComposedLetterIsTheSameTakenApart) {
  EXPECT_EQ(Folded("e\u0301clair"), Folded("\u00E9clair"));
  EXPECT_EQ(Folded("\u0438\u0306"), Folded("\u0439"));
  EXPECT_EQ(Folded("\u1112\u1161\u11AB\u1100\u1173\u11AF"), Folded("\uD55C\uAE00")) << "Hangul";
  EXPECT_EQ(Folded("\u304B\u3099\u30CF\u309A"), Folded("\u304C\u30D1")) << "kana";
  EXPECT_NE(Folded("\u304B"), Folded("\u304C")) << "another syllable";
}

TEST(Folded, PunctuationSeparatesAndWhatCannotBeSeenGoes) {
  EXPECT_EQ(Folded("\u201ETea\u201C\u2013green\u00A0500"), " tea  green 500");
  EXPECT_EQ(Folded("Kaffee\u00ADmaschine"), "kaffeemaschine");
  EXPECT_EQ(Folded("\u2615\uFE0F \u8336"), "\u2615 \u8336") << "other signs stay";
}

TEST(Folded, TakesOverBytesThatAreNoText) {
  EXPECT_EQ(Folded("\xC3"), "\xC3");
  EXPECT_EQ(Folded("A\xFF\xC0\xAF\xED\xA0\x80Z"), "a\xFF\xC0\xAF\xED\xA0\x80z");
  EXPECT_EQ(Folded(std::string_view("\0A", 2)), std::string_view("\0a", 2));
}

TEST(Folder, GoesCodePointByCodePoint) {
  Folder folder("A\u00DF\u0301\u8336");
  EXPECT_EQ(folder.Next(), "a");
  EXPECT_EQ(folder.Next(), "ss");
  EXPECT_EQ(folder.Next(), "");
  EXPECT_EQ(folder.rest(), "\u8336");
  EXPECT_EQ(folder.Next(), "\u8336");
  EXPECT_TRUE(folder.AtEnd());
}

}  // namespace
}  // namespace hearth
