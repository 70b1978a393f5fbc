// JSON against nlohmann::json: the same texts are read, those that are not break at the same byte,
// and the same text is written again.
#include "base/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace hearth {
namespace {

using Peer = nlohmann::ordered_json;

std::string WrittenByPeer(const Peer& json) {
  return json.dump(-1, ' ', false, Peer::error_handler_t::replace);
}

// Only notes where a text breaks.
class BreakFinder : public nlohmann::json_sax<Peer> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool key(string_t&) override { return true; }
  bool start_object(size_t) override { return true; }
  bool end_object() override { return true; }
  bool start_array(size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(size_t position, const std::string&, const Peer::exception& problem) override {
    constexpr int kNumberOverflow = 406;
    at = position;
    is_beyond_double = problem.id == kNumberOverflow;
    return false;
  }
  size_t at = 0;
  bool is_beyond_double = false;
};

// Our reading written by us, and theirs by them: of decimals ours keeps the digits, so they read it
// again. They stop at a number that no double holds; ours goes on, so there is nothing to compare.
void ExpectAgreement(const std::string& text) {
  const Result<Json> ours = Json::Parse(text);
  BreakFinder finder;
  if (!Peer::sax_parse(text, &finder)) {
    if (finder.is_beyond_double) return;
    ASSERT_FALSE(ours.ok()) << text;
    EXPECT_EQ(ours.error().message,
              "expected JSON, syntax error at byte " + std::to_string(finder.at))
        << text;
    return;
  }
  ASSERT_TRUE(ours.ok()) << text << "\n" << ours.error().message;
  const std::string theirs = WrittenByPeer(Peer::parse(text));
  EXPECT_EQ(WrittenByPeer(Peer::parse(ours->Write())), theirs) << text;
  if (text.find_first_of(".eE") == std::string::npos) {
    EXPECT_EQ(ours->Write(), theirs);
  }
}

TEST(Json, ReadsAndWritesAsItsPeer) {
  for (
      const char* text : {
          R"({"op":"rank","now":1732230000000,"items":[{"sku":"A","price":1.5},[],{}],"on":true})",
          R"({"a":1,"b":2,"a":{"c":null},"d":false})",
          R"([0,-0,-1,18446744073709551615,9223372036854775808])",
          R"([-9223372036854775808,-9223372036854775809,18446744073709551616,1e3,-2.50E-2,0.1,1e308])",
          R"(["\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\uD83D\uDE00\u0000"," ~","é€😀"])",
          "\xEF\xBB\xBF {\"a\" : [ 1 , 2 ] }\r\n\t ",
          "null",
          "\"text\"",
      }) {
    ExpectAgreement(text);
  }
}

TEST(Json, BreaksWhereItsPeerDoes) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "[",
                           "[1",
                           "[1,",
                           "[1,]",
                           "{\"a\"",
                           "{\"a\":",
                           "{\"a\":1,}",
                           "{1:2}",
                           "{\"a\" 1}",
                           "[1 2]",
                           "[012]",
                           "1 x",
                           "nul",
                           "nuls",
                           "trux",
                           "falsy",
                           "-",
                           "-x",
                           "1.",
                           "1.x",
                           "1e",
                           "1e+",
                           "1e+x",
                           "+1",
                           ".5",
                           "\"",
                           "\"\\",
                           "\"\\x\"",
                           "\"\\u12g4\"",
                           "\"\\uD800",
                           "\"\\uD800\\n\"",
                           "\"\\uDC00\"",
                           "\"\\uD800\\u0041\"",
                           "\"\x01\"",
                           "\"\x80\"",
                           "\"\xC3\"",
                           "\"\xE2\x82\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xF4\x90\x80\x80\"",
                           "\xEF\xBB",
                           "\xEF\xBB\xBF",
                           "/* */1",
                           "'a'",
                           "[1]]",
                           "{}{}",
                           "NaN"}) {
    ExpectAgreement(text);
  }
}

