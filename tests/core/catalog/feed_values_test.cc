#include "catalog/feed_values.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace hearth {
namespace {

const MoneyFormat kPounds = {"GBP", 2};

TEST(FeedValues, ReadsPricesWithoutRoundingErrors) {
  const std::pair<const char*, int32_t> prices[] = {
      {"12.34 GBP", 1234}, {"GBP 12.34", 1234},
      {"12.34", 1234},     {"12", 1200},
      {"0.1", 10},         {"0.125", 13},
      {"1.004999", 100},   {"1.5e1 GBP", 1500},
      {" 2.5 ", 250},      {"0", 0},
      {"0.00 GBP", 0},     {"21474836.47", 2147483647}};
  for (const auto& [text, minor] : prices) {
    const Result<int32_t> price = ParsePrice(text, kPounds);
    ASSERT_TRUE(price.ok()) << text;
    EXPECT_EQ(*price, minor) << text;
  }
}

TEST(FeedValues, RefusesWhatIsNoPrice) {
  for (const char* text : {"", "GBP", "-1", "1.", ".5", "1e", "1e8", "nan", "inf", "12.34 EUR",
                           "21474836.48", "1 2", "1,000", "9999999999999", "\xFF"}) {
    EXPECT_FALSE(ParsePrice(text, kPounds).ok()) << text;
  }
}

TEST(FeedValues, RefusesATextThatMayBeTwoPrices) {
  const auto error_of = [](const char* text, const MoneyFormat& money) {
    const Result<int32_t> price = ParsePrice(text, money);
    return price.ok() ? "taken" : price.error().message;
  };
  EXPECT_EQ(error_of(" 1.299 GBP", kPounds), "expected one price, got 1.299 or 1299");
  for (const char* text : {"1.299", "GBP 12.005", "999.000 GBP"}) {
    EXPECT_NE(error_of(text, kPounds).find("one price"), std::string::npos) << text;
  }
  EXPECT_NE(error_of("1.299", {"JPY", 0}).find("one price"), std::string::npos);
}

TEST(FeedValues, ReadsATextThatIsOnePrice) {
  const std::pair<const char*, int32_t> prices[] = {
      {"0.129", 13}, {"1299.005", 129901}, {"1.29", 129}, {"1.2990", 130}, {"1.299e0", 130}};
  for (const auto& [text, minor] : prices) {
    ASSERT_TRUE(ParsePrice(text, kPounds).ok()) << text;
    EXPECT_EQ(*ParsePrice(text, kPounds), minor) << text;
  }
  EXPECT_EQ(*ParsePrice("1.299 KWD", {"KWD", 3}), 1299);
  EXPECT_EQ(*PriceOfNumber("1.005", kPounds), 101) << "of JSON: its point is the decimal one";
}

TEST(FeedValues, ReadsPricesOfCurrenciesWithOtherDigits) {
  EXPECT_EQ(*ParsePrice("500", {"JPY", 0}), 500);
  EXPECT_EQ(*ParsePrice("499.5", {"JPY", 0}), 500);
  EXPECT_EQ(*ParsePrice("1.0005", {"KWD", 3}), 1001);
}

TEST(FeedValues, ReadsDecimalsOfEitherSign) {
  EXPECT_EQ(*ParseDecimal("-11062.06", 2), -1106206);
  EXPECT_EQ(*ParseDecimal("-0.005", 2), -1);
  EXPECT_EQ(*ParseDecimal("0.001", 3), 1);
  EXPECT_FALSE(ParseDecimal("--1", 2).ok());
}

TEST(FeedValues, RoundsDecimalsOnceAndHalvesAwayFromZero) {
  const std::pair<std::string, int64_t> amounts[] = {{"0.5", 1},
                                                     {"-0.5", -1},
                                                     {"0.49999999999999999999", 0},
                                                     {"2.5", 3},
                                                     {"0.4" + std::string(5000, '9'), 0},
                                                     {"0.5" + std::string(5000, '0'), 1},
                                                     {std::string(5000, '0') + "1", 1}};
  for (const auto& [text, value] : amounts) {
    ASSERT_TRUE(ParseDecimal(text, 0).ok()) << text;
    EXPECT_EQ(*ParseDecimal(text, 0), value) << text;
  }
}

TEST(FeedValues, ReadsExponents) {
  const std::pair<std::string, int64_t> amounts[] = {
      {"1e3", 100000},
      {"12.345E-1", 123},
      {"1.5e+1", 1500},
      {"5e-3", 1},
      {"49e-4", 0},
      {"5e-4", 0},
      {"0e99999999999999999999", 0},
      {"7e-99999999999999999999", 0},
      {"0." + std::string(3000, '0') + "1e3001", 100},
      {"1" + std::string(3000, '0') + "e-3000", 100},
      {"999999999999e0", 99999999999900}};
  for (const auto& [text, value] : amounts) {
    ASSERT_TRUE(ParseDecimal(text, 2).ok()) << text;
    EXPECT_EQ(*ParseDecimal(text, 2), value) << text;
  }
  for (const char* text : {"1e", "e3", "1e+", "1e-", "1e3.5", "1e 3", "1.e3", ".5e3", "1e1e1",
                           "1e12", "1e99999999999999999999", "1000000000000"}) {
    EXPECT_FALSE(ParseDecimal(text, 2).ok()) << text;
  }
}

TEST(FeedValues, ReadsIsoTimes) {
  const std::pair<const char*, Time> times[] = {{"2010-12-01 08:26:00", 1291191960000},
                                                {"2010-12-01T08:26:00Z", 1291191960000},
                                                {"2010-12-01T09:26:00+01:00", 1291191960000},
                                                {"2010-12-01T03:26-0500", 1291191960000},
                                                {"2010-12-01T08:26:00.25Z", 1291191960250},
                                                {"2010-12-01", 1291161600000},
                                                {"1291191960000", 1291191960000},
                                                {"2012-02-29", 1330473600000}};
  for (const auto& [text, ms] : times) {
    const Result<Time> time = ParseTime(text);
    ASSERT_TRUE(time.ok()) << text;
    EXPECT_EQ(*time, ms) << text;
  }
}

TEST(FeedValues, RefusesWhatIsNoTime) {
  for (const char* text : {"", "yesterday", "2011-02-29", "2011-13-01", "2011-01-01 24:00",
                           "2011-01-01T10:00:00+99:00", "2011-1-1", "1999-12-31", "2200-01-01", "0",
                           "99999999999999999999", "-5", "2011-01-01 10:00:00 pm"}) {
    EXPECT_FALSE(ParseTime(text).ok()) << text;
  }
}

TEST(FeedValues, RefusesLinksThatRunScripts) {
  for (const char* link : {"", "https://a.example/x?y=z#q", "HTTP://a.example", "/a/b", "a.jpg",
                           "//a.example/x", "a/b:c", "?q=a:b"}) {
    EXPECT_TRUE(IsSafeLink(link)) << link;
  }
  for (const char* link : {"javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", " a", "a b",
                           "java\nscript:x", "vbscript:x", "file:///etc", "data:image/png,x"}) {
    EXPECT_FALSE(IsSafeLink(link)) << link;
  }
  EXPECT_TRUE(IsSafeImage("data:image/png;base64,AAAA"));
  EXPECT_FALSE(IsSafeImage("data:text/html,x"));
}

TEST(FeedValues, QuotesOnlyPlainTextInErrors) {
  EXPECT_EQ(Quoted("a\xFF\n"), "\"a??\"");
  EXPECT_LT(Quoted(std::string(1000, 'x')).size(), 50u);
}

TEST(FeedValues, KnowsTheDigitsOfCurrencies) {
  EXPECT_EQ(MoneyFormatOf("GBP")->minor_digits, 2);
  EXPECT_EQ(MoneyFormatOf("JPY")->minor_digits, 0);
  EXPECT_EQ(MoneyFormatOf("KWD")->minor_digits, 3);
  EXPECT_FALSE(MoneyFormatOf("gbp").ok());
  EXPECT_FALSE(MoneyFormatOf("POUND").ok());
}

}  // namespace
}  // namespace hearth
