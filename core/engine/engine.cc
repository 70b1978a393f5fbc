#include "engine/engine.h"

#include <algorithm>
#include <numeric>

#include "base/sort.h"
#include "catalog/search.h"
#include "engine/envelope_json.h"
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
  std::vector<uint8_t> topics = sensitive_.ClassifyCatalog(*catalog);
  std::optional<Catalog> loaded = *std::move(catalog);
  catalog_.swap(loaded);
  topic_of_item_.swap(topics);
  // What is sensitive may have changed since the events were recorded.
  if (Status status = household_.SealSensitive(IsSensitive()); !status.ok()) {
    catalog_.swap(loaded);
    topic_of_item_.swap(topics);
    return ErrorEnvelope(status.error());
  }
  publics_ = ComputePublicColumns(*catalog_);
  model_ = *std::move(model);
  attribution_.reset();
  Forget();
  shop_order_.clear();
  return CatalogEnvelope(*catalog_);
}

void Engine::Forget() {
  standing_.reset();
  cached_profile_.reset();
  findings_.clear();
}

std::string Engine::Restore(std::span<const uint8_t> bytes) {
  Result<Household> household = Household::FromSnapshot(bytes);
  if (!household.ok()) return ErrorEnvelope(household.error());
  if (Status status = household->SealSensitive(IsSensitive()); !status.ok()) {
    return ErrorEnvelope(status.error());
  }
  household_ = *std::move(household);
  Forget();
  return RestoredEnvelope(household_);
}

// Of searches by their words alone: what each of a long history finds takes too long to look up.
EventMatcher Engine::IsSensitive() const {
  return [this](const Event& event, const ItemDescription& text) {
    return IsSealing(TopicOf(event, text));
  };
}

