#include "engine/guard.h"

#include <algorithm>

namespace hearth {

Status CheckGrownUp(const Household& household, const Viewer& viewer, const GrownUp& proof) {
  if (const auto& code = household.settings().code) {
    uint8_t difference = proof.code ? 0 : 1;
    for (size_t i = 0; proof.code && i < code->hash.size(); ++i) {
      difference |= static_cast<uint8_t>((*proof.code)[i] ^ code->hash[i]);
    }
    if (difference == 0) return {};
    return Error{ErrorCode::kNeedsGrownUp, proof.code ? "grownUp.code: not the household's code"
                                                      : "grownUp: needs the household's code"};
  }
  const Member* member = viewer.answered ? household.Find(viewer.member) : nullptr;
  if (member != nullptr && member->kind == MemberKind::kAdult) return {};
  if (proof.asked) return {};
  return Error{ErrorCode::kNeedsGrownUp, "grownUp: a grown-up has to be asked"};
}

bool AddingIsGuarded(const Household& household, const Member& added) {
  const auto is_child = [](const Member& each) { return each.kind == MemberKind::kChild; };
  const auto members = household.members();
  return added.kind == MemberKind::kAdult &&
         (household.settings().code || std::any_of(members.begin(), members.end(), is_child));
}

bool ChangingIsGuarded(const Member& before, const Member& after) {
  return before.kind != after.kind;
}

bool SettingIsGuarded(const HouseholdSettings& before, const HouseholdSettings& after) {
  return before.threshold_percent != after.threshold_percent ||
         before.margin_percent != after.margin_percent;
}

bool RecordingIsGuarded(Source source) { return source == Source::kFile; }

bool DiscardingIsGuarded(const Household& household, EventId visit, const Viewer& viewer,
                         Time now) {
  return IsOfAnother(household, visit, viewer, now);
}

Status CheckLock(const Member& before, const Member& after, const Viewer& viewer) {
  if (before.locked == after.locked || viewer == Viewer{before.id, true}) return {};
  return Error{ErrorCode::kNotReady,
               "locked: only the member can change this; say who is shopping first"};
}

}  // namespace hearth
