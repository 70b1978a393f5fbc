// The engine: the way in. It holds one catalog and one household and answers JSON requests.
//
//   Engine engine;
//   engine.LoadPack(bytes);  // the shop's public file
//   // What this browser has stored of the household, and of it in this shop:
//   engine.Restore(Record::kPeople, people);
//   engine.Restore(Record::kShop, history);
//   engine.Apply(Record::kShop, segment);  // what changed since, one by one
//   engine.Reconcile();
//   engine.Handle(R"({"op": "record", "now": 1732230000000,
//                     "event": {"type": "view", "sku": "85123A"}})");
//   // What the host has to keep:
//   for (Record each : kRecords) Store(each, engine.effect(each), engine.TakeChanges(each));
//   engine.Handle(R"({"op": "rank", "now": 1732230000000, "surface": "home", "limit": 12})");
//
// Every answer is an envelope, {"ok": ...} or {"error": {"code", "message"}}; README.md beside this
// file is the manual of requests. What always holds:
// - The answer to a request is a function of the catalog, the household and the request: no clock,
//   no chance, and the same bytes on every machine. (One thing is remembered beside: what undoes
//   the last deeds, undo.h.)
// - A call that fails changes nothing, and neither does an operation that reads.
// - What an operation does is a list of changes: applied to the household before, they make the
//   household after, byte for byte.
// - After an erasure every answer and Snapshot() equal those of an engine that never had the event.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attribution/attribution.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "engine/undo.h"
#include "household/change.h"
#include "household/household.h"
#include "household/parts.h"
#include "policy/policy.h"
#include "policy/sensitivity.h"
#include "profile/profile.h"
#include "rank/model.h"
#include "rank/public_columns.h"
#include "rank/request.h"

namespace hearth {

inline constexpr size_t kMaxRequestBytes = 64u << 20;

// What is believed about a household's visits at a moment.
struct AttributionState {
  Visits visits;
  std::vector<Belief> beliefs;    // by visit; of the running one, whose size is not known yet
  std::vector<MemberId> guesses;  // by visit: the member it is given to, kNobody when unsure
  std::vector<MemberId> likely;   // the same, less sure: for items that a second visit confirms
  Viewer viewer;                  // whom the running visit is given to
};

class Engine {
 public:
  // With DefaultTopics() alone until LoadWords(): sensitivity.h says what does not happen until
  // then.
  explicit Engine(SensitiveList list = SensitiveList::Default()) : sensitivity_(std::move(list)) {}
  Engine(Engine&&) = default;
  Engine& operator=(Engine&&) = default;

  // Takes the place of the catalog loaded before; the history stays.
  std::string LoadPack(std::vector<uint8_t> bytes);
  std::string LoadCatalogJson(std::string_view text);

  // The file of words of the sensitive list, for an engine that was made without. Seals what was
  // recorded and turns out to be sensitive.
  std::string LoadWords(std::string_view file);
  // Whether the loaded catalog has items that nobody can judge without those.
  bool NeedsWords() const { return sensitivity_.needs_words(); }

  std::string Handle(std::string_view request_json);

  // One of the household's two records; records.cc draws the bytes. The catalog is in neither.
  std::vector<uint8_t> Snapshot(Record record) const { return household_.Snapshot(record); }
  // The same in parts (household/parts.h), each for a key of its own.
  std::vector<uint8_t> SnapshotInParts(Record record) const {
    return EncodeRecord(record, household_.PartsOf(record));
  }
  // Takes the place of that record, in parts or not; the people come first. Deeds can no longer be
  // undone.
  std::string Restore(Record record, std::span<const uint8_t> bytes);
  // A segment: what TakeChanges() or TakeChangesInParts() gave, here or in another tab. Applying it
  // twice is as once.
  std::string Apply(Record record, std::span<const uint8_t> bytes);
  // To be called when both records are as they are stored: what other shops' workers did to the
  // people is done to this shop's events.
  std::string Reconcile();
  // Both records at once.
  std::vector<uint8_t> Snapshot() const { return household_.Snapshot(); }
  std::string Restore(std::span<const uint8_t> bytes);

  // What the calls since the last TakeChanges() did to a record. Restoring, reconciling, and
  // loading a catalog, may seal events too.
  Effect effect(Record record) const { return effect_[static_cast<size_t>(record)]; }
  // Those changes, encoded (household/change.h); then there are none. Empty when there are none.
  std::vector<uint8_t> TakeChanges(Record record) { return Encode(TakeSegment(record)); }
  std::vector<uint8_t> TakeChangesInParts(Record record);