Status Engine::Settle(Time now) {
  return household_.Settle(
      now, [this](const Event& event, const ItemDescription& text) { return Seals(event, text); });
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

const Standing& Engine::StandingAt(Time now) {
  const Time moment = EndOfMinute(now);
  if (standing_ && standing_->now == moment && standing_->revision == household_.revision()) {
    return *standing_;
  }
  Standing& standing = standing_.emplace();
  standing.now = moment;
  standing.revision = household_.revision();
  standing.visits = household_.VisitsAt(moment);
  OpenVisits& open = standing.visits.open;
  standing.beliefs.resize(open.visits.size());
  standing.guesses.assign(open.visits.size(), kNobody);
  standing.likely = standing.guesses;
  if (household_.members().size() == 1) {
    standing.viewer = {household_.members().front().id, true};
    return standing;
  }
  if (catalog_) {
    if (!attribution_) attribution_.emplace(*catalog_);
    // The running visit is scored by all others and teaches nothing before it ends.
    const uint32_t running = standing.visits.running;
    OpenVisits ended = open;
    if (running != Visits::kNoVisit) ended.visits.erase(ended.visits.begin() + running);
    const Attributor attributor(ended, *attribution_);
    for (uint32_t v = 0; v < open.visits.size(); ++v) {
      const OpenVisit& visit = open.visits[v];
      if (v == running) {
        const auto items = std::span(open.items).subspan(visit.first_item, visit.item_count);
        standing.beliefs[v] = attributor.ScoreRunning(items, visit.start);
      } else {
        standing.beliefs[v] = attributor.Of(v - (v > running ? 1 : 0));
      }
      if (visit.owner == kNobody && visit.item_count > 0) {
        const HouseholdSettings& settings = household_.settings();
        const Belief& belief = standing.beliefs[v];
        standing.guesses[v] =
            GuessFrom(belief, open.candidates, settings.threshold_percent, settings.margin_percent);
        standing.likely[v] = GuessFrom(belief, open.candidates, LikelyPercent(settings), 0);
      }
    }
    if (running != Visits::kNoVisit) standing.viewer.member = standing.guesses[running];
  }
  return standing;
}

Viewer Engine::DefaultViewer(Time now) {
  if (household_.members().size() == 1) return {household_.members().front().id, true};
  return StandingAt(now).viewer;
}

// ---- Sensitive topics

const Topic* Engine::TopicOf(ItemIndex item) const {
  const TopicIndex topic = topic_of_item_[item] & ~kForAdults;
  return topic == 0 ? nullptr : &sensitive_.topics()[topic];
}

const Topic* Engine::TopicOf(const Event& event, const ItemDescription& text) const {
  const ItemIndex item = catalog_ && !IsSearch(event) ? catalog_->Find(event.item) : kNoItem;
  if (item != kNoItem && topic_of_item_[item] != 0) return TopicOf(item);
  // Words may name a category as well as an item.
  const TopicIndex topic =
      sensitive_.Classify(text.title, IsSearch(event) ? text.title : text.category);
  return topic == 0 ? nullptr : &sensitive_.topics()[topic];
}

bool Engine::IsSealing(const Topic* topic) {
  return topic != nullptr && topic->tier >= Tier::kOwnScreen;
}

bool Engine::Seals(const Event& event, const ItemDescription& text) const {
  if (IsSealing(TopicOf(event, text))) return true;
  if (!IsSearch(event) || !catalog_) return false;
  const std::vector<ItemIndex> found = Search(*catalog_, text.title);
  const auto sealing = std::count_if(found.begin(), found.end(),
                                     [&](ItemIndex item) { return IsSealing(TopicOf(item)); });
  return static_cast<size_t>(sealing) * 2 > found.size();
}

bool Engine::HasSaidYes(MemberId id, const Topic* topic) const {
  const Member* member = household_.Find(id);
  return member != nullptr && topic != nullptr && topic->tier == Tier::kOwnScreen &&
         !(topic->adults_only && member->kind == MemberKind::kChild) &&
         std::binary_search(member->allowed_topics.begin(), member->allowed_topics.end(),
                            topic->id);
}

ItemRules Engine::RulesFor(const Viewer& viewer) const {
  ItemRules rules;
  rules.topic_of_item = topic_of_item_;
  // A guess, or nobody in particular, may be any of the children.
  const auto is_child = [](const Member& member) { return member.kind == MemberKind::kChild; };
  const Member* member = viewer.answered ? household_.Find(viewer.member) : nullptr;
  const auto members = household_.members();
  const bool child =
      member != nullptr ? is_child(*member) : std::any_of(members.begin(), members.end(), is_child);
  const auto topics = sensitive_.topics();
  for (size_t i = 1; i < topics.size(); ++i) {
    const bool allowed = viewer.answered && HasSaidYes(viewer.member, &topics[i]);
    const bool seals = IsSealing(&topics[i]) && !allowed;
    rules.by_topic[i] = seals ? ItemRule::kWithoutHistory : ItemRule::kFree;
    rules.by_topic[i | kForAdults] = child ? ItemRule::kAbsent : rules.by_topic[i];
  }
  return rules;
}

// ---- Ranking

View Engine::ViewFor(const Viewer& viewer, Time now) {
  const Time moment = EndOfMinute(now);
  const Standing& standing = StandingAt(now);
  return household_.ViewOf(viewer, moment, standing.visits, standing.likely,
                           [&](const Event& event, const ItemDescription& text) {
                             return HasSaidYes(viewer.member, TopicOf(event, text));
                           });
}

const Profile& Engine::ProfileFor(const Viewer& viewer, Time now) {
  const Time moment = EndOfMinute(now);
  if (!cached_profile_ || cached_profile_->viewer != viewer || cached_profile_->now != moment ||
      cached_profile_->revision != household_.revision()) {
    const View view = ViewFor(viewer, now);
    cached_profile_ = {viewer, moment, household_.revision(),
                       Fold(view, *catalog_, moment, &findings_)};
  }
  return cached_profile_->profile;
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
  return Rank(*catalog_, publics_, policy_, model_, ProfileFor(viewer, now), request);
}

}  // namespace hearth
