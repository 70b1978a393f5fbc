#include "input/plain_text.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TEST(PlainText, UndoesEntitiesOfHtml) {
  EXPECT_EQ(PlainText("Caf&eacute; &amp; Cr&#232;me 500&nbsp;g"), "Café & Crème 500 g");
  EXPECT_EQ(PlainText("&#x41;&#X42; &#8211; &#150;"), "AB – –");
  EXPECT_EQ(PlainText("Tom&apos;s &quot;best&quot;"), "Tom's \"best\"");
  EXPECT_EQ(PlainText("Fish &amp;amp; chips"), "Fish & chips");
}

TEST(PlainText, LeavesWhatIsNoEntity) {
  for (const char* text :
       {"R&D", "R&D;", "a & b; c", "&#0;", "&#xD800;", "&#99999999;", "&;", "&", "&notanentity;"}) {
    EXPECT_EQ(PlainText(text), text);
  }
}

TEST(PlainText, TakesTagsOut) {
  EXPECT_EQ(PlainText("<b>Tea</b> &ndash; green"), "Tea – green");
  EXPECT_EQ(PlainText("one<br>two<br/>three<P class=\"x\">four"), "one two three four");
  EXPECT_EQ(PlainText("m<sup>2</sup> <!-- note -->x"), "m2 x");
  EXPECT_EQ(PlainText("&lt;b&gt;Tea&lt;/b&gt;"), "Tea");
}

TEST(PlainText, LeavesSignsThatBeginNoTag) {
  for (const char* text : {"size < 5", "5 < 6 > 4", "<3", "a <unknown> b", "A > B", "x <",
                           "Size <S>", "a<b and c>d"}) {
    EXPECT_EQ(PlainText(text), text);
  }
}

TEST(PlainText, TakesControlCharactersOutAndMakesBlanksOne) {
  EXPECT_EQ(PlainText(" a\t\n b\x01\x7F c\u00A0\u2003d\u200B\u00AD "), "a b c d");
  EXPECT_EQ(PlainText("\u202Eevil\u202C \u2066a\u2069\u200F"), "evil a\u200F");
  EXPECT_EQ(PlainText(" \r\n"), "");
}

TEST(PlainText, Composes) {
  EXPECT_EQ(PlainText("Cafe\u0301"), "Caf\u00E9");
  EXPECT_EQ(PlainText("\u1112\u1161\u11AB"), "\uD55C");
}

TEST(PlainText, LeavesBytesThatAreNotUtf8) { EXPECT_EQ(PlainText("a\xFF&amp;"), "a\xFF&amp;"); }

TEST(PlainText, IsDoneAfterOnce) {
  for (const char* text : {"Caf&eacute; <b>x</b>", "a\u0301 b", "  x  y "}) {
    const std::string plain = PlainText(text);
    EXPECT_EQ(PlainText(plain), plain) << text;
  }
}

}  // namespace
}  // namespace hearth