  // ---- Joined shops (household/digest.h)

  // What this shop hands to its members' other shops, encoded. Empty: nothing, whatever it was
  // before. O(events) where somebody joined it.
  std::vector<uint8_t> DigestsForOthers();
  // What another shop handed over; empty: nothing any more. What does not fit is refused, and then
  // that shop counts for nothing.
  std::string AdoptDigests(std::string shop, std::span<const uint8_t> bytes);
  // What the host calls this shop; until it does nothing can be joined. Global Privacy Control:
  // while it is on no digest is handed over or used.
  void EnterShop(std::string name, bool gpc);

  // For tests, measurement and the operations; hosts use the calls above.
  const Catalog* catalog() const { return catalog_.get(); }
  const PublicColumns& publics() const { return publics_; }
  const Model& model() const { return model_; }
  const Policy& policy() const { return policy_; }
  const Sensitivity& sensitivity() const { return sensitivity_; }
  const Household& household() const { return household_; }
  // The household as it is at `now`, with gifts whose date has come; valid until the next call.
  const Household& HouseholdAt(Time now);
  UndoMemory& undo_memory() { return undo_memory_; }
  const JoinedShops& joined() const { return joined_; }

  // What was done since both records' changes were taken, in order.
  std::span<const Change> untaken() const { return changes_; }
  // Makes the changes and remembers them for TakeChanges().
  void Commit(const Changes& changes);
  // Takes the place of the household, which came from elsewhere: nothing computed is kept.
  void Become(Household household);

  // Who is looking when nobody said so: the only member, else the guess about the running visit.
  Viewer DefaultViewer(Time now);
  // What is believed about the household's visits at `now`. With one member, or without a catalog,
  // nothing is guessed.
  const AttributionState& AttributionAt(Time now);

  // A viewer's profile; folded anew when the history, the catalog or the minute has changed.
  const Profile& ProfileFor(const Viewer& viewer, Time now);
  const Profile& ProfileAt(Time now) { return ProfileFor(DefaultViewer(now), now); }
  VisibleHistory HistoryFor(const Viewer& viewer, Time now);
  ItemRules RulesFor(const Viewer& viewer) const {
    return sensitivity_.RulesFor(AudienceOf(household_, viewer));
  }

  // All items, most popular first; ties by index.
  std::span<const ItemIndex> ShopOrder();
  Slate RankFor(const Viewer& viewer, RankRequest request, Time now);
  Slate RankAt(const RankRequest& request, Time now) {
    return RankFor(DefaultViewer(now), request, now);
  }

 private:
  std::string Adopt(Result<Catalog> catalog);
  Status RestoreHousehold(Record record, std::span<const uint8_t> bytes, bool parted);
  Segment TakeSegment(Record record);
  // Adds to effect(record) what a change that is about to be made does; whether it does anything.
  bool NoteEffect(const Change& change, Record record);
  void RaiseEffect(Record record, Effect effect);
  // Drops what was computed from the history: after a change that may have taken events out, so
  // that no words stay behind.
  void DropComputed();

  std::unique_ptr<const Catalog> catalog_;  // stays where it is: others point to it
  PublicColumns publics_;
  Model model_;
  Policy policy_;
  Sensitivity sensitivity_;
  Household household_;
  Changes changes_;                              // that some record has not taken yet
  std::array<size_t, kRecords.size()> taken_{};  // how many of them each has
  std::array<Effect, kRecords.size()> effect_{};
  JoinedShops joined_;
  UndoMemory undo_memory_;

  // What a computed thing depends on: a household's revision, how many of its gifts are due, the
  // minute.
  struct Moment {
    uint64_t revision = 0;
    size_t due = 0;
    Time minute = 0;
    friend bool operator==(const Moment&, const Moment&) = default;
  };
  Moment MomentAt(Time now) const;

  struct CachedHousehold {
    uint64_t revision;
    size_t due;
    Household household;
  };
  std::optional<CachedHousehold> household_at_;
  struct CachedProfile {
    Viewer viewer;
    Moment moment;
    Profile profile;
  };
  // Of a member, and of nobody: a guess needs both.
  std::array<std::optional<CachedProfile>, 2> cached_profiles_;
  Findings findings_;  // of the profile, in the catalog
  std::optional<AttributionModel> attribution_model_;
  std::optional<AttributionState> attribution_state_;
  Moment attribution_moment_;
  std::vector<ItemIndex> shop_order_;
};

}  // namespace hearth
