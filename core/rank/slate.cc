#include "rank/slate.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/sort.h"

namespace hearth {
namespace {

bool Holds(const std::vector<ItemIndex>& sorted, ItemIndex item) {
  return std::binary_search(sorted.begin(), sorted.end(), item);
}

int32_t ScoreWithoutSearches(const Model& model, Surface surface,
                             const ScoredCandidate& candidate) {
  if (Get(candidate.features, Feature::kSearched) == 0) return candidate.score;
  FeatureVector features = candidate.features;
  features[static_cast<size_t>(Feature::kSearched)] = 0;
  return model.Score(surface, features);
}

// What searches bring among the first: items they find that without them would score less than the
// first `limit` (1 or more) of `ranked` would. Sorted.
std::vector<ItemIndex> BroughtBySearches(const RankContext& context, const Model& model,
                                         const std::vector<const ScoredCandidate*>& ranked,
                                         size_t limit) {
  std::vector<int32_t> scores;  // without searches
  for (const ScoredCandidate* candidate : ranked) {
    scores.push_back(ScoreWithoutSearches(model, context.request.surface, *candidate));
  }
  std::vector<int32_t> sorted = scores;
  Sort(sorted);
  const int32_t cutoff = sorted[sorted.size() - limit];
  std::vector<ItemIndex> brought;
  for (size_t i = 0; i < ranked.size(); ++i) {
    const bool found = context.profile.searches.Find(ranked[i]->item) != nullptr;
    if (found && scores[i] < cutoff) brought.push_back(ranked[i]->item);
  }
  Sort(brought);
  return brought;
}

// Counts what a home slate owes to own repeats, and to each category, brand, own item and search.
// What would be there without the search owes it nothing: nobody gets less of what they ask for.
class Caps {
 public:
  // Of `ranked`, of which the first are to be shown.
  Caps(const RankContext& context, const Policy& policy, const Model& model,
       const std::vector<const ScoredCandidate*>& ranked)
      : context_(context) {
    if (!ranked.empty() && !context.profile.searches.items.empty()) {
      const size_t limit = std::clamp<size_t>(context.request.limit, 1, ranked.size());
      brought_ = BroughtBySearches(context, model, ranked, limit);
    }
    const auto slots = static_cast<int>(context.request.limit);
    const auto share = [slots](int percent) { return std::max(1, slots * percent / 100); };
    repeats_left_ = share(policy.max_share_repeats_percent);
    per_category_ = share(policy.max_share_per_category_percent);
    per_brand_ = share(policy.max_share_per_brand_percent);
    per_cause_ = share(policy.max_share_per_cause_percent);
  }

  // Takes a slot for `candidate` if all its caps allow.
  bool Take(const ScoredCandidate& candidate) {
    if (Get(candidate.features, Feature::kBoughtBefore) != 0) return repeats_left_-- > 0;
    const ItemIndex item = candidate.item;
    const BrandId brand = context_.catalog.columns().brand[item];
    const ItemIndex cause = CauseOf(item);
    int& of_category = by_category_[context_.catalog.columns().category[item]];
    int& of_brand = by_brand_[brand];
    int& of_cause = by_cause_[cause];
    if (of_category >= per_category_) return false;
    if (brand != 0 && of_brand >= per_brand_) return false;
    if (cause != kNoItem && of_cause >= per_cause_) return false;
    if (Holds(brought_, item)) {
      int& of_search = by_search_[context_.profile.searches.Find(item)->search];
      if (of_search >= per_cause_) return false;
      ++of_search;
    }
    ++of_category, ++of_brand, ++of_cause;
    return true;
  }

 private:
  // The own item whose neighbour this is, by the strongest claim; kNoItem when none.
  ItemIndex CauseOf(ItemIndex item) const {
    const Profile& profile = context_.profile;
    for (const auto* scores : {&profile.co_bought_session, &profile.co_bought_all}) {
      if (const NeighbourScore* score = FindScore(*scores, item)) return score->cause;
    }
    return kNoItem;
  }

