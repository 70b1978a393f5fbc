// The people of a household, what each decided, and who is looking.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "history/event.h"
#include "policy/policy.h"

namespace hearth {

inline constexpr size_t kMaxMemberNameBytes = 128;
inline constexpr size_t kMaxDates = 64;
inline constexpr size_t kMaxChoices = 256;  // of each sort, of one member

// How a member's face is coloured on screen.
enum class Colour : uint8_t { kClay, kMoss, kSea, kPlum, kSun, kSlate, kRose, kPine };
inline constexpr std::array<std::string_view, 8> kColourNames = {"clay", "moss",  "sea",  "plum",
                                                                 "sun",  "slate", "rose", "pine"};

enum class MemberKind : uint8_t { kAdult, kChild };
inline constexpr std::array<std::string_view, 2> kMemberKindNames = {"adult", "child"};

// What a member chooses, each a list of texts.
enum class Choice : uint8_t {
  kSharedCategory,  // a path whose events the household may see
  kAllowedTopic,    // a sensitive topic that the member opted in to
  kMutedCategory,   // a path of which nothing is shown because of history
  kJoinedShop,      // a shop's name: what it knows counts at the member's other joined shops
};
inline constexpr size_t kChoices = 4;

struct Member {
  MemberId id = kFirstMember;
  // When the member was added, 0 for a household's first. An id may be given out again: with the
  // time it names one person for good.
  Time since = 0;
  std::string name;  // "" only for the first member of a new household
  Colour colour = Colour::kClay;
  MemberKind kind = MemberKind::kAdult;
  // Never guessed; all events are sealed, so they move nobody's screen but this member's.
  bool locked = false;
  // By Choice; ascending, without repeats.
  std::array<std::vector<std::string>, kChoices> choices;

  const std::vector<std::string>& chosen(Choice choice) const {
    return choices[static_cast<size_t>(choice)];
  }
  bool Chose(Choice choice, std::string_view what) const {
    const std::vector<std::string>& all = chosen(choice);
    return std::binary_search(all.begin(), all.end(), what);
  }

  friend bool operator==(const Member&, const Member&) = default;
};

// Who is looking. `answered`: because they said so; else it is a guess.
struct Viewer {
  MemberId member = kNobody;
  bool answered = false;

  bool IsGuess() const { return !answered && member != kNobody; }
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

// The code of the household's grown-ups, as the host made it: a slow, salted hash of what they
// typed. The core compares it and never sees the code itself.
struct GuardCode {
  std::array<uint8_t, 16> salt{};
  uint32_t iterations = 0;
  std::array<uint8_t, 32> hash{};

  friend bool operator==(const GuardCode&, const GuardCode&) = default;
};
inline constexpr uint32_t kMinGuardIterations = 100'000;
inline constexpr uint32_t kMaxGuardIterations = 100'000'000;

struct HouseholdSettings {
  // A guess is used when its probability reaches `threshold` and leads the next by `margin`. Past
  // visits help to fill lists from LikelyPercent on: a second visit must confirm each item.
  uint8_t threshold_percent = kThresholdPercent;  // 50-99
  uint8_t margin_percent = kMarginPercent;        // 0-50
  std::vector<NotableDate> dates;                 // ascending, without repeats
  std::optional<GuardCode> code;                  // none: a grown-up is asked in words

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
// Errors: invalid_argument, too_large.
Status CheckSettings(const HouseholdSettings& settings);
// A category's path or a topic's id: 1 to kMaxCategoryPathBytes bytes. Error: invalid_argument.
Status CheckChoice(std::string_view what);

}  // namespace hearth
