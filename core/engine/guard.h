// What a child at the family's browser must not do alone: make herself grown-up, remove a parent,
// throw other people's visits away, change how often Hearth guesses, read a file in. Not a
// password: anybody can still pick anybody's face; it keeps a child's three clicks from losing a
// history.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "household/decisions.h"

namespace hearth {

// What a request brings to show that a grown-up stands behind it.
struct GrownUp {
  bool asked = false;                           // "ask a grown-up" was shown and confirmed
  std::optional<std::array<uint8_t, 32>> code;  // the hash of what was typed, as GuardCode::hash
};

// With a code in the household, only the right one passes. Without, an answered viewer who is an
// adult passes, and anybody else who asked. Errors: needs_grown_up.
Status CheckGrownUp(const Household& household, const Viewer& viewer, const GrownUp& proof);

// What is done decides whether a grown-up has to stand behind it. To add a grown-up, where children
// are or a code is: a child could else make herself one by another name.
bool AddingIsGuarded(const Household& household, const Member& added);
// To change a member's kind.
bool ChangingIsGuarded(const Member& before, const Member& after);
// To change how sure a guess must be.
bool SettingIsGuarded(const HouseholdSettings& before, const HouseholdSettings& after);
// To record what a file holds, rather than what happened.
bool RecordingIsGuarded(Source source);
// To discard a visit that is not, or may not be, the viewer's own.
bool DiscardingIsGuarded(const Household& household, EventId visit, const Viewer& viewer, Time now);

// A lock is its member's alone to set or take away. Errors: not_ready.
Status CheckLock(const Member& before, const Member& after, const Viewer& viewer);

}  // namespace hearth
