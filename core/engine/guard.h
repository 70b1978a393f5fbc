// What a child at the family's browser must not do alone: make herself grown-up, remove a parent,
// throw other people's visits away, change how often Hearth guesses, read a file in. Not a
// password: anybody can still pick anybody's face; it keeps a child's three clicks from losing a
// history.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "household/household.h"

namespace hearth {

// What a request brings to show that a grown-up stands behind it.
struct GrownUp {
  bool asked = false;                           // "ask a grown-up" was shown and confirmed
  std::optional<std::array<uint8_t, 32>> code;  // the hash of what was typed, as GuardCode::hash
};

// With a code in the household, only the right one passes. Without, an answered viewer who is an
// adult passes, and anybody else who asked. Errors: needs_grown_up.
Status CheckGrownUp(const Household& household, const Viewer& viewer, const GrownUp& proof);

}  // namespace hearth
