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

// For a viewer who is guessed. `common` is what anybody at this browser may see: the running visit
// and what the household shares. `guessed` is the history of the member who is guessed.
//
// The slate is that of `common`, reasons too; `guessed` changes its order and nothing else. An item
// rises to a quarter of its place at most, counted from 0. An item that `guessed` knows does not
// rise at all: where it stands high, it does so for anybody. What `guessed` would filter goes last.
// Nothing is offered to be bought again. request.guess is set by this function.
Slate RankForGuess(const Catalog& catalog, const PublicColumns& publics, const Policy& policy,
                   const Model& model, const Profile& common, const Profile& guessed,
                   RankRequest request);

// Whether the request's rules let `item` be in its slate.
bool MayShow(const RankRequest& request, ItemIndex item);
// Whether it is ranked as for somebody without a history.
bool RanksCold(const RankRequest& request, ItemIndex item);
// The profile of no history.
Profile ColdProfile(const Catalog& catalog, Time now);

}  // namespace hearth
