// The people of a household, what each decided, and who is looking.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "history/event.h"

namespace hearth {

inline constexpr size_t kMaxMemberNameBytes = 128;
inline constexpr size_t kMaxDates = 64;
inline constexpr size_t kMaxChoices = 256;  // shared categories or allowed topics of one member

// How a member's face is coloured on screen.
enum class Colour : uint8_t { kClay, kMoss, kSea, kPlum, kSun, kSlate, kRose, kPine };
inline constexpr std::array<std::string_view, 8> kColourNames = {"clay", "moss",  "sea",  "plum",
                                                                 "sun",  "slate", "rose", "pine"};

enum class MemberKind : uint8_t { kAdult, kChild };
inline constexpr std::array<std::string_view, 2> kMemberKindNames = {"adult", "child"};

struct Member {
  MemberId id = kFirstMember;
  std::string name;  // "" only for the first member of a new household
  Colour colour = Colour::kClay;
  MemberKind kind = MemberKind::kAdult;
  // Never guessed; all events are sealed, so they move nobody's screen but this member's.
  bool locked = false;
  // Ascending, without repeats.
  std::vector<std::string> shared_categories;  // paths whose events the household may see
  std::vector<std::string> allowed_topics;     // sensitive topics that this member said yes to

  friend bool operator==(const Member&, const Member&) = default;
};

// Who is looking. `answered`: because they said so; else it is a guess.
struct Viewer {
  MemberId member = kNobody;
  bool answered = false;

  friend bool operator==(const Viewer&, const Viewer&) = default;
};

// Until `until` a gift exists for its giver alone; then it is an ordinary purchase or forgotten.
struct GiftTerms {
  Time until = 0;
  MemberId recipient = kNobody;  // kNobody: not said
  bool forget = false;           // on its date, rather than joining the giver's history
  bool taste = false;            // counts for the giver's taste once its date has come

  friend bool operator==(const GiftTerms&, const GiftTerms&) = default;
};

// A day of the year that the household keeps: a birthday, an anniversary.
struct NotableDate {
  uint8_t month = 1;  // 1-12
  uint8_t day = 1;    // 1-31, one that the month can have
  std::string name;   // at most kMaxMemberNameBytes

  friend bool operator==(const NotableDate&, const NotableDate&) = default;
  friend bool operator<(const NotableDate& a, const NotableDate& b) {
    return std::tie(a.month, a.day, a.name) < std::tie(b.month, b.day, b.name);
  }
};

struct HouseholdSettings {
  // A guess is used when its probability reaches `threshold` and leads the next by `margin`. Past
  // visits help to fill lists from LikelyPercent on: a second visit must confirm each item.
  uint8_t threshold_percent = 80;  // 50-99
  uint8_t margin_percent = 20;     // 0-50
  std::vector<NotableDate> dates;  // ascending, without repeats

  friend bool operator==(const HouseholdSettings&, const HouseholdSettings&) = default;
};

// 30 below the threshold, but never less likely than not.
constexpr uint32_t LikelyPercent(const HouseholdSettings& settings) {
  return settings.threshold_percent < 80 ? 50 : settings.threshold_percent - 30u;
}

// 1 to 128 bytes of UTF-8 without control characters. Error: invalid_argument.
Status CheckName(std::string_view name);
// A day that some year has, with a name as above. Error: invalid_argument.
Status CheckDate(const NotableDate& date);

}  // namespace hearth
