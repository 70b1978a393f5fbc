#include "cli/time_zone.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr Time kLast = 4'102'444'800'000;  // 2100

// TZ of the environment, while this lives.
class ZoneOfProcess {
 public:
  explicit ZoneOfProcess(const std::string& file) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    setenv("TZ", (':' + file).c_str(), 1);
    tzset();
  }
  ~ZoneOfProcess() {
    before_ ? setenv("TZ", before_->c_str(), 1) : unsetenv("TZ");

    tzset();
  }
  ZoneOfProcess(const ZoneOfProcess&) = delete;
  ZoneOfProcess& operator=(const ZoneOfProcess&) = delete;

  static Time AheadAt(Time utc) {
    const auto seconds = static_cast<time_t>(utc / 1000);
    std::tm local{};
    localtime_r(&seconds, &local);
    return Time{local.tm_gmtoff} * 1000;
  }

 private:
  std::optional<std::string> before_;
};

// The file of a zone. The C library takes a name that it does not know for UTC.
std::optional<std::string> FileOf(const std::string& name) {
  const bool is_name = !name.empty() && name.front() != '/' && name.find("..") == std::string::npos;
  if (!is_name) return std::nullopt;
  const char* folder = std::getenv("TZDIR");
  const std::string path = std::string(folder ? folder : "/usr/share/zoneinfo") + '/' + name;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  std::string begin(4, '\0');
  std::ifstream(path, std::ios::binary).read(begin.data(), 4);
  return begin == "TZif" ? std::optional(path) : std::nullopt;
}

// Where the offset is another at `high` than at `low`: the first second of that.
Time FindChange(Time low, Time high) {
  const Time before = ZoneOfProcess::AheadAt(low);
  while (high - low > 1000) {
    const Time middle = low + (high - low) / 2000 * 1000;
    (ZoneOfProcess::AheadAt(middle) == before ? low : high) = middle;
  }
  return high;
}

struct Zone {
  Time ahead = 0;
  std::vector<LocalClock::Change> changes;
};

Zone ReadZone(const std::string& file) {
  const ZoneOfProcess of_process(file);
  Zone zone{ZoneOfProcess::AheadAt(0), {}};
  Time before = zone.ahead;
  for (Time day = kMsPerDay; day < kLast; day += kMsPerDay) {
    const Time ahead = ZoneOfProcess::AheadAt(day);
    if (ahead == before) continue;
    const Time change = FindChange(day - kMsPerDay, day);
    zone.changes.push_back({change + std::max(before, ahead), ahead});
    before = ahead;
  }
  return zone;
}

// Kept: whoever reads times refers to it.
const Zone& ZoneOf(const std::string& file) {
  static auto& zones = *new std::map<std::string, Zone>();
  const auto found = zones.find(file);
  return found != zones.end() ? found->second : zones.emplace(file, ReadZone(file)).first->second;
}

}  // namespace

Result<LocalClock> ReadTimeZone(const std::string& text) {
  if (const Result<Time> offset = ParseOffset(text); offset.ok()) return LocalClock(*offset);
  const std::optional<std::string> file = FileOf(text);
  if (!file) {
    return InvalidArgument(
        "expected an offset from UTC like +02:00, or a zone of this machine's tz "
        "database like Europe/London, got " +
        Quoted(text));
  }
  const Zone& zone = ZoneOf(*file);
  return LocalClock(zone.ahead, zone.changes);
}

}  // namespace hearth
