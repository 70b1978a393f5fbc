#include "input/encoding.h"

#include <gtest/gtest.h>

#include <vector>

namespace hearth {
namespace {

DecodedText Decode(std::string bytes, std::string_view encoding = "") {
  Result<DecodedText> decoded = DecodeText(std::move(bytes), encoding);
  EXPECT_TRUE(decoded.ok()) << decoded.error().message;
  return decoded.ok() ? *std::move(decoded) : DecodedText{};
}

std::string Utf16(std::string_view ascii, bool big_endian) {
  std::string bytes;
  for (const char c : ascii) {
    if (big_endian) bytes += '\0';
    bytes += c;
    if (!big_endian) bytes += '\0';
  }
  return bytes;
}

TEST(Encoding, TakesUtf8AsItIs) {
  EXPECT_EQ(Decode("Käse").text, "Käse");
  EXPECT_EQ(Decode("\xEF\xBB\xBFKäse").text, "Käse");
  EXPECT_EQ(Decode("Käse").encoding, "UTF-8");
  EXPECT_FALSE(Decode("Käse").guessed);
  EXPECT_EQ(Decode("").text, "");
}

TEST(Encoding, ReadsUtf16WithAMarkAndWithout) {
  for (const bool big_endian : {false, true}) {
    const std::string text = Utf16("id,title\n1,Tea\n", big_endian);
    const std::string mark = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    EXPECT_EQ(Decode(mark + text).text, "id,title\n1,Tea\n");
    EXPECT_EQ(Decode(text).text, "id,title\n1,Tea\n");
    EXPECT_EQ(Decode(text).encoding, "UTF-16");
  }
  EXPECT_EQ(Decode(std::string("\xFF\xFE\x3D\xD8\x00\xDE", 6)).text, "\U0001F600");
}

TEST(Encoding, ReadsWindows1252WhereNothingIsUtf8) {
  const DecodedText decoded = Decode("K\xE4se f\xFCr 5 \x80");
  EXPECT_EQ(decoded.text, "Käse für 5 €");
  EXPECT_EQ(decoded.encoding, "Windows-1252");
  EXPECT_TRUE(decoded.guessed);
}

TEST(Encoding, LeavesABrokenByteAmongUtf8ToWhoeverReadsIt) {
  EXPECT_EQ(Decode("Käse \xFF").text, "Käse \xFF");
}

TEST(Encoding, TakesWhatIsSaidOrDeclared) {
  EXPECT_EQ(Decode("\xA3\xF3"
                   "d\x9F",
                   "windows-1250")
                .text,
            "Łódź");
  const std::string xml = "<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>\xF7\xE0\xE9</a>";
  EXPECT_NE(Decode(xml).text.find("чай"), std::string::npos);
  EXPECT_EQ(Decode(xml).encoding, "windows-1251");
}

TEST(Encoding, DoesNotBelieveThatPlainBytesAreUtf16) {
  const std::string xml = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>Käse</a>";
  EXPECT_EQ(Decode(xml).text, xml);
}

TEST(Encoding, RefusesWhatItDoesNotKnowAndWhatDoesNotFit) {
  const auto unknown = DecodeText("a", "morse");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code, ErrorCode::kInvalidArgument);
  const auto broken = DecodeText(std::string("\xFF\xFE\x61\x00\x0A\x00\x00\xDC\x62\x00", 10), "");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().message, "line 2 is not in the encoding UTF-16LE");
}

}  // namespace
}  // namespace hearth
