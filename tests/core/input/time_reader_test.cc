#include "input/time_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "catalog/feed_values.h"

namespace hearth {
namespace {

const TimeFormat kDayFirst = {DateOrder::kDayFirst, 0};
const TimeFormat kMonthFirst = {DateOrder::kMonthFirst, 0};

std::string Say(std::string_view text, const TimeFormat& format = {}) {
  const Result<Time> time = ReadTime(text, format);
  return time.ok() ? std::to_string(*time) : time.error().message;
}

TEST(TimeReader, ReadsOneMomentInEveryFormThatShopsExport) {
  const std::string moment = std::to_string(*ParseTime("2026-04-05T16:49:28Z"));
  for (const char* text : {"2026-04-05T16:49:28Z",
                           "2026-04-05 21:49:28 +0500",
                           "2026-04-05 16:49:28 UTC",
                           "2026-04-05T16:49:28+00",
                           "2026-04-05T18:49:28.000+02:00",
                           "2026-04-05 11:19:28-05:30",
                           "2026/04/05 16:49:28",
                           "2026.4.5 4:49:28 PM",
                           "20260405164928",
                           "1775407768",
                           "1775407768000",
                           "1775407768000000",
                           "Sun, 05 Apr 2026 21:49:28 +0500",
                           "Sun, 5 Apr 2026 16:49:28 GMT",
                           "05 Apr 2026 12:49:28 EDT",
                           "Apr 5, 2026, 4:49:28 PM",
                           "April 5, 2026 4:49:28 p.m.",
                           "05-Apr-2026 16:49:28",
                           "2026-04-05 16:49:28,000",
                           "2026-04-05T19:49:28 GMT+3",
                           " 2026-04-05 16:49:28 "}) {
    EXPECT_EQ(Say(text), moment) << text;
  }
}

TEST(TimeReader, AsksWhichNumberIsTheDayUnlessOneReadingIsLeft) {
  const std::string day = std::to_string(*ParseTime("2026-04-05T16:49Z"));
  EXPECT_EQ(Say("05.04.2026 16:49", kDayFirst), day);
  EXPECT_EQ(Say("5/4/2026 4:49 PM", kDayFirst), day);
  EXPECT_EQ(Say("4/5/2026 4:49 PM", kMonthFirst), day);
  EXPECT_EQ(Say("4/5/26 4:49 PM", kMonthFirst), day);
  for (const char* text : {"05.04.2026 16:49", "4/5/2026", "05-04-2026", "25/12/26"}) {
    EXPECT_NE(Say(text).find("--dates day-first"), std::string::npos) << text;
  }
  EXPECT_EQ(Say("25/12/2026"), std::to_string(*ParseTime("2026-12-25")));
  EXPECT_EQ(Say("12/25/2026"), std::to_string(*ParseTime("2026-12-25")));
  EXPECT_EQ(Say("04/04/2026"), std::to_string(*ParseTime("2026-04-04")));
  EXPECT_FALSE(ReadTime("25/12/2026", kMonthFirst).ok());
}

TEST(TimeReader, TakesTheZoneThatIsSaidWhereATimeNamesNone) {
  const TimeFormat berlin = {DateOrder::kUnknown, *ParseOffset("+02:00")};
  EXPECT_EQ(Say("2026-04-05 18:49", berlin), std::to_string(*ParseTime("2026-04-05T16:49Z")));
  EXPECT_EQ(Say("2026-04-05", berlin), std::to_string(*ParseTime("2026-04-04T22:00Z")));
  EXPECT_EQ(Say("20260405", berlin), std::to_string(*ParseTime("2026-04-04T22:00Z")));
  EXPECT_EQ(Say("2026-04-05 16:49Z", berlin), std::to_string(*ParseTime("2026-04-05T16:49Z")));
  EXPECT_EQ(Say("1775407768", berlin), "1775407768000");
  for (const char* text : {"", "Europe/Berlin", "+15:00", "+2:5", "2", "+", "UTC+", "EST+2"}) {
    EXPECT_FALSE(ParseOffset(text).ok()) << text;
  }
  for (const char* text : {"-0530", "-05:30", "UTC-5:30", "GMT-05:30"}) {
    ASSERT_TRUE(ParseOffset(text).ok()) << text;
    EXPECT_EQ(*ParseOffset(text), -(5 * kMsPerHour + 30 * kMsPerMinute)) << text;
  }
}

// London in 2011: an hour ahead from 27 March to 30 October.
TEST(TimeReader, FollowsAClockThroughTheYear) {
  const std::vector<LocalClock::Change> changes = {{*ParseTime("2011-03-27T02:00Z"), kMsPerHour},
                                                   {*ParseTime("2011-10-30T02:00Z"), 0}};
  const TimeFormat london = {DateOrder::kDayFirst, LocalClock(0, changes)};
  for (const auto& [local, utc] : std::vector<std::pair<const char*, const char*>>{
           {"2001-07-01 12:00", "2001-07-01T12:00Z"},
           {"2011-03-27 00:59", "2011-03-27T00:59Z"},
           {"2011-03-27 01:30", "2011-03-27T01:30Z"},  // is skipped
           {"27/03/2011 02:00", "2011-03-27T01:00Z"},
           {"1 Jun 2011", "2011-05-31T23:00Z"},
           {"20110601120000", "2011-06-01T11:00Z"},
           {"2011-06-01 12:00 +05:00", "2011-06-01T07:00Z"},
           {"2011-06-01 12:00 UTC", "2011-06-01T12:00Z"},
           {"2011-10-30 01:30", "2011-10-30T00:30Z"},  // is shown twice
           {"2011-10-30 02:00", "2011-10-30T02:00Z"},
           {"2012-07-01 12:00", "2012-07-01T12:00Z"}}) {
    EXPECT_EQ(Say(local, london), std::to_string(*ParseTime(utc))) << local;
  }
}

TEST(TimeReader, RefusesWhatIsNoTimeWithoutQuotingIt) {
  for (const char* text : {"",
                           "secret",
                           "2026-13-05",
                           "2026-04-31",
                           "2026-04-05 24:00",
                           "2026-04-05 16:60",
                           "2026-04-05 16:49:28 +2500",
                           "2026-04-05 16:49 secret",
                           "2026-04-05 13:00 PM",
                           "2026-04-05 0:30 AM",
                           "2026-04-05T",
                           "2026-04/05",
                           "2026x04x05",
                           "5 Secret 2026",
                           "20261305",
                           "20260405246060",
                           "99999999999999999",
                           "1.5",
                           "--",
                           "2026-04-05 16:49:28.",
                           "31.02.2026",
                           "2026-04-05 16:49:28 CEST",
                           "12345-01-01",
                           "5.4.026",
                           "1775407768.5"}) {
    const Result<Time> time = ReadTime(text, kDayFirst);
    ASSERT_FALSE(time.ok()) << text;
    EXPECT_EQ(time.error().message.find("secret"), std::string::npos);
  }
}

TEST(TimeReader, LeavesImplausibleMomentsToTheCaller) {
  EXPECT_EQ(Say("1970-01-01"), "0");
  EXPECT_EQ(Say("1969-12-31 23:59"), "-60000");
  EXPECT_TRUE(ReadTime("2999-01-01", {}).ok());
  ASSERT_TRUE(ReadTime("0000-00-00 00:00:00", {}).ok());
  EXPECT_LT(*ReadTime("0000-00-00 00:00:00", {}), 0);
}

TEST(TimeReader, FindsWhatAColumnProves) {
  const auto proven = [](std::initializer_list<const char*> column) {
    DateEvidence evidence;
    for (const char* text : column) evidence.Add(text);
    return evidence.Proven();
  };
  EXPECT_EQ(proven({"05.04.2026", "25.04.2026 10:00"}), DateOrder::kDayFirst);
  EXPECT_EQ(proven({"4/5/2026", "4/25/2026 4:49 PM"}), DateOrder::kMonthFirst);
  EXPECT_EQ(proven({"4/5/2026", "2026-04-25", "25 Apr 2026", ""}), DateOrder::kUnknown);
  EXPECT_EQ(proven({"4/25/2026", "25/4/2026"}), DateOrder::kUnknown);
  EXPECT_EQ(proven({"26/05/04"}), DateOrder::kUnknown);
}

struct Civil {
  int year, month, day, hour, minute, second, ms;
};

Civil CivilOf(Time time) {
  const auto days = std::chrono::sys_days(std::chrono::days(DayOf(time)));
  const std::chrono::year_month_day date(days);
  const auto rest = static_cast<int>(time % kMsPerDay);
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          rest / 3'600'000,
          rest / 60'000 % 60,
          rest / 1000 % 60,
          rest % 1000};
}

template <typename... Args>
std::string Print(const char* format, Args... args) {
  std::array<char, 100> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, args...);
  return buffer.data();
}

