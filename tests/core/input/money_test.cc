#include "input/money.h"

#include <gtest/gtest.h>

#include <random>

namespace hearth {
namespace {

MoneyReader Reader(const std::string& currency, std::initializer_list<const char*> column = {}) {
  MoneyReader reader(*MoneyFormatOf(currency));
  for (const char* text : column) reader.Observe(text);
  return reader;
}

int32_t Read(const MoneyReader& reader, std::string_view text) {
  const Result<int32_t> price = reader.Read(text);
  EXPECT_TRUE(price.ok()) << text << ": " << price.error().message;
  return price.ok() ? *price : -1;
}

std::string ErrorOf(const MoneyReader& reader, std::string_view text) {
  const Result<int32_t> price = reader.Read(text);
  EXPECT_FALSE(price.ok()) << text << " was read as " << *price;
  return price.ok() ? "" : price.error().message;
}

TEST(Money, ReadsWhatHasOneReading) {
  const MoneyReader euros = Reader("EUR");
  for (const char* text :
       {"1299", "1299.00", "1299,00", "1,299.00", "1.299,00", "1 299,00", "1\u00A0299.00",
        "1\u202F299", "1'299.00", "1\u2019299.00", "1299.0", "1299,-", "1299.\u2013", "1.299,-- ",
        "\u0661\u0662\u0669\u0669\u066B\u0660\u0660", "\uFF11\uFF12\uFF19\uFF19"}) {
    EXPECT_EQ(Read(euros, text), 129900) << text;
  }
  EXPECT_EQ(Read(euros, ".50"), 50);
  EXPECT_EQ(Read(euros, "0,5"), 50);
  EXPECT_EQ(Read(euros, "12.3456"), 1235);
  EXPECT_EQ(Read(Reader("INR"), "\u20B9 1,23,456.50"), 12345650);
}

TEST(Money, ReadsCurrenciesInFrontAndBehind) {
  const MoneyReader euros = Reader("EUR");
  for (const char* text :
       {"12.90 EUR", "EUR 12.90", "\u20AC12.90", "12.90 \u20AC", "12.90eur", "12,90 Euro",
        "from 12.90 \u20AC", "ab 12,90", "\u00E0 partir de 12,90", "From: \u20AC 12.90",
        "12,90 \u20AC*", "12.90 EUR incl. VAT", "\u20AC 12,90 inkl. MwSt."}) {
    EXPECT_EQ(Read(euros, text), 1290) << text;
  }
  EXPECT_EQ(Read(Reader("CHF"), "Fr. 12.90"), 1290);
  EXPECT_EQ(Read(Reader("DKK"), "kr.12,90"), 1290);
  EXPECT_EQ(Read(Reader("CAD"), "$12.90"), 1290);
  EXPECT_EQ(Read(Reader("USD"), "US $12.90"), 1290);
  EXPECT_EQ(Read(Reader("USD"), "$12.90 USD"), 1290);
  EXPECT_EQ(Read(Reader("JPY"), "1,299\u5186"), 1299);
}

TEST(Money, RefusesOtherCurrencies) {
  EXPECT_NE(ErrorOf(Reader("EUR"), "12.90 USD").find("expected EUR, got a price in usd"),
            std::string::npos);
  EXPECT_NE(ErrorOf(Reader("EUR"), "\u00A312.90").find("expected EUR"), std::string::npos);
  EXPECT_FALSE(Reader("EUR").Read("12.90", "GBP").ok());
  EXPECT_TRUE(Reader("EUR").Read("12.90", "eur").ok());
  EXPECT_TRUE(Reader("RUB").Read("12.90", "RUR").ok());
}

TEST(Money, RefusesWhatIsNoPrice) {
  const MoneyReader euros = Reader("EUR");
  for (const char* text :
       {"", "on request", "12.90 - 19.90", "-5", "10.00-", "10,00 -", "1299-", "12..90", "1.29.00",
        "1,2,3.4", "01.299.00", "12.90 per metre", "99999999999", "1e3", "NaN"}) {
    EXPECT_FALSE(euros.Read(text).ok()) << text;
  }
}

TEST(Money, RefusesWhatMayBeTwoPricesWithBoth) {
  const std::string message = ErrorOf(Reader("EUR", {"1.299", "49"}), "1.299 EUR");
  EXPECT_NE(message.find("1299.00 or 1.299"), std::string::npos) << message;
  // That the column has a point before its cents makes 1.299 neither.
  ErrorOf(Reader("EUR", {"49.00"}), "1.299");
  ErrorOf(Reader("EUR", {"49,00"}), "1,299");
  ErrorOf(Reader("EUR", {"49,00", "8.50"}), "1,299");
}

TEST(Money, LetsTheColumnDecide) {
  EXPECT_EQ(Read(Reader("EUR", {"49,00"}), "1.299"), 129900);
  EXPECT_EQ(Read(Reader("EUR", {"49.00"}), "1,299"), 129900);
  EXPECT_EQ(Read(Reader("EUR", {"1.299.000"}), "1.299"), 129900);
  EXPECT_EQ(Read(Reader("EUR", {"0.500", "0.799"}), "1.299"), 130);
  ErrorOf(Reader("EUR", {"0.999"}), "1.299");
  ErrorOf(Reader("EUR", {"0.500", "0.799", "12.75"}), "1.299");
}

TEST(Money, LetsTheCurrencyDecide) {
  EXPECT_EQ(Read(Reader("JPY"), "1.299"), 1299);
  EXPECT_EQ(Read(Reader("JPY"), "1,299"), 1299);
  EXPECT_EQ(Read(Reader("KWD"), "1.299"), 1299);
  EXPECT_EQ(Read(Reader("KWD", {"0,500"}), "1,299"), 1299);
}

TEST(Money, LetsTheShopDecide) {
  EXPECT_EQ(Read(MoneyReader({"EUR", 2}, '.'), "1.299"), 130);
  EXPECT_EQ(Read(MoneyReader({"EUR", 2}, ','), "1.299"), 129900);
}

// Written in any of these ways a price is read as itself, or refused; never as another.
TEST(Money, NeverReadsAnotherPrice) {
  std::mt19937 random(7);
  const char* const conventions[][2] = {{".", ""},  {",", ""},  {".", ","},     {",", "."},
                                        {",", " "}, {".", "'"}, {",", "\u00A0"}};
  size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto minor = static_cast<int32_t>(random() % (i % 2 == 0 ? 100'000'000 : 300'000));
    const auto& [decimal, thousands] = conventions[random() % std::size(conventions)];
    std::string whole = std::to_string(minor / 100);
    for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) {
      whole.insert(static_cast<size_t>(at), thousands);
    }
    std::string text = whole;
    const bool without_cents = minor % 100 == 0 || random() % 3 == 0;
    const int32_t meant = without_cents ? minor / 100 * 100 : minor;
    if (!without_cents) {
      text += decimal + std::string(minor % 100 < 10 ? "0" : "") + std::to_string(minor % 100);
    }
    const Result<int32_t> price = Reader("EUR").Read(text);
    if (!price.ok()) continue;
    ++read;
    ASSERT_EQ(*price, meant) << text;
  }
  EXPECT_GT(read, 15'000u);
}

}  // namespace
}  // namespace hearth
