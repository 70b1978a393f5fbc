// Times of orders and feeds: what is read is printed and read again; an option that says which
// number is the day never gives another moment to what could be read without it.
#include <array>
#include <chrono>
#include <cstdio>
#include <string>

#include "fuzz/oracles.h"
#include "input/time_reader.h"

namespace hearth::fuzz {
namespace {

std::string Printed(Time time) {
  const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds(time)};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const auto ms = static_cast<int>((moment - day).count());
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %d:%02d:%02d.%03d +00",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60,
                ms % 1000);
  return text.data();
}

}  // namespace
}  // namespace hearth::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hearth;
  using fuzz::Must;
  const std::string_view text = fuzz::TextOf(data, size);
  DateEvidence evidence;
  evidence.Add(text);
  const Result<Time> time = ReadTime(text, {});
  if (time.ok() && IsPlausible(*time)) {
    const Result<Time> again = ReadTime(fuzz::Printed(*time), {});
    Must(again.ok() && *again == *time, "what is printed is read again");
  }
  for (const DateOrder order : {DateOrder::kDayFirst, DateOrder::kMonthFirst}) {
    const Result<Time> other = ReadTime(text, {order, 0});
    Must(!time.ok() || !other.ok() || *time == *other,
         "an order changes no time without two readings");
  }
  return 0;
}
