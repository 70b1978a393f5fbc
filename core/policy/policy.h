// Policy: what is a choice rather than a fact, in one place. First what Hearth promises shoppers,
// which no retailer sets; then the bounds a retailer sets on slates. Today those are Hearth's
// defaults; reading signed policies from a pack comes later.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace hearth {

// ---- Promises

// A visit without a session of the host's ends where nothing happened for so long
// (history/visits.h).
inline constexpr Time kSessionGap = 30 * kMsPerMinute;

// What is done to another's things can be undone for so long; then it is final (decisions.h).
inline constexpr Time kUndoSpan = 10 * kMsPerMinute;

// A date has passed for good once two sittings so far apart lie past it (sittings.h).
inline constexpr Time kSittingsApart = 20 * kMsPerHour;
// A moment farther from the last sitting is in doubt.
inline constexpr Time kMaxClockGap = 400 * kMsPerDay;

// The farthest date until which a gift can be hidden.
inline constexpr Time kMaxGiftSpan = 5 * 366 * kMsPerDay;
// How far back what led to a surprise lies (engine/controls.h).
inline constexpr Time kLedUpTo = 24 * kMsPerHour;
// A surprise is hidden until the next date at most so many days ahead, else for the usual time; a
// date so near makes a surprise likely (engine/gift_dates.h).
inline constexpr int kDateHorizonDays = 60, kUsualGiftDays = 15, kNearDateDays = 21;

// A guess is used from this probability on, where it leads the next by the margin; the household
// may choose others.
inline constexpr uint8_t kThresholdPercent = 80, kMarginPercent = 20;

// When to ask who is shopping: somebody is hardly known yet, or the belief is weak and none of the
// last visits was signed (attribution/asking.h).
struct AskRule {
  uint32_t below_percent = 60;  // asks where the likeliest member's probability is below this
  uint32_t of_visits = 5;       // at most at one visit in this many
  uint32_t first_visits = 2;    // asks until each member signed this many
};
// Somebody new seems to be there where, of so many of the latest visits that nobody signed, so many
// speak strongly for it.
inline constexpr size_t kLatestVisits = 20, kStrongVisits = 2;

// The reasons for an item name this many of the viewer's own items, and show so many events, of
// which so many may speak for its category alone (engine/why.h).
inline constexpr size_t kMaxCausesNamed = 3, kMaxEventsShown = 20;
inline constexpr int kMaxEventsOfCategory = 5;

// An impression counts against an item for so long.
inline constexpr Time kImpressionWindow = 7 * kMsPerDay;
// An item is new in the catalog for so many days.
inline constexpr int32_t kFreshDays = 60;

// ---- A retailer's bounds

struct Policy {
  // Bounds of a home slate. Where the caps leave slots empty, what they held back fills them: a
  // short shelf helps nobody.

  // Rule of subtlety: of a home slate, at most this share may be owed to one own item or one
  // search, and at most this share may come from one leaf category or brand (percent, but always at
  // least one slot). Items that the viewer bought before speak for themselves and are not counted.
  int max_share_per_cause_percent = 25;
  int max_share_per_category_percent = 34;
  int max_share_per_brand_percent = 34;

  // Of a home slate, at most this share goes to items that the viewer bought before: the rest is
  // for finding things. Buying again has a surface of its own.
  int max_share_repeats_percent = 50;

  // Slots of a home slate kept for items that are new in the catalog.
  int fresh_slots = 1;

  // An item bought less than this many days ago, and not due, is not offered again.
  int just_bought_days = 3;

  // An item shown this often within a week without being taken is left out of home slates.
  int max_impressions_per_week = 12;

  // Categories (with everything below) that members may agree to share with the household.
  std::array<std::string_view, 3> shareable_categories = {
      "Food, Beverages & Tobacco", "Home & Garden > Household Supplies", "Animals & Pet Supplies"};
};

}  // namespace hearth
