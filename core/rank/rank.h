// Rank: a profile, a catalog and a request in, a slate out. Pure, integers only, ties broken by
// item key; no other path leads from a history to a slate (DESIGN section 3).
#pragma once

#include "policy/policy.h"
#include "rank/features.h"
#include "rank/model.h"
#include "rank/request.h"

namespace hearth {

Slate Rank(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
           const Model& model, const Profile& profile, const RankRequest& request);

// Whether the request's rules let `item` be in its slate.
bool MayShow(const RankRequest& request, ItemIndex item);
// Whether it is ranked as for somebody without a history.
bool RanksCold(const RankRequest& request, ItemIndex item);
// The profile of no history.
Profile ColdProfile(const Catalog& catalog, Time now);

}  // namespace hearth
