#include "input/bad_rows.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

BadRows Some(size_t count) {
  BadRows rows;
  for (size_t i = 0; i < count; ++i) {
    const std::string kind = i % 3 == 0 ? "price: odd" : "time: odd";
    rows.Add(Malformed("o.csv:" + std::to_string(i + 2) + ":1: " + kind), kind);
  }
  return rows;
}

TEST(BadRows, OneIsSaidAsItIs) {
  EXPECT_TRUE(Some(0).Check(10, 0).ok());
  EXPECT_EQ(Some(1).Check(10, 0).error().message, "o.csv:2:1: price: odd");
}

TEST(BadRows, AFewAreAllNamedInOneRun) {
  EXPECT_EQ(Some(3).Check(300, 0).error().message,
            "o.csv:2:1: price: odd\no.csv:3:1: time: odd\no.csv:4:1: time: odd\n"
            "3 rows of 300 cannot be read; --skip-bad-rows 2% goes on without them");
}

TEST(BadRows, ManyAreNamedByKindAfterTheFirstTwenty) {
  const std::string message = Some(300).Check(300, 0).error().message;
  EXPECT_NE(message.find("o.csv:21:1:"), std::string::npos);
  EXPECT_EQ(message.find("o.csv:22:1:"), std::string::npos);
  EXPECT_NE(message.find("... and 280 rows more. By kind:\n  200 rows: time: odd\n"
                         "  100 rows: price: odd\n300 rows of 300"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("--skip-bad-rows 100%"), std::string::npos);
}

TEST(BadRows, UpToAShareAreSkipped) {
  EXPECT_TRUE(Some(2).Check(100, *ParseShare("2%")).ok());
  EXPECT_FALSE(Some(3).Check(100, *ParseShare("2%")).ok());
  EXPECT_TRUE(Some(1).Check(200, *ParseShare("0.5 %")).ok());
  for (const char* text : {"2", "", "%", "-1%", "101%", "nan%", "x%"}) {
    EXPECT_FALSE(ParseShare(text).ok()) << text;
  }
}

}  // namespace
}  // namespace hearth
