#include "engine/guard.h"

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

}  // namespace hearth
