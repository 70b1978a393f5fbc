// The engine: the way in. It holds one catalog and one household and answers JSON requests.
//
//   Engine engine;
//   engine.LoadPack(bytes);                                   // the shop's public file
//   engine.Restore(snapshot);                                 // this browser's history, if any
//   engine.Handle(R"({"op": "record", "now": 1732230000000,
//                     "event": {"type": "view", "sku": "85123A"}})");
//   engine.Handle(R"({"op": "rank", "now": 1732230000000, "surface": "home", "limit": 12})");
//
// Every answer is an envelope, {"ok": ...} or {"error": {"code", "message"}}; README.md beside this
// file is the manual of requests. What always holds:
// - The answer to a request is a function of the catalog, the events and the request: no clock, no
//   chance, no memory of earlier requests, and the same bytes on every machine.
// - A call that fails changes nothing.
// - After an erasure every answer and Snapshot() equal those of an engine that never had the event.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attribution/attribution.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "household/household.h"
#include "policy/policy.h"
#include "policy/sensitive.h"
#include "profile/profile.h"
#include "rank/model.h"
#include "rank/public_columns.h"
#include "rank/request.h"

namespace hearth {

inline constexpr size_t kMaxRequestBytes = 64u << 20;

// What is believed about a household's visits at a moment.
struct Standing {
  Time now = 0;
  uint64_t revision = 0;
  Visits visits;
  std::vector<Belief> beliefs;    // by visit; of the running one, whose size is not known yet
  std::vector<MemberId> guesses;  // by visit: the member it is given to, kNobody when unsure
  std::vector<MemberId> likely;   // the same, less sure: for items that a second visit confirms
  Viewer viewer;                  // whom the running visit is given to
};

class Engine {
 public:
  // Takes the place of the catalog loaded before; the history stays.
  std::string LoadPack(std::vector<uint8_t> bytes);
  std::string LoadCatalogJson(std::string_view text);

  std::string Handle(std::string_view request_json);

  // The history and its settings; household.h draws the bytes. The catalog is not in it.
  std::vector<uint8_t> Snapshot() const { return household_.Snapshot(); }
  // Takes the place of the history held before.
  std::string Restore(std::span<const uint8_t> bytes);

  // For tests, measurement and the JSON layer (*_json.cc); hosts use the calls above.
  const Catalog* catalog() const { return catalog_ ? &*catalog_ : nullptr; }
  const PublicColumns& publics() const { return publics_; }
  const Model& model() const { return model_; }
  const Policy& policy() const { return policy_; }
  const SensitiveList& sensitive() const { return sensitive_; }
  Household& household() { return household_; }
  const Household& household() const { return household_; }

  // Drops what was computed from the history: after a change that may have taken events out, so
  // that no words stay behind.
  void Forget();

  // Gifts whose date has come. One that Seals() stays sealed, as an ordinary event would be.
  Status Settle(Time now);

  // Who is looking when nobody said so: the only member, else the guess about the running visit.
  Viewer DefaultViewer(Time now);
  // What is believed about the household's visits at `now`. With one member, or without a catalog,
  // nothing is guessed.
  const Standing& StandingAt(Time now);

  // A viewer's profile; folded anew when the history, the catalog or the minute has changed.
  const Profile& ProfileFor(const Viewer& viewer, Time now);
  const Profile& ProfileAt(Time now) { return ProfileFor(DefaultViewer(now), now); }
  View ViewFor(const Viewer& viewer, Time now);

  // All items, most popular first; ties by index.
  std::span<const ItemIndex> ShopOrder();
  Slate RankFor(const Viewer& viewer, RankRequest request, Time now);
  Slate RankAt(const RankRequest& request, Time now) {
    return RankFor(DefaultViewer(now), request, now);
  }

  // The topic of an event's item or of a catalog's, or of the words of a search; nullptr when none.
  const Topic* TopicOf(const Event& event, const ItemDescription& text) const;
  const Topic* TopicOf(ItemIndex item) const;
  // Whether events of this topic are kept sealed: it is sensitive, not just quiet.
  static bool IsSealing(const Topic* topic);
  // Whether an event is kept sealed. A search is, too, where most of what it finds is sensitive.
  bool Seals(const Event& event, const ItemDescription& text) const;
  ItemRules RulesFor(const Viewer& viewer) const;

 private:
  std::string Adopt(Result<Catalog> catalog);
  bool HasSaidYes(MemberId member, const Topic* topic) const;
  EventMatcher IsSensitive() const;

  std::optional<Catalog> catalog_;
  PublicColumns publics_;
  Model model_;
  std::vector<uint8_t> topic_of_item_;
  Policy policy_;
  SensitiveList sensitive_ = SensitiveList::Default();
  Household household_;

  struct CachedProfile {
    Viewer viewer;
    Time now;
    uint64_t revision;
    Profile profile;
  };
  std::optional<CachedProfile> cached_profile_;
  Findings findings_;  // of the profile, in the catalog
  std::optional<AttributionModel> attribution_;
  std::optional<Standing> standing_;
  std::vector<ItemIndex> shop_order_;
};

}  // namespace hearth
