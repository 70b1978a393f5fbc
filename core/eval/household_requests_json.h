// The requests (engine/README.md) that a device under measurement gets, as a page would send them.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "eval/household_world.h"
#include "history/event.h"

namespace hearth {

std::string RenameRequest(MemberId member, const std::string& name);
std::string AddMemberRequest(const std::string& name);
std::string SettingsRequest(int threshold_percent, int margin_percent);

// Purchases of a visit's items [from, to), each when it is seen; without `member` nobody's.
std::string RecordRequest(const WorldVisit& visit, size_t from, size_t to,
                          std::optional<MemberId> member);

// The visit is `member`'s, who says so now; or nobody's who lives here.
std::string ClaimRequest(EventId visit, MemberId member, Time now);
std::string DiscardRequest(EventId visit, Time now);

// The error in an answer of the engine's, if it is one.
Status StatusOf(const std::string& envelope);

}  // namespace hearth
