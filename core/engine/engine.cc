#include "engine/engine.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/sort.h"
#include "engine/envelope_json.h"
#include "household/decisions.h"
#include "profile/digest.h"
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

std::string Engine::LoadWords(std::string_view file) {
  Result<SensitiveList> list = SensitiveList::FromWords(file);
  if (!list.ok()) return ErrorEnvelope(list.error());
  sensitivity_.SetList(*std::move(list));
  DropComputed();
  Commit(DecideSealing(household_, sensitivity_));
  return RestoredEnvelope(household_);
}

void Engine::DropComputed() {
  household_at_.reset();
  attribution_state_.reset();
  for (auto& cached : cached_profiles_) cached.reset();
  findings_.clear();
}

// ---- The household

void Engine::RaiseEffect(Record record, Effect effect) {
  Effect& sum = effect_[static_cast<size_t>(record)];
  sum = std::max(sum, effect);
}

bool Engine::NoteEffect(const Change& change, Record record) {
  const Effect effect = household_.EffectOf(change, record);
  RaiseEffect(record, effect);
  if (effect > Effect::kAppended) DropComputed();
  return effect != Effect::kNone;
}

void Engine::Commit(const Changes& changes) {
  for (const Change& change : changes) {
    bool keeps = false;
    for (const Record record : kRecords) {
      keeps |= NoteEffect(change, record) && IsKeptIn(record, change);
    }
    household_.Apply(change);
    if (keeps) changes_.push_back(change);
  }
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

Status Engine::RestoreHousehold(Record record, std::span<const uint8_t> bytes, bool parted) {
  if (!parted) return household_.Restore(record, bytes);
  const Result<StoredParts> parts = DecodeRecord(record, bytes);
  return parts.ok() ? household_.Restore(record, *parts) : Status(parts.error());
}

std::string Engine::Restore(Record record, std::span<const uint8_t> bytes) {
  const std::vector<uint8_t> before[] = {Snapshot(Record::kPeople), Snapshot(Record::kShop)};
  const bool parted = AreParts(bytes);
  if (Status status = RestoreHousehold(record, bytes, parted); !status.ok()) {
    return ErrorEnvelope(status.error());
  }
  undo_memory_.Clear();
  DropComputed();
  TakeChanges(record);  // of what was held before
  for (const Record each : kRecords) {
    // Events of people who are not here were left out, or an older snapshot brought its people.
    const std::vector<uint8_t> now =
        parted && each == record ? SnapshotInParts(each) : Snapshot(each);
    const std::span<const uint8_t> expected =
        each == record ? bytes : before[static_cast<size_t>(each)];
    const bool same = std::equal(now.begin(), now.end(), expected.begin(), expected.end());
    if (!same) RaiseEffect(each, Effect::kErased);
  }
  if (record == Record::kShop) Commit(DecideSealing(household_, sensitivity_));
  return RestoredEnvelope(household_);
}

std::string Engine::Apply(Record record, std::span<const uint8_t> bytes) {
  const Result<std::vector<Segment>> segments = DecodeSegments(bytes);
  if (!segments.ok()) return ErrorEnvelope(segments.error());
  for (const Segment& segment : *segments) {
    // What others did to the people may do something to this shop's record, which they do not
    // write.
    if (record == Record::kPeople) {
      for (const Change& change : segment.changes) NoteEffect(change, Record::kShop);
    }
    household_.Apply(record, segment);
  }
  DropComputed();
  return RestoredEnvelope(household_);
}

std::string Engine::Reconcile() {
  Commit(DecideReconcile(household_));
  return RestoredEnvelope(household_);
}

// ---- Joined shops

void Engine::EnterShop(std::string name, bool gpc) {
  joined_.name = std::move(name);
  joined_.gpc = gpc;
  DropComputed();
}

std::vector<uint8_t> Engine::DigestsForOthers() {
  Digests digests;
  if (catalog_ == nullptr) return {};
  for (const Member& member : household_.members()) {
    const std::optional<VisibleHistory> history = household_.HistoryForDigest(member.id, joined_);
    if (!history || history->events().empty()) continue;
    digests.members.push_back({member.id, member.since, FoldDigest(*history, *catalog_)});
  }
  return Encode(digests);
}

std::string Engine::AdoptDigests(std::string shop, std::span<const uint8_t> bytes) {
  Result<Digests> digests = DecodeDigests(bytes);
  DropComputed();
  if (!digests.ok() || digests->members.empty()) {
    joined_.others.erase(shop);
    return digests.ok() ? RestoredEnvelope(household_) : ErrorEnvelope(digests.error());
  }
  joined_.others.insert_or_assign(std::move(shop), *std::move(digests));
  return RestoredEnvelope(household_);
}

std::vector<uint8_t> Engine::TakeChangesInParts(Record record) {
  const Segment segment = TakeSegment(record);
  if (segment.changes.empty()) return {};
  return EncodeSegment(household_.PartsOf(segment), household_.RoomOf(segment));
}

Segment Engine::TakeSegment(Record record) {
  const auto r = static_cast<size_t>(record);
  const Effect effect = std::exchange(effect_[r], Effect::kNone);
  Segment segment;
  for (size_t i = std::exchange(taken_[r], changes_.size()); i < changes_.size(); ++i) {
    if (effect != Effect::kNone && IsKeptIn(record, changes_[i])) {
      segment.changes.push_back(changes_[i]);
    }
  }
  if (record == Record::kShop) segment.owners = household_.OwnersIn(segment.changes);
  for (const Record each : kRecords) {  // whoever has nothing to take has taken all
    const auto e = static_cast<size_t>(each);
    if (effect_[e] == Effect::kNone) taken_[e] = changes_.size();
  }
  if (taken_[0] == taken_[1]) {
    changes_.clear();
    taken_ = {};
  }
  return segment;
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
            GuessOf(belief, open.candidates, settings.threshold_percent, settings.margin_percent);
        state.likely[v] = GuessOf(belief, open.candidates, LikelyPercent(settings), 0);
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
                                     sensitivity_, &joined_);
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
