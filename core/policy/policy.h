// Policy: the bounds a retailer sets on slates. Today these are Hearth's defaults; reading signed
// policies from a pack comes later.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hearth {

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
