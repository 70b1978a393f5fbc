#include "cli/time_zone.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

// A tz database of one zone: one rule for all years (RFC 9636).
class TimeZones : public testing::Test {
 protected:
  TimeZones() {
    std::filesystem::create_directories(folder_ / "Europe");
    const auto begin = [](char changes) {
      std::string counts(4 * 6, '\0');
      counts[15] = changes;
      counts[19] = 1;  // kind of time
      counts[23] = 4;  // letters
      return "TZif2" + std::string(15, '\0') + counts;
    };
    const std::string gmt = std::string(6, '\0') + std::string("GMT\0", 4);
    const std::string at_1970(8 + 1, '\0');
    const std::string file =
        begin(0) + gmt + begin(1) + at_1970 + gmt + "\nGMT0BST,M3.5.0/1,M10.5.0\n";
    std::ofstream(folder_ / "Europe/London", std::ios::binary) << file;
    std::ofstream(folder_ / "tables") << "not a zone";
    setenv("TZDIR", folder_.c_str(), 1);
  }
  ~TimeZones() override {
    unsetenv("TZDIR");
    std::filesystem::remove_all(folder_);
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("hearth-zones-" + std::to_string(getpid()));
};

TEST_F(TimeZones, AreReadByNameWithTheirSummers) {
  setenv("TZ", "America/New_York", 1);
  const Result<LocalClock> london = ReadTimeZone("Europe/London");
  ASSERT_TRUE(london.ok()) << london.error().message;
  for (const char* year : {"2001", "2011", "2098"}) {
    const std::string of = year;
    EXPECT_EQ(london->AheadAt(*ParseTime(of + "-01-15T12:00Z")), 0) << year;
    EXPECT_EQ(london->AheadAt(*ParseTime(of + "-07-15T12:00Z")), kMsPerHour) << year;
  }
  EXPECT_EQ(london->AheadAt(*ParseTime("2011-03-27T01:59:59Z")), 0);
  EXPECT_EQ(london->AheadAt(*ParseTime("2011-03-27T02:00Z")), kMsPerHour);
  EXPECT_EQ(london->AheadAt(*ParseTime("2011-10-30T01:59:59Z")), kMsPerHour);
  EXPECT_EQ(london->AheadAt(*ParseTime("2011-10-30T02:00Z")), 0);
  EXPECT_STREQ(std::getenv("TZ"), "America/New_York");
  unsetenv("TZ");
}

TEST_F(TimeZones, MayBeOffsets) {
  EXPECT_EQ(ReadTimeZone("+02:00")->AheadAt(0), 2 * kMsPerHour);
  EXPECT_EQ(ReadTimeZone("UTC")->AheadAt(0), 0);
}

TEST_F(TimeZones, AreRefusedWhereTheMachineHasNone) {
  const std::string outside = "../" + folder_.filename().string() + "/Europe/London";
  for (const std::string& name :
       {std::string(), std::string("Europe/Lodnon"), std::string("Europe"), std::string("tables"),
        outside, (folder_ / "Europe/London").string()}) {
    const Result<LocalClock> zone = ReadTimeZone(name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_NE(zone.error().message.find("like Europe/London"), std::string::npos);
  }
}

}  // namespace
}  // namespace hearth
