// Who was it? A belief about each visit that nobody signed, from what the household's open visits
// teach and from public statistics.
//
// The log is the truth and everything here is a pure function of it: a replay starts from empty
// tables, so "edited equals rebuilt" holds bit for bit. It sees only what `Household::VisitsAt`
// hands it: no private, gift or sensitive event, nothing of a locked member.
//
// The replay goes through the visits in time. A signed visit teaches the table of its member
// (tables.h); an unsigned one is scored by the tables so far and then teaches every table by its
// belief. At the end the latest kRescoredVisits unsigned visits are scored once more, each by all
// tables without itself: their re-scored beliefs, which know what came after them. What runs now is
// scored by the tables as they stand. Re-scoring the past before each new visit was tried and made
// the beliefs of new visits worse (a mistake confirms itself), so tables keep what visits taught
// when they came.
//
// Multinomial logit over the features below; its weights are fitted on simulated households of
// the shop's own customers (pack/training/attribution_training.h) and travel in the pack.
// Time: O(items x members) of all visits; of one item of a running visit O(members). Memory: see
// tables.h. Integers only: the same beliefs on every machine.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
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
  uint32_t searches = 0;    // made in it: they tell nothing of whose it was
};

struct OpenVisits {
  std::vector<MemberId> candidates;  // members who may be guessed, ascending; at most kMaxMembers
  std::vector<ItemKey> items;
  std::vector<OpenVisit> visits;  // by start, then id
};

// A probability for each candidate and, last, for somebody new, in 1/32768; they sum to 32768.
struct Belief {
  std::array<uint16_t, kMaxMembers + 1> p_q15{};

  friend bool operator==(const Belief&, const Belief&) = default;
};

// The candidate whose probability reaches the threshold and leads every other by the margin, each
// in percent; kNobody where none does. Somebody new competes too.
MemberId GuessOf(const Belief& belief, std::span<const MemberId> candidates,
                 uint32_t threshold_percent, uint32_t margin_percent);

// What speaks for a candidate, given the tables of what each one did; the formulas are in
// tables.cc.
enum class AttributionFeature : uint8_t {
  kItem,          // had these items, against everybody's share of them
  kItemSmooth,    // the same, believing the table less
  kCosine,        // TF-IDF cosine of the visit and all that the candidate had
  kCategory,      // had these categories
  kGroup,         // had these taste groups (pack.fbs)
  kVector,        // cosine of the taste vectors (pack.fbs)
  kVectorBySize,  // ... and more of it for a visit of many items, which tells more
  kPrice,         // bought in these price bands
  kHour,          // comes in this part of the week
  kSize,          // comes for this many items; left out while a visit runs
  kRarity,        // likes things as rare as these
  kVisits,        // came often
  kSigned,        // signed often
  kSignedTwice,   // signed two visits or more; members are asked at their first two
  kSignedOnce,    // signed one visit or more
};
inline constexpr size_t kAttributionFeatures = 15;
using AttributionFeaturesQ10 = std::array<int32_t, kAttributionFeatures>;

// Q10, by AttributionFeature. Scores are in bits: a difference of 1 doubles the odds.
struct AttributionWeights {
  AttributionFeaturesQ10 weight_q10{};
  int32_t somebody_new_q10 = 0;  // added to the score of somebody who did nothing yet

  // Fitted on shops of several kinds; for a catalog that brings none.
  static AttributionWeights Default();

  // As a pack carries them: the weights by AttributionFeature, then somebody_new. Default() for a
  // list of another length. Each is clamped to what keeps scores far from overflow.
  static AttributionWeights FromPack(std::span<const int32_t> numbers);
  std::vector<int32_t> ForPack() const;

  friend bool operator==(const AttributionWeights&, const AttributionWeights&) = default;
};

// Weights and public totals: the same for every household of a shop. Made once for a catalog, which
// must outlive it. O(items) time, O(categories) memory.
class AttributionModel {
 public:
  // With the catalog's own weights, or others.
  explicit AttributionModel(const Catalog& catalog);
  AttributionModel(const Catalog& catalog, const AttributionWeights& weights);

  const Catalog& catalog() const { return *catalog_; }
  const AttributionWeights& weights() const { return weights_; }

  // 16 / (the share of all purchases): of an item (kNoItem: as of one nobody bought), a category
  // (without what is below it), a taste group, a price band. From 16 to 2^26.
  uint32_t InverseShareQ4(ItemIndex item) const;
  uint32_t InverseCategoryShareQ4(CategoryId category) const { return category_q4_[category]; }
  uint32_t InverseGroupShareQ4(uint8_t group) const { return group_q4_[group]; }
  uint32_t InverseBandShareQ4(uint8_t band) const { return band_q4_[band]; }

  // The taste vector, or the embedding where the pack has none; empty when it has neither.
  std::span<const int8_t> VectorOf(ItemIndex item) const;

 private:
  const Catalog* catalog_;
  AttributionWeights weights_;
  uint64_t purchases_ = 0;  // twice the customers of all items, and 1 for each item
  std::vector<uint32_t> category_q4_;
  std::vector<uint32_t> group_q4_;
  std::array<uint32_t, 8> band_q4_{};
};

class AttributionTables;
class RunningVisit;

// The replay. `visits` and `model` must outlive it.
class Attributor {
 public:
  Attributor(const OpenVisits& visits, const AttributionModel& model);
  ~Attributor();
  Attributor(Attributor&&) noexcept;
  Attributor& operator=(Attributor&&) noexcept;

  // The re-scored belief; certainty for a signed visit. Visits are numbered as in
  // OpenVisits::visits.
  const Belief& Of(size_t visit) const { return beliefs_[visit]; }

  // Of a visit that came after all others and is over. Taught nothing by it; an item given twice
  // counts twice. O(items x members).
  Belief Score(std::span<const ItemKey> items, Time start) const;

  // The same for a visit that still runs: how many items it will have is not known yet.
  Belief ScoreRunning(std::span<const ItemKey> items, Time start) const;

  // ... and item by item. The attributor must outlive it.
  RunningVisit Begin(Time start) const;

  size_t MemoryBytes() const;

 private:
  std::unique_ptr<AttributionTables> tables_;
  std::vector<Belief> beliefs_;
};

// A visit while it runs: O(members) an item, O(members) a belief, however long it has become.
class RunningVisit {
 public:
  ~RunningVisit();
  RunningVisit(RunningVisit&&) noexcept;
  RunningVisit& operator=(RunningVisit&&) noexcept;

  void Add(ItemKey item);
  Belief Current() const;

 private:
  friend class Attributor;
  struct State;
  explicit RunningVisit(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr size_t kRescoredVisits = 80;

}  // namespace hearth
