#include "input/delimited.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hearth {
namespace {

using Records = std::vector<std::vector<std::string>>;

// All records, or the error's message as the only field.
Records ReadAll(std::string_view text, Dialect dialect = {}) {
  DelimitedReader reader(text, "f.csv", dialect);
  Records records;
  for (;;) {
    const Result<bool> more = reader.Next();
    if (!more.ok()) return {{more.error().message}};
    if (!*more) return records;
    records.emplace_back(reader.fields().begin(), reader.fields().end());
  }
}

TEST(DelimitedReader, ReadsQuotesCommasAndLineBreaks) {
  const Records expected = {{"a", "b"}, {"1,2", "say \"hi\""}, {"two\nlines", ""}, {"", "x"}};
  EXPECT_EQ(ReadAll("a,b\n\"1,2\",\"say \"\"hi\"\"\"\n\"two\nlines\",\n,x\n"), expected);
  EXPECT_EQ(ReadAll("\xEF\xBB\xBF"
                    "a,b\r\n\"1,2\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\r\n,x"),
            expected);
}

TEST(DelimitedReader, SkipsEmptyLines) {
  EXPECT_EQ(ReadAll("\n\na,b\n\r\n1,2\n\n"), (Records{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(ReadAll(""), Records());
  EXPECT_EQ(ReadAll("\r"), Records());
}

TEST(DelimitedReader, ReadsOtherDelimiters) {
  const Records expected = {{"a", "b"}, {"1,5", "2"}};
  EXPECT_EQ(ReadAll("a\tb\n1,5\t2\n", {'\t'}), expected);
  EXPECT_EQ(ReadAll("a;b\n1,5;2\n", {';'}), expected);
  EXPECT_EQ(ReadAll("a|b\n1,5|\"2\"\n", {'|'}), expected);
}

TEST(DelimitedReader, ReadsLoneCarriageReturnsAsEndsOfRecords) {
  EXPECT_EQ(ReadAll("a,b\r1,\"x\ry\"\r\r3,4", {',', true}),
            (Records{{"a", "b"}, {"1", "x\ry"}, {"3", "4"}}));
}

TEST(DelimitedReader, TakesAQuoteInsideAFieldForALetter) {
  EXPECT_EQ(ReadAll("a,b\n24\" monitor,8\"x10\"\n"),
            (Records{{"a", "b"}, {"24\" monitor", "8\"x10\""}}));
}

TEST(DelimitedReader, TakesQuotesForLettersWhereTabsSeparateAndTheFieldIsNotQuotedAsAWhole) {
  EXPECT_EQ(ReadAll("a\tb\n\"Best\" mug\t\"quoted\ttab\"\n\"open\t2\n", {'\t'}),
            (Records{{"a", "b"}, {"\"Best\" mug", "quoted\ttab"}, {"\"open", "2"}}));
}

TEST(DelimitedReader, ForgivesBlankFieldsBeyondTheHeader) {
  EXPECT_EQ(ReadAll("a,b\n1,2,, \n"), (Records{{"a", "b"}, {"1", "2"}}));
}

TEST(DelimitedReader, RecognizesTheDialectByTheText) {
  EXPECT_EQ(RecognizeDialect("id,title\n1,\"a;b\"\n").delimiter, ',');
  EXPECT_EQ(RecognizeDialect("id;title;price\n1;Soap, mild;1,50\n2;a, b, c;2,00\n").delimiter, ';');
  EXPECT_EQ(RecognizeDialect("id\ttitle\n1\ta, b\n").delimiter, '\t');
  EXPECT_EQ(RecognizeDialect("id|title\n1|a\n").delimiter, '|');
  EXPECT_EQ(RecognizeDialect("id\n1\n").delimiter, ',');
  EXPECT_EQ(RecognizeDialect("sep=;\nid;title\n1;a, b\n2;c, d\n").delimiter, ';');
  EXPECT_TRUE(RecognizeDialect("id,title\r1,a\r").carriage_returns);
  EXPECT_FALSE(RecognizeDialect("id,title\r\n1,a\r\n").carriage_returns);
}

TEST(DelimitedReader, SaysLineAndColumnOfMistakes) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"a,b\n1,2\n1,2,3\n", "f.csv:3:1: expected 2 fields as in the first line, got 3"},
      {"a,b\n1\n", "f.csv:2:1: expected 2 fields"},
      {"a,b\n\"x\ny\",1\n22,\"open\n\n", "f.csv:4:4: expected a closing quote"},
      {"a,b\n1,\"2\"3\n", "f.csv:2:6: expected the field to end"},
  };
  for (const auto& [text, message] : mistakes) {
    const Records records = ReadAll(text);
    ASSERT_EQ(records.size(), 1u) << text;
    EXPECT_NE(records[0][0].find(message), std::string::npos) << records[0][0];
  }
}

TEST(DelimitedReader, GoesOnBehindAMistake) {
  DelimitedReader reader("a,b\n1\n\"2\"x,3\n4,5\n", "f.csv");
  ASSERT_TRUE(reader.Next().ok());
  EXPECT_FALSE(reader.Next().ok());
  EXPECT_FALSE(reader.Next().ok());
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.fields()[1], "5");
  EXPECT_EQ(reader.line(), 4u);
  EXPECT_FALSE(*reader.Next());
}

TEST(DelimitedReader, TellsWhereAFieldBegins) {
  DelimitedReader reader("a,b\n\"x\ny\",\"z\"\n", "f.csv");
  ASSERT_TRUE(*reader.Next());
  ASSERT_TRUE(*reader.Next());
  EXPECT_EQ(reader.At(0, Malformed("m")).message, "f.csv:2:1: m");
  EXPECT_EQ(reader.At(1, Malformed("m")).message, "f.csv:3:4: m");
}

TEST(DelimitedReader, SurvivesEveryTruncation) {
  const std::string text = "a,b\r\n\"1\"\"2\",\"x\ny\"\r\n,\"\"\r\n";
  for (size_t length = 0; length <= text.size(); ++length) ReadAll(text.substr(0, length));
}

}  // namespace
}  // namespace hearth