// Every form of a moment, to the second or the millisecond, with what reads it.
std::vector<std::pair<std::string, TimeFormat>> FormsOf(Time time, int offset_minutes) {
  const Civil c = CivilOf(time + offset_minutes * kMsPerMinute);
  constexpr std::array<const char*, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const char* name = kNames[static_cast<size_t>(c.month - 1)];
  const std::string zone = Print("%c%02d:%02d", offset_minutes < 0 ? '-' : '+',
                                 std::abs(offset_minutes) / 60, std::abs(offset_minutes) % 60);
  const std::string short_zone = zone.substr(0, 3) + zone.substr(4);
  const Time offset = offset_minutes * kMsPerMinute;
  const int hour = c.hour % 12 == 0 ? 12 : c.hour % 12;
  const char* half = c.hour < 12 ? "AM" : "PM";
  return {
      {Print("%04d-%02d-%02dT%02d:%02d:%02d.%03d", c.year, c.month, c.day, c.hour, c.minute,
             c.second, c.ms) +
           zone,
       {}},
      {Print("%04d-%02d-%02d %d:%02d:%02d.%03d ", c.year, c.month, c.day, c.hour, c.minute,
             c.second, c.ms) +
           short_zone,
       {}},
      {Print("%04d/%d/%d %d:%02d:%02d.%03d %s", c.year, c.month, c.day, hour, c.minute, c.second,
             c.ms, half),
       {DateOrder::kUnknown, offset}},
      {Print("%02d.%02d.%04d %02d:%02d:%02d.%03d", c.day, c.month, c.year, c.hour, c.minute,
             c.second, c.ms),
       {DateOrder::kDayFirst, offset}},
      {Print("%d/%d/%02d %d:%02d:%02d.%03d %s", c.month, c.day, c.year % 100, hour, c.minute,
             c.second, c.ms, half),
       {DateOrder::kMonthFirst, offset}},
      {Print("%d %s %04d %02d:%02d:%02d.%03d ", c.day, name, c.year, c.hour, c.minute, c.second,
             c.ms) +
           short_zone,
       {}},
      {Print("%s %d, %04d, %d:%02d:%02d.%03d %s", name, c.day, c.year, hour, c.minute, c.second,
             c.ms, half),
       {DateOrder::kUnknown, offset}},
      {Print("%lld", static_cast<long long>(time)), {}},
  };
}

