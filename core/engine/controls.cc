#include "engine/controls.h"

#include <algorithm>

#include "catalog/search.h"
#include "engine/history.h"

namespace hearth {
namespace {

// Whoever means one size of an item means them all: looks at another tell of it, too.
std::set<ItemKey> Products(const Catalog* catalog, const std::set<ItemKey>& keys) {
  std::set<ItemKey> products;
  for (const ItemKey key : keys) products.insert(ProductKey(catalog, key));
  return products;
}

bool IsOwned(EventType type) { return type == EventType::kBuy || type == EventType::kReturn; }

// The products of those of `items` that the viewer bought since then.
std::set<ItemKey> ProductsBought(const Engine& engine, const Household& household,
                                 const Viewer& viewer, Time from, Time moment,
                                 const std::set<ItemKey>& items) {
  std::set<ItemKey> products;
  for (const VisibleEvent& each : household.VisibleTo(viewer, moment)) {
    const Event& event = *each.event;
    const bool is_own = event.owner == viewer.member && event.time >= from;
    if (is_own && event.type == EventType::kBuy && items.contains(event.item)) {
      products.insert(ProductKey(engine.catalog(), event.item));
    }
  }
  return products;
}

}  // namespace

Result<Decision<size_t>> LabelEvents(Engine& engine, const Viewer& viewer, Time now,
                                     const Selection& selection, const Labelling& labelling) {
  const Household& household = engine.HouseholdAt(now);
  const Time moment = EndOfMinute(now);
  if (selection.visit) {
    return DecideVisitLabel(household, engine.sensitivity(), *selection.visit, viewer, moment,
                            labelling);
  }
  const std::set<ItemKey> items = Products(engine.catalog(), selection.items);
  const auto matches = [&](const Event& event, const ItemDescription&) {
    if (!selection.events.empty()) return selection.events.contains(event.Id());
    return !IsSearch(event) && event.time >= selection.from &&
           items.contains(ProductKey(engine.catalog(), event.item));
  };
  Result<Decision<size_t>> decision =
      DecideLabel(household, engine.sensitivity(), viewer, moment, matches, labelling);
  if (decision.ok() && decision->answer == 0 && !selection.events.empty()) {
    return NotFound("events: not in the history");
  }
  return decision;
}

Result<Decision<size_t>> Surprise(Engine& engine, const Viewer& viewer, Time now,
                                  const Selection& selection, const GiftTerms& gift) {
  const Labelling labelling{Label::kGift, gift};
  if (selection.visit) return LabelEvents(engine, viewer, now, selection, labelling);
  const Catalog* catalog = engine.catalog();
  const std::set<ItemKey> products = Products(catalog, selection.items);
  std::vector<ItemIndex> items;
  for (const ItemKey key : products) {
    const ItemIndex item = catalog != nullptr ? catalog->Find(key) : kNoItem;
    if (item != kNoItem) items.push_back(item);
  }
  const Time from = now - kLedUpTo;
  const Household& household = engine.HouseholdAt(now);
  const Time moment = EndOfMinute(now);
  const std::set<ItemKey> bought =
      ProductsBought(engine, household, viewer, from, moment, selection.items);
  const auto led_to_it = [&](const Event& event, const ItemDescription& text) {
    if (event.time < from || event.label == Label::kPrivate) return false;
    if (!IsSearch(event)) {
      const ItemKey product = ProductKey(catalog, event.item);
      // Who bought that size, and another as well, most likely keeps the other.
      const bool is_own = IsOwned(event.type) && bought.contains(product) &&
                          !selection.items.contains(event.item) &&
                          !selection.items.contains(product);
      return products.contains(product) && !is_own;
    }
    const TextQuery query(text.title);
    return std::any_of(items.begin(), items.end(),
                       [&](ItemIndex item) { return query.Finds(*catalog, item); });
  };
  return DecideLabel(household, engine.sensitivity(), viewer, moment, led_to_it, labelling);
}

Result<Decision<Nothing>> Share(const Engine& engine, MemberId member, const std::string& category,
                                bool shared) {
  const auto& offered = engine.policy().shareable_categories;
  const bool is_offered = std::any_of(offered.begin(), offered.end(), [&](std::string_view each) {
    return IsPathWithin(category, each);
  });
  if (shared && !is_offered) return InvalidArgument("category: cannot be shared");
  return DecideChoice(engine.household(), member, Choice::kSharedCategory, category, shared);
}

std::set<std::string> Shareable(const Policy& policy, const Member& member) {
  std::set<std::string> categories(policy.shareable_categories.begin(),
                                   policy.shareable_categories.end());
  const std::vector<std::string>& shared = member.chosen(Choice::kSharedCategory);
  categories.insert(shared.begin(), shared.end());
  return categories;
}

Result<Decision<Nothing>> AllowTopic(const Engine& engine, MemberId id, const std::string& name,
                                     bool allowed) {
  const auto topics = engine.sensitivity().topics().subspan(1);
  const auto topic = std::find_if(topics.begin(), topics.end(),
                                  [&](const Topic& each) { return each.id == name; });
  if (topic == topics.end()) return NotFound("topic: there is no such topic");
  if (topic->tier != Tier::kOwnScreen) {
    return InvalidArgument("topic: only topics of tier own_screen can be opted in to");
  }
  const bool child = engine.household().Find(id)->kind == MemberKind::kChild;
  if (allowed && topic->adults_only && child) return InvalidArgument("topic: for adults only");
  return DecideChoice(engine.household(), id, Choice::kAllowedTopic, name, allowed);
}

bool IsListed(const Topic& topic, const Member& member) {
  return member.kind != MemberKind::kChild || !topic.adults_only;
}

Result<Decision<Nothing>> Mute(const Engine& engine, MemberId member, const std::string& category,
                               bool muted) {
  const bool is_known =
      engine.catalog() != nullptr && engine.catalog()->FindCategory(category) != 0;
  if (muted && !is_known) return NotFound("category: the catalog has no such path");
  return DecideChoice(engine.household(), member, Choice::kMutedCategory, category, muted);
}

Result<Decision<Nothing>> Join(const Engine& engine, MemberId member, const std::string& shop,
                               bool joined) {
  if (joined && (shop.empty() || shop != engine.joined().name)) {
    return InvalidArgument("shop: only the shop that is open can be joined");
  }
  return DecideChoice(engine.household(), member, Choice::kJoinedShop, shop, joined);
}

}  // namespace hearth
