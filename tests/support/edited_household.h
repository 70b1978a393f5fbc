// A household whose decisions are made at once: tests read as what is done to it.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "household/decisions.h"
#include "household/household.h"

namespace hearth {

class EditedHousehold : public Household {
 public:
  EditedHousehold() = default;

  Result<size_t> Record(std::vector<NewEvent> events, Time now, Source source = Source::kHost) {
    const auto recorded =
        Carry(*this, DecideRecord(*this, sensitivity_, std::move(events), now, source));
    if (!recorded.ok()) return recorded.error();
    return recorded->ids.size();
  }
  Result<size_t> Record(std::vector<DescribedEvent> events, Time now) {
    return Record(WithoutGifts(std::move(events)), now);
  }

  Result<MemberId> Add(Member member, Time now = kMinTime) {
    return Carry(*this, DecideAddMember(*this, std::move(member), now));
  }
  Status Change(const Member& member) {
    const auto changed = Carry(*this, DecideChangeMember(*this, member));
    return changed.ok() ? Status() : Status(changed.error());
  }
  Result<Removed> Remove(MemberId id, bool hand_over, Time now) {
    return Carry(*this, DecideRemoveMember(*this, id, hand_over, now));
  }
  void Pause(bool paused) { Apply(DecidePause(*this, paused).changes); }

  size_t EraseIf(const Viewer& viewer, Time now, EventMatcher matches) {
    const Decision<Erased> decision = DecideErase(*this, viewer, now, matches);
    Apply(decision.changes);
    return decision.answer.events;
  }
  void EraseEverything(Time now) { Apply(DecideEraseEverything(*this, now).changes); }
  // Every event of everybody, whatever it is.
  void EraseAllEvents() {
    EventsErased all;
    ForEachEvent([&](const EventRef& ref, const Event&, const ItemDescription&, const GiftTerms*) {
      all.events.push_back(ref);
    });
    Apply(all);
  }
  Result<size_t> SetLabel(const Viewer& viewer, Time now, EventMatcher matches,
                          const Labelling& labelling) {
    return Carry(*this, DecideLabel(*this, sensitivity_, viewer, now, matches, labelling));
  }
  Result<size_t> Claim(EventId visit, const Viewer& viewer, MemberId owner, Time now) {
    return Carry(*this, DecideClaim(*this, visit, viewer, owner, now));
  }
  void Release(Time now) { Apply(DecideRelease(*this, sensitivity_, now).changes); }

  // From now on things are sensitive by this list.
  void Heed(SensitiveList list) { sensitivity_ = Sensitivity(std::move(list)); }
  const Sensitivity& sensitivity() const { return sensitivity_; }

 private:
  Sensitivity sensitivity_;
};

}  // namespace hearth
