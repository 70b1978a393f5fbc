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

#include "base/result.h"
#include "catalog/catalog.h"
#include "household/household.h"
#include "policy/policy.h"
#include "profile/profile.h"
#include "rank/public_columns.h"
#include "rank/request.h"

namespace hearth {

inline constexpr size_t kMaxRequestBytes = 64u << 20;

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

  // For tests, measurement and the JSON layer (engine_json.cc); hosts use the calls above.
  const Catalog* catalog() const { return catalog_ ? &*catalog_ : nullptr; }
  const PublicColumns& publics() const { return publics_; }
  const Policy& policy() const { return policy_; }
  Household& household() { return household_; }
  const Household& household() const { return household_; }
  // The viewer's profile; folded anew when the history, the catalog or the minute has changed.
  const Profile& ProfileAt(Time now);
  // All items, most popular first; ties by index.
  std::span<const ItemIndex> ShopOrder();
  Slate RankAt(const RankRequest& request, Time now);

 private:
  std::string Adopt(Result<Catalog> catalog);

  std::optional<Catalog> catalog_;
  PublicColumns publics_;
  Policy policy_;
  Household household_;

  struct CachedProfile {
    Time now;
    uint64_t revision;
    Profile profile;
  };
  std::optional<CachedProfile> cached_profile_;
  std::vector<ItemIndex> shop_order_;
};

}  // namespace hearth
