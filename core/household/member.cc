#include "household/member.h"

#include <algorithm>

#include "base/utf8.h"

namespace hearth {

Status CheckName(std::string_view name) {
  const bool controls = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (name.empty() || name.size() > kMaxMemberNameBytes || controls || !IsCleanUtf8(name)) {
    return InvalidArgument("name: expected 1 to 128 bytes of UTF-8 without control characters");
  }
  return {};
}

Status CheckDate(const NotableDate& date) {
  constexpr std::array<uint8_t, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.month < 1 || date.month > 12) return InvalidArgument("month: expected 1 to 12");
  if (date.day < 1 || date.day > kDays[date.month - 1]) {
    return InvalidArgument("day: that month has no such day");
  }
  return CheckName(date.name);
}

Status CheckSettings(const HouseholdSettings& settings) {
  if (settings.threshold_percent < 50 || settings.threshold_percent > 99) {
    return InvalidArgument("threshold: expected 50 to 99");
  }
  if (settings.margin_percent > 50) return InvalidArgument("margin: expected 0 to 50");
  if (settings.dates.size() > kMaxDates) return TooLarge("dates: at most 64");
  for (const NotableDate& date : settings.dates) {
    if (Status status = CheckDate(date); !status.ok()) return status;
  }
  if (settings.code && (settings.code->iterations < kMinGuardIterations ||
                        settings.code->iterations > kMaxGuardIterations)) {
    return InvalidArgument("iterations: expected 100000 to 100000000");
  }
  return {};
}

Status CheckChoice(std::string_view what) {
  if (what.empty() || what.size() > kMaxCategoryPathBytes || !IsCleanUtf8(what)) {
    return InvalidArgument("choice: expected 1 to 2093 bytes of UTF-8");
  }
  return {};
}

}  // namespace hearth
