#include "pack/feed/delimited.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hearth {
namespace {

using Records = std::vector<std::vector<std::string>>;

// All records, or the error's message as the only field.
Records ReadAll(std::string_view text, char delimiter = ',') {
  DelimitedReader reader(text, "f.csv", delimiter);
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

TEST(DelimitedReader, ReadsTabs) {
  EXPECT_EQ(ReadAll("a\tb\n1,5\t2\n", '\t'), (Records{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(DelimiterOf("feed.tsv"), '\t');
  EXPECT_EQ(DelimiterOf("feed.csv"), ',');
}

TEST(DelimitedReader, SaysLineAndColumnOfMistakes) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"a,b\n1,2\n1,2,3\n", "f.csv:3:1: expected 2 fields as in the first line, got 3"},
      {"a,b\n1\n", "f.csv:2:1: expected 2 fields"},
      {"a,b\n\"x\ny\",1\n22,\"open\n\n", "f.csv:4:4: expected a closing quote"},
      {"a,b\n12,3\"4\n", "f.csv:2:5: expected a field with a quote inside"},
      {"a,b\n1,\"2\"3\n", "f.csv:2:6: expected the field to end"},
  };
  for (const auto& [text, message] : mistakes) {
    const Records records = ReadAll(text);
    ASSERT_EQ(records.size(), 1u) << text;
    EXPECT_NE(records[0][0].find(message), std::string::npos) << records[0][0];
  }
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
