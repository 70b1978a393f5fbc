#include "engine/engine.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/sort.h"
#include "engine/envelope_json.h"
#include "household/decisions.h"
#include "rank/rank.h"

namespace hearth {

std::string Engine::LoadPack(std::vector<uint8_t> bytes) {
  return Adopt(Catalog::FromPack(std::move(bytes)));
}

std::string Engine::LoadCatalogJson(std::string_view text) {
  return Adopt(Catalog::FromJson(text));
}

std::string Engine::Adopt(Result<Catalog> catalog) {
  if (!catalog.ok()) return ErrorEnvelope(catalog.error());
  Result<Model> model = Model::FromCatalog(*catalog);
  if (!model.ok()) return ErrorEnvelope(model.error());
  catalog_ = std::make_unique<const Catalog>(*std::move(catalog));
  sensitivity_.SetCatalog(catalog_.get());
  publics_ = ComputePublicColumns(*catalog_);
  model_ = *std::move(model);
  attribution_model_.reset();
  shop_order_.clear();
  DropComputed();
  // What is sensitive may have changed since the events were recorded.
  Commit(DecideSealing(household_, sensitivity_));
  return CatalogEnvelope(*catalog_);
}

void Engine::DropComputed() {
  household_at_.reset();
  attribution_state_.reset();
  for (auto& cached : cached_profiles_) cached.reset();
  findings_.clear();
}

// ---- The household

void Engine::Commit(const Changes& changes) {
  for (const Change& change : changes) {
    const Effect effect = household_.EffectOf(change);
    household_.Apply(change);
    effect_ = std::max(effect_, effect);
    if (effect > Effect::kAppended) DropComputed();
  }
  changes_.insert(changes_.end(), changes.begin(), changes.end());
}

void Engine::Become(Household household) {
  household_ = std::move(household);
  undo_memory_.Clear();
  DropComputed();
}

std::string Engine::Restore(std::span<const uint8_t> bytes) {
  Result<Household> household = Household::FromSnapshot(bytes);
  if (!household.ok()) return ErrorEnvelope(household.error());
  Become(*std::move(household));
  Commit(DecideSealing(household_, sensitivity_));
  return RestoredEnvelope(household_);
}

std::string Engine::Apply(std::span<const uint8_t> bytes) {
  const Result<Changes> changes = DecodeChanges(bytes);
  if (!changes.ok()) return ErrorEnvelope(changes.error());
  for (const Change& change : *changes) {
    if (household_.EffectOf(change) > Effect::kAppended) DropComputed();
    household_.Apply(change);
  }
  return RestoredEnvelope(household_);
}

std::vector<uint8_t> Engine::TakeChanges() {
  effect_ = Effect::kNone;
  return Encode(std::exchange(changes_, {}));
}

const Household& Engine::HouseholdAt(Time now) {
  const Moment moment = MomentAt(now);
  if (moment.due == 0) return household_;
  if (!household_at_ || household_at_->revision != moment.revision ||
      household_at_->due != moment.due) {
    household_at_ = {moment.revision, moment.due, household_.AsOf(now, sensitivity_)};
  }
  return household_at_->household;
}

Engine::Moment Engine::MomentAt(Time now) const {
  return {household_.revision(), household_.CountDueGifts(now), EndOfMinute(now)};
}

// ---- Who is looking

namespace {

// The member whose probability reaches the threshold and leads every other by the margin.
MemberId GuessFrom(const Belief& belief, const std::vector<MemberId>& candidates,
                   uint32_t threshold_percent, uint32_t margin_percent) {
  size_t top = 0;
  uint32_t top_p = 0, next_p = 0;
  for (size_t i = 0; i <= candidates.size(); ++i) {  // "somebody new", last, competes too
    const uint32_t p = belief.p_q15[i];
    next_p = std::max(next_p, std::min(p, top_p));
    if (p <= top_p) continue;
    next_p = top_p;
    top = i, top_p = p;
  }
  if (top == candidates.size()) return kNobody;
  const bool sure =
      top_p * 100 >= threshold_percent * 32768 && (top_p - next_p) * 100 >= margin_percent * 32768;
  return sure ? candidates[top] : kNobody;
}

}  // namespace

const AttributionState& Engine::AttributionAt(Time now) {
  const Moment moment = MomentAt(now);
  if (attribution_state_ && attribution_moment_ == moment) return *attribution_state_;
  AttributionState& state = attribution_state_.emplace();
  attribution_moment_ = moment;
  state.visits = HouseholdAt(now).VisitsAt(moment.minute);
  OpenVisits& open = state.visits.open;
  state.beliefs.resize(open.visits.size());
  state.guesses.assign(open.visits.size(), kNobody);
  state.likely = state.guesses;
  if (household_.members().size() == 1) {
    state.viewer = {household_.members().front().id, true};
    return state;
  }
  if (catalog_) {
    if (!attribution_model_) attribution_model_.emplace(*catalog_);
    // The running visit is scored by all others and teaches nothing before it ends.
    const uint32_t running = state.visits.running;
    OpenVisits ended = open;
    if (running != Visits::kNoVisit) ended.visits.erase(ended.visits.begin() + running);
    const Attributor attributor(ended, *attribution_model_);
    for (uint32_t v = 0; v < open.visits.size(); ++v) {
      const OpenVisit& visit = open.visits[v];
      if (v == running) {
        const auto items = std::span(open.items).subspan(visit.first_item, visit.item_count);
        state.beliefs[v] = attributor.ScoreRunning(items, visit.start);
      } else {
        state.beliefs[v] = attributor.Of(v - (v > running ? 1 : 0));
      }
      if (visit.owner == kNobody && visit.item_count > 0) {
        const HouseholdSettings& settings = household_.settings();
        const Belief& belief = state.beliefs[v];
        state.guesses[v] =
            GuessFrom(belief, open.candidates, settings.threshold_percent, settings.margin_percent);
        state.likely[v] = GuessFrom(belief, open.candidates, LikelyPercent(settings), 0);
      }
    }
    if (running != Visits::kNoVisit) state.viewer.member = state.guesses[running];
  }
  return state;
}

Viewer Engine::DefaultViewer(Time now) {
  if (household_.members().size() == 1) return {household_.members().front().id, true};
  return AttributionAt(now).viewer;
}

// ---- Ranking

VisibleHistory Engine::HistoryFor(const Viewer& viewer, Time now) {
  const AttributionState& state = AttributionAt(now);
  return HouseholdAt(now).HistoryFor(viewer, EndOfMinute(now), state.visits, state.likely,
                                     sensitivity_);
}

const Profile& Engine::ProfileFor(const Viewer& viewer, Time now) {
  const Moment moment = MomentAt(now);
  std::optional<CachedProfile>& cached = cached_profiles_[viewer.member == kNobody];
  if (!cached || cached->viewer != viewer || cached->moment != moment) {
    const VisibleHistory history = HistoryFor(viewer, now);
    cached = {viewer, moment, Fold(history, *catalog_, moment.minute, &findings_)};
  }
  return cached->profile;
}

std::span<const ItemIndex> Engine::ShopOrder() {
  if (shop_order_.size() != catalog_->item_count()) {
    shop_order_.resize(catalog_->item_count());
    std::iota(shop_order_.begin(), shop_order_.end(), 0);
    const auto customers = catalog_->columns().item_customers;
    Sort(shop_order_, [&](ItemIndex a, ItemIndex b) {
      return customers[a] != customers[b] ? customers[a] > customers[b] : a < b;
    });
  }
  return shop_order_;
}

Slate Engine::RankFor(const Viewer& viewer, RankRequest request, Time now) {
  request.rules = RulesFor(viewer);
  if (viewer.IsGuess()) {
    const Profile& common = ProfileFor(Viewer(), now);
    return RankForGuess(*catalog_, publics_, policy_, model_, common, ProfileFor(viewer, now),
                        std::move(request));
  }
  return Rank(*catalog_, publics_, policy_, model_, ProfileFor(viewer, now), request);
}

}  // namespace hearth