TEST(Json, AgreesWithItsPeerOnRandomTexts) {
  constexpr std::string_view kPieces[] = {
      "{",      "}",   "[",       "]",        ",",        ":",        "\"a\"", "\"b\"",
      "\"",     "\\",  "\\u00",   "\\uD83D",  "\\uDE00",  "null",     "true",  "false",
      "-",      "0",   "1",       "12",       ".5",       "e9",       "E-3",   "e308",
      " ",      "\n",  "\x7F",    "\xC3\xA9", "\xE2\x82", "\xF0\x9F", "\x98",  "\xFF",
      "\"c\":", "1.5", "\"d\":[", "{\"e\":"};
  Random random(7);
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (size_t left = 1 + random.Below(8); left > 0; --left) {
      text += kPieces[random.Below(std::size(kPieces))];
    }
    ExpectAgreement(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Json, WritesAnyBytesAsItsPeer) {
  Random random(8);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t left = random.Below(10); left > 0; --left) {
      text += static_cast<char>(random.Chance(70) ? 0x80 + random.Below(0x80) : random.Below(256));
    }
    ASSERT_EQ(Json(text).Write(), WrittenByPeer(Peer(text)));
  }
}

TEST(Json, IsBoundedInDepthAndEntries) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(Json::Parse(nested(kMaxJsonDepth)).ok());
  EXPECT_EQ(Json::Parse(nested(kMaxJsonDepth + 1)).error().message,
            "expected JSON with at most 16 levels");
  EXPECT_EQ(Json::Parse(std::string(1'000'000, '[')).error().message,
            "expected JSON with at most 16 levels");
  std::string object = "{";
  for (size_t i = 0; i < kMaxJsonEntries; ++i) object += "\"a" + std::to_string(i) + "\":1,";
  EXPECT_TRUE(Json::Parse(object.substr(0, object.size() - 1) + "}").ok());
  EXPECT_EQ(Json::Parse(object + "\"b\":1}").error().message,
            "expected JSON with at most 256 entries per object");
}

TEST(Json, BuildsObjectsInTheOrderGiven) {
  Json list = Json::array();
  list.push_back({{"n", 1}, {"text", "one"}});
  Json json{{"z", -5}, {"on", true}, {"none", Json()}, {"list", std::move(list)}};
  json["a"] = std::string("last");
  json["z"] = uint64_t{UINT64_MAX};
  EXPECT_EQ(json.Write(), R"({"z":18446744073709551615,"on":true,"none":null,)"
                          R"("list":[{"n":1,"text":"one"}],"a":"last"})");
  EXPECT_EQ(Json::array().Write() + Json::object().Write(), "[]{}");
}

TEST(Json, KeepsTheDigitsOfNumbersThatAreNotWhole) {
  const std::string long_number = "0." + std::string(2000, '0') + "10";
  for (const std::string& number :
       {std::string("1.005"), std::string("-12.50e-3"), std::string("0.0"), std::string("1E+2"),
        std::string("18446744073709551616"), std::string("1e999"), std::string("-1e309"),
        long_number}) {
    const Result<Json> json = Json::Parse("[" + number + "]");
    ASSERT_TRUE(json.ok()) << number;
    ASSERT_TRUE((*json)[0].is_number()) << number;
    EXPECT_FALSE((*json)[0].is_number_integer()) << number;
    EXPECT_EQ((*json)[0].number_text(), number);
    EXPECT_EQ(json->Write(), "[" + number + "]");
  }
}

TEST(Json, WritesWholeNumbersInTheUsualForm) {
  for (const auto& [number, text] :
       {std::pair("7", "7"), std::pair("-7", "-7"), std::pair("-0", "0"),
        std::pair("18446744073709551615", "18446744073709551615")}) {
    EXPECT_EQ(Json::Parse(number)->number_text(), text);
  }
}

}  // namespace
}  // namespace hearth