TEST(TimeReader, ReadsWhatIsPrintedInEveryForm) {
  Random random(7);
  for (int i = 0; i < 3000; ++i) {
    const Time time = random.Between(kMinTime, kMaxTime - kMsPerDay);
    if (CivilOf(time).year >= 2099) continue;  // two digits are of this century
    const auto offset = static_cast<int>(random.Between(-14 * 60, 14 * 60));
    for (const auto& [text, format] : FormsOf(time, offset)) {
      const Result<Time> read = ReadTime(text, format);
      ASSERT_TRUE(read.ok()) << text << ": " << read.error().message;
      ASSERT_EQ(*read, time) << text;
    }
  }
}

TEST(TimeReader, NeverFailsOtherwiseThanByAnError) {
  Random random(8);
  constexpr std::string_view kLetters = "0123456789 -/.:,TZ+APMaprSun";
  for (int i = 0; i < 30'000; ++i) {
    std::string text = FormsOf(kMinTime + i * kMsPerDay, i % 800)[random.Below(8)].first;
    for (uint64_t change = random.Below(4); change > 0 && !text.empty(); --change) {
      const size_t at = random.Below(text.size());
      if (random.Below(3) == 0) {
        text.erase(at, 1 + random.Below(3));
      } else {
        text[at] = kLetters[random.Below(kLetters.size())];
      }
    }
    const Result<Time> time = ReadTime(text, {});
    if (!time.ok()) continue;
    // Two orders agree with what was read without one, or one of them refuses it.
    for (const TimeFormat& format : {kDayFirst, kMonthFirst}) {
      const Result<Time> other = ReadTime(text, format);
      EXPECT_TRUE(!other.ok() || *other == *time) << text;
    }
  }
}

}  // namespace
}  // namespace hearth
