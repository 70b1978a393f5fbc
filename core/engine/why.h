// What `why` opens: the reasons for an item, and the events behind them that the viewer may read.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "rank/request.h"

namespace hearth {

struct Explanation {
  // Most telling first, each with the days of HowOften(). Never empty.
  std::vector<std::pair<ReasonCode, uint16_t>> reasons;
  std::vector<VisibleEvent> events;  // newest first; valid until the engine's next call
};

// `request`: that of the slate; its rules become the viewer's. A guessed viewer is told what
// anybody at this browser may see, as the guess's slates are. Nothing for kNoItem, and where the
// item or the request's anchor is kept from the viewer.
std::optional<Explanation> Explain(Engine& engine, const Viewer& viewer, RankRequest request,
                                   ItemIndex item, Time now);

// Whether a request's anchor, if it has one, is shown at all.
bool AnchorIsShown(const ItemRules& rules, const RankRequest& request);

// How often an item is bought is for who said that they are this member, as the events are: else 0.
uint16_t HowOften(const Viewer& viewer, uint16_t every_days);

}  // namespace hearth
