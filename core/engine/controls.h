// What a member's controls decide: labels and surprises, sharing, sensitive topics, muting.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "household/decisions.h"

namespace hearth {

// Which of the viewer's events a label is for: ids, or items since a time, or a whole visit.
struct Selection {
  std::set<EventId> events;
  std::set<ItemKey> items;
  Time from = kMinTime;
  std::optional<EventId> visit;
};
// Errors: as DecideLabel; not_found where ids were named and none is the viewer's.
Result<Decision<size_t>> LabelEvents(Engine& engine, const Viewer& viewer, Time now,
                                     const Selection& selection, const Labelling& labelling);

// Makes a surprise of items, a basket or a visit, with what led to it: what was looked at and done
// with those items in the last 24 hours, and the searches that find them; of a visit all of it.
// Errors: as LabelEvents.
Result<Decision<size_t>> Surprise(Engine& engine, const Viewer& viewer, Time now,
                                  const Selection& selection, const GiftTerms& gift);

// Only categories that the policy offers can be shared; any can be taken back. Errors:
// invalid_argument.
Result<Decision<Nothing>> Share(const Engine& engine, MemberId member, const std::string& category,
                                bool shared);
// The categories that the policy offers, and those that the member shares; ascending.
std::set<std::string> Shareable(const Policy& policy, const Member& member);

// Opts a member in to a topic or out. Errors: not_found; invalid_argument for a topic that asks for
// no opt-in, or is for adults only.
Result<Decision<Nothing>> AllowTopic(const Engine& engine, MemberId member,
                                     const std::string& topic, bool allowed);
// Whether the member sees the topic in a list: children do not see what is for adults only, nor
// what nobody can opt in to.
bool IsListed(const Topic& topic, const Member& member);

// Of a muted category, with everything below it, nothing is shown because of history. Errors:
// not_found for one that the catalog does not have (a muted one can always be taken back).
Result<Decision<Nothing>> Mute(const Engine& engine, MemberId member, const std::string& category,
                               bool muted);

// Joins a shop to the member's others, or parts it from them. This shop alone can be joined; any
// can be parted. Errors: invalid_argument.
Result<Decision<Nothing>> Join(const Engine& engine, MemberId member, const std::string& shop,
                               bool joined);

}  // namespace hearth