  const RankContext& context_;
  std::vector<ItemIndex> brought_;
  int repeats_left_, per_category_, per_brand_, per_cause_;
  std::map<CategoryId, int> by_category_;
  std::map<BrandId, int> by_brand_;
  std::map<ItemIndex, int> by_cause_;
  std::array<int, kMaxSearches> by_search_{};
};

// The order of a home slate: best first within the caps, then what the caps held back.
std::vector<const ScoredCandidate*> Diversify(const RankContext& context, const Policy& policy,
                                              const Model& model,
                                              const std::vector<const ScoredCandidate*>& ranked) {
  const size_t limit = std::min(context.request.limit, ranked.size());
  Caps caps(context, policy, model, ranked);
  std::vector<const ScoredCandidate*> chosen, held_back;
  int fresh = 0;
  for (const ScoredCandidate* candidate : ranked) {
    if (chosen.size() == limit) break;
    if (caps.Take(*candidate)) {
      chosen.push_back(candidate);
      fresh += Get(candidate->features, Feature::kFreshness) > 0;
    } else {
      held_back.push_back(candidate);
    }
  }
  for (size_t i = 0; chosen.size() < limit; ++i) chosen.push_back(held_back[i]);
  // One slot for the new: the best new item not chosen takes the last place.
  if (limit < 4 || fresh >= policy.fresh_slots) return chosen;
  for (const ScoredCandidate* candidate : ranked) {
    if (Get(candidate->features, Feature::kFreshness) == 0) continue;
    if (std::find(chosen.begin(), chosen.end(), candidate) == chosen.end()) {
      chosen.back() = candidate;
      break;
    }
  }
  return chosen;
}

// Kinds of reasons for an item. Each feature belongs to one.
enum class ReasonKind : uint8_t {
  kCoBought,
  kAlike,
  kRepeats,
  kViewed,
  kSought,
  kStyle,
  kCategory,
  kNone
};
constexpr size_t kReasonKinds = static_cast<size_t>(ReasonKind::kNone);

ReasonKind ReasonKindOf(const FeatureEntry& entry) {
  switch (entry.feature) {
    case Feature::kCoBoughtContext:
    case Feature::kOwnWithContext:
      return ReasonKind::kCoBought;
    case Feature::kContextDot:
    case Feature::kContextCategory:
      return ReasonKind::kAlike;
    case Feature::kBoughtBefore:
      return ReasonKind::kRepeats;
    case Feature::kCoBoughtSession:
    case Feature::kSeenViews:
    case Feature::kSeenSince:
    case Feature::kViewedWithLast:
    case Feature::kViewedAfterLast:
    case Feature::kViewedWith:
    case Feature::kViewedAfter:
    case Feature::kViewedWithBest:
    case Feature::kViewedRank:
    case Feature::kViewedShare:
      return ReasonKind::kViewed;
    case Feature::kSearched:
      return ReasonKind::kSought;
    case Feature::kLeafCategoryShare:
    case Feature::kParentCategoryShare:
    case Feature::kTopCategoryShare:
      return ReasonKind::kCategory;
    case Feature::kDismissed:
    case Feature::kIdleImpressions:
      return ReasonKind::kNone;  // they speak against it
    default:
      break;
  }
  switch (entry.group) {
    case FeatureGroup::kRepeats:
      return ReasonKind::kRepeats;
    case FeatureGroup::kTaste:
    case FeatureGroup::kNeighbours:
      return ReasonKind::kStyle;
    case FeatureGroup::kPublic:
    case FeatureGroup::kContext:
      return ReasonKind::kNone;
  }
  return ReasonKind::kNone;
}

using Contributions = std::array<int64_t, kReasonKinds>;

Contributions LinearContributions(const LinearModel& model, Surface surface,
                                  const FeatureVector& features) {
  const auto sum = [&](std::initializer_list<Feature> group) {
    int64_t total = 0;
    for (Feature feature : group) total += model.Contribution(surface, features, feature);
    return total;
  };
  return {
      sum({Feature::kCoBoughtContext, Feature::kOwnWithContext}),
      sum({Feature::kContextDot, Feature::kContextCategory}),
      sum({Feature::kDecayedTrips098, Feature::kDecayedTrips09, Feature::kBuysPerTrip,
           Feature::kShareOfTrips, Feature::kDueRatio, Feature::kGapsSeen}),
      sum({Feature::kCoBoughtSession, Feature::kViewedWith, Feature::kViewedAfter}),
      sum({Feature::kSearched}),
      sum({Feature::kTasteDot, Feature::kCoBoughtAll, Feature::kCoBoughtLastTrip, Feature::kViews,
           Feature::kWishes, Feature::kLikes, Feature::kBrandShare}),
      sum({Feature::kLeafCategoryShare, Feature::kParentCategoryShare, Feature::kTopCategoryShare}),
  };
}

// What the score would lose without the features of each kind. With `together`, what goes with the
// page and what is like it are one kind, the first.
Contributions TreeContributions(const Model& model, Surface surface, const FeatureVector& features,
                                bool together) {
  std::array<FeatureVector, kReasonKinds> without;
  without.fill(features);
  std::array<bool, kReasonKinds> differs{};
  for (const FeatureEntry& entry : kFeatures) {
    ReasonKind kind = ReasonKindOf(entry);
    if (together && kind == ReasonKind::kAlike) kind = ReasonKind::kCoBought;
    if (kind == ReasonKind::kNone || Get(features, entry.feature) == Unknown(entry.feature)) {
      continue;
    }
    const auto at = static_cast<size_t>(kind);
    without[at][static_cast<size_t>(entry.feature)] = Unknown(entry.feature);
    differs[at] = true;
  }
  const int64_t score = model.Score(surface, features);
  Contributions lost{};
  for (size_t kind = 0; kind < kReasonKinds; ++kind) {
    if (differs[kind]) lost[kind] = score - model.Score(surface, without[kind]);
  }
  return lost;
}

struct Claim {
  ReasonCode code;
  int64_t contribution;
};

// Vectors come from purchases: what they call alike is bought by the same people. On an item's page
// it is called similar where it is of one kind, too, a department being none, or where it is not
// among what was bought together.
bool IsSimilar(const RankContext& context, const FeatureVector& features) {
  constexpr int kLevelsOfAKind = 2;
  return context.request.anchor != kNoItem &&
         (Get(features, Feature::kContextCategory) >= kLevelsOfAKind ||
          Get(features, Feature::kCoBoughtContext) == 0);
}

// What speaks for an item personally or by context, most telling first among equals.
std::array<Claim, 7> PersonalClaims(const RankContext& context, const Model& model,
                                    const FeatureVector& features) {
  const bool anchored = context.request.anchor != kNoItem;
  const bool similar = IsSimilar(context, features);
  const Surface surface = context.request.surface;
  const Contributions by = model.trees(surface) != nullptr
                               ? TreeContributions(model, surface, features, !similar)
                               : LinearContributions(model.linear(), surface, features);
  const auto of = [&by](ReasonKind kind) { return by[static_cast<size_t>(kind)]; };
  const int64_t co_bought = of(ReasonKind::kCoBought), alike = of(ReasonKind::kAlike);
  return {{
      {anchored ? ReasonCode::kOftenBoughtWith : ReasonCode::kGoesWithBasket,
       similar ? co_bought : co_bought + alike},
      {ReasonCode::kSimilarItem, similar ? alike : 0},
      {ReasonCode::kBuyAgain, of(ReasonKind::kRepeats)},
      {ReasonCode::kGoesWithViewed, of(ReasonKind::kViewed)},
      {ReasonCode::kMatchesSearch, of(ReasonKind::kSought)},
      {ReasonCode::kYourStyle, of(ReasonKind::kStyle)},
      {ReasonCode::kYourCategory, of(ReasonKind::kCategory)},
  }};
}

// The contribution that a reason needs. Where taste adds less, the shop's own reason is the honest
// one. Trees have the scale they were trained on: a hundredth of the most that they can add counts.
int64_t MinContribution(const Model& model, Surface surface) {
  return model.trees(surface) != nullptr ? model.trees(surface)->Bound(surface) / 100 + 1 : 1000;
}

// Whether the page was opened to find again what was bought: to list it there is no advice.
bool IsForBuyingAgain(const RankRequest& request) {
  return request.surface == Surface::kBuyAgain && !request.subtle;
}

// Bought before, and nothing says that anybody buys it twice.
bool IsOneOff(const RankContext& context, const ScoredCandidate& candidate) {
  return Get(candidate.features, Feature::kBoughtBefore) != 0 &&
         !IsRebought(context, candidate.item);
}

// A size that was bought is the size that fits.
VariantIndex VariantFor(const RankContext& context, ItemIndex item) {
  const OwnItem* own = context.profile.Find(item);
  if (own == nullptr || own->variant == kNoVariant) return kNoVariant;
  if (context.request.rules.Of(item) != ItemRule::kFree) return kNoVariant;
  const auto availability =
      static_cast<Availability>(context.catalog.columns().variant_availability[own->variant]);
  return availability != Availability::kOutOfStock ? own->variant : kNoVariant;
}

ReasonCode PublicReason(const FeatureVector& features) {
  if (Get(features, Feature::kFreshness) > 0) return ReasonCode::kNewHere;
  // A third of all its customers within the last month is a lot: log2(1/3) in Q8 is -406.
  const bool rising =
      Get(features, Feature::kLogRecentPopularity) > 0 && Get(features, Feature::kDrift) > -406;
  return rising ? ReasonCode::kPopularNow : ReasonCode::kPopular;
}

}  // namespace

bool IsFiltered(const RankContext& context, const Policy& policy,
                const ScoredCandidate& candidate) {
  const RankRequest& request = context.request;
  const auto availability =
      static_cast<Availability>(context.catalog.columns().availability[candidate.item]);
  if (Get(candidate.features, Feature::kDismissed) != 0) return true;
  if (availability == Availability::kOutOfStock) return true;
  if (request.surface == Surface::kListing) return false;
  if (candidate.item == request.anchor || Holds(context.basket, candidate.item)) return true;
  if (!IsDue(candidate.features, policy)) return true;
  // What goes with a basket is its own reason.
  const bool may_offer_again = IsForBuyingAgain(request) || request.surface == Surface::kBasket;
  if (!may_offer_again && IsOneOff(context, candidate)) return true;
  return request.surface == Surface::kHome &&
         Get(candidate.features, Feature::kIdleImpressions) >= policy.max_impressions_per_week;
}

bool IsRebought(const RankContext& context, ItemIndex item) {
  if (context.publics.is_rebought[context.catalog.columns().category[item]]) return true;
  const OwnItem* own = context.profile.Find(item);
  return own != nullptr && DayOf(own->first_bought) != DayOf(own->last_bought);
}

bool IsDue(const FeatureVector& features, const Policy& policy) {
  if (Get(features, Feature::kBoughtBefore) == 0) return true;
  const int days = Get(features, Feature::kDaysSinceLast);
  if (days >= policy.just_bought_days) return true;
  if (Get(features, Feature::kGapsSeen) > 0) return Get(features, Feature::kDueRatio) >= 192;
  const int public_gap = Get(features, Feature::kPublicGapDays);
  return public_gap > 0 && days * 4 >= public_gap * 3;
}

uint16_t EveryDays(const RankContext& context, ReasonCode code, ItemIndex item,
                   const FeatureVector& features) {
  constexpr int kEnoughGaps = 2;
  constexpr int kMinDays = 2;       // less is one shopping tour, not a habit
  constexpr int kMaxDue = 3 * 256;  // whoever has waited longer has given the habit up
  const RankRequest& request = context.request;
  if (request.surface != Surface::kBuyAgain || request.subtle) return 0;
  if (code != ReasonCode::kBuyAgain) return 0;
  const OwnItem* own = context.profile.Find(item);
  if (own == nullptr || own->guessed || Get(features, Feature::kGapsSeen) < kEnoughGaps) return 0;
  const int days = Get(features, Feature::kMeanGapDays);
  if (days < kMinDays || Get(features, Feature::kDueRatio) > kMaxDue) return 0;
  return static_cast<uint16_t>(days);
}

std::vector<ReasonCode> ReasonsFor(const RankContext& context, const Model& model, ItemIndex item,
                                   const FeatureVector& features) {
  auto claims = PersonalClaims(context, model, features);
  Sort(claims, [](const Claim& a, const Claim& b) { return a.contribution > b.contribution; });
  const int64_t min_contribution = MinContribution(model, context.request.surface);
  std::vector<ReasonCode> codes;
  // There, nothing is without having been bought before.
  const bool buy_again = context.request.surface == Surface::kBuyAgain && !context.request.guess;
  if (buy_again) codes.push_back(ReasonCode::kBuyAgain);
  const bool may_say_so = !buy_again && !context.request.guess && IsRebought(context, item);
  for (const Claim& claim : claims) {
    const bool is_left_out = claim.code == ReasonCode::kBuyAgain && !may_say_so;
    if (claim.contribution >= min_contribution && !is_left_out) codes.push_back(claim.code);
  }
  codes.push_back(PublicReason(features));
  return codes;
}

Slate Compose(const RankContext& context, const Policy& policy, const Model& model,
              const std::vector<ScoredCandidate>& candidates) {
  std::vector<const ScoredCandidate*> sorted;
  for (const ScoredCandidate& candidate : candidates) sorted.push_back(&candidate);
  SortInlined(sorted, [](const ScoredCandidate* a, const ScoredCandidate* b) {
    return a->score != b->score ? a->score > b->score : a->item < b->item;
  });
  std::vector<const ScoredCandidate*> ranked, last;
  for (const ScoredCandidate* candidate : sorted) {
    if (Holds(context.exclude, candidate->item)) continue;
    const bool is_filtered = IsFiltered(context, policy, *candidate);
    if (is_filtered && context.request.surface != Surface::kListing) continue;
    const bool goes_last =
        is_filtered || (IsForBuyingAgain(context.request) && IsOneOff(context, *candidate));
    (goes_last ? last : ranked).push_back(candidate);
  }
  if (context.request.surface == Surface::kHome) ranked = Diversify(context, policy, model, ranked);
  ranked.insert(ranked.end(), last.begin(), last.end());
  if (ranked.size() > context.request.limit) ranked.resize(context.request.limit);
  Slate slate;
  for (const ScoredCandidate* candidate : ranked) {
    const ReasonCode reason =
        ReasonsFor(context, model, candidate->item, candidate->features).front();
    slate.push_back({candidate->item, reason,
                     EveryDays(context, reason, candidate->item, candidate->features),
                     VariantFor(context, candidate->item)});
  }
  return slate;
}

}  // namespace hearth
