// Who was it? A belief about each visit that nobody signed, from what the household's open visits
// teach and from public statistics.
//
// The log is the truth and everything here is a pure function of it: `Attribute` starts from empty
// tables, so "edited equals rebuilt" holds bit for bit. It sees only what `Household::OpenVisits`
// hands it: no private, gift or sensitive event, nothing of a locked member.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "history/event.h"

namespace hearth {

// One visit: a run of open events of one owner (or of nobody), no gap of 30 minutes inside.
struct OpenVisit {
  EventId id = 0;  // of its first event; names the visit while the log does not change
  Time start = 0;  // of its first and last event
  Time end = 0;
  MemberId owner = kNobody;
  uint32_t first_item = 0;  // its distinct items are OpenVisits::items[first_item ...], in the
  uint32_t item_count = 0;  // order first seen
};

struct OpenVisits {
  std::vector<MemberId> candidates;  // members who may be guessed, ascending; at most kMaxMembers
  std::vector<ItemKey> items;
  std::vector<OpenVisit> visits;  // by start, then id
};

// A probability for each candidate and, last, for somebody new, in 1/32768; they sum to 32768.
struct Belief {
  std::array<uint16_t, kMaxMembers + 1> p_q15{};
};

// What is known of each candidate's visits and of a visit that may be theirs; see attribution.cc.
enum class Evidence : uint8_t {
  kItem,
  kCosine,
  kCategory,
  kVector,
  kNear,
  kPrice,
  kHour,
  kSize,
  kAgain,
  kPrior
};
inline constexpr size_t kEvidenceKinds = 10;
using EvidenceQ10 = std::array<int32_t, kEvidenceKinds>;

// Weights and public totals: the same for every household of a shop. Made once for a catalog, which
// must outlive it; O(items).
class AttributionModel {
 public:
  explicit AttributionModel(const Catalog& catalog);

  const Catalog& catalog() const { return *catalog_; }
  // 1 / (share of all purchases); the floor for an item the catalog does not know.
  uint32_t InversePopularity(ItemIndex item) const;
  // ... of a category (of a leaf, not of what is below it) and of a price band; at least 1.
  uint32_t InverseCategoryShareQ8(CategoryId category) const;
  uint32_t InverseBandShareQ8(uint8_t band) const { return inverse_band_q8_[band]; }
  // How much of a typical item's neighbours it is, Q30.
  uint32_t ProbeShare(ItemIndex item) const;

  EvidenceQ10 weight_q10{};
  int32_t somebody_new_q10 = 0;

 private:
  const Catalog* catalog_;
  uint64_t purchases_ = 0;
  std::vector<uint32_t> inverse_category_q8_;
  std::array<uint32_t, 8> inverse_band_q8_{};
  std::vector<uint32_t> probe_share_;  // by item, Q30
};

// The replay. Starts from empty tables; goes through the visits in time, each unsigned one scored
// by what came before it and then teaching by its belief; then kSweeps passes over the last
// kSweptVisits unsigned visits, each scored without itself. The log and the model must outlive it.
class Attributor {
 public:
  Attributor(const OpenVisits& visits, const AttributionModel& model);

  // Certainty for a signed visit. Visits are numbered as in OpenVisits::visits.
  const Belief& Of(size_t visit) const { return beliefs_[visit]; }

  // Of a visit that runs now, which has not taught anything.
  Belief Score(std::span<const ItemKey> items, Time start) const;

 private:
  struct Item {  // of the visit being scored
    uint32_t slot;
    uint32_t inverse_popularity;
    uint32_t idf_q10;
    uint32_t category;  // local number, kNone when no visit has it
    uint32_t inverse_category_q8;
    uint8_t band;
    bool in_catalog;
    uint32_t near_begin, near_end;  // in near_
    uint32_t near_mass;
    ItemIndex index;
  };
  struct Near {
    uint32_t slot, weight;
  };
  // A visit as it is scored: its items and what does not depend on the candidate.
  struct Visit {
    std::span<const Item> items;
    std::span<const Near> near;
    uint32_t hour = 0;
    int32_t log_size_q10 = 0;
    std::array<int32_t, kEmbeddingDims> vector{};
  };
  struct Member {
    int64_t visits = 0;  // all in 1/32768 of a visit or item
    int64_t items = 0;
    int64_t size_sum = 0, size_squares = 0;
    int64_t norm = 0;
    int64_t broad = 0;
    std::array<int64_t, 8> band{};
    std::array<int64_t, 14> hour{};
    std::array<int64_t, kEmbeddingDims> vector{};
  };

  Item FactsOf(ItemKey key, std::vector<Near>* near) const;
  uint32_t SlotOf(ItemKey key) const;
  Visit MakeVisit(std::span<const Item> items, std::span<const Near> near, Time start) const;
  void Teach(const Visit& visit, const Belief& belief, int sign);
  void TeachMember(const Visit& visit, size_t m, int64_t weight);
  Belief ScoreVisit(const Visit& visit, size_t previous) const;
  EvidenceQ10 EvidenceOf(const Visit& visit, size_t m) const;

  const AttributionModel& model_;
  size_t members_;
  std::vector<ItemKey> keys_;  // of all items in the visits, ascending: their slots
  std::vector<ItemIndex> slot_item_;
  std::vector<uint32_t> slot_category_;  // local
  std::vector<CategoryId> categories_;   // ascending: local numbers
  std::vector<Item> items_;              // in the order of OpenVisits::items
  std::vector<Near> near_;
  std::vector<Visit> visits_;
  std::vector<Belief> beliefs_;
  std::vector<Member> tables_;   // one for each candidate, an empty one for somebody new, all
  std::vector<int64_t> counts_;  // of slots by member
  std::vector<int64_t> category_counts_;
  size_t last_ = SIZE_MAX;
};

}  // namespace hearth
