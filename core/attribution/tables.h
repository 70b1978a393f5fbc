// What each candidate's visits amount to, and how well a visit fits each: the sums under
// attribution.h. Its trainer (pack/training/attribution_training.h) reads the features from here
// too, so that weights are fitted on what the device computes.
//
// One table a candidate, one that stays empty (somebody new), and the moments of all visits
// together. Counts are in 1/32768 of a visit or item, by beliefs; teaching and taking back are
// exact inverses. A table has 4 bytes for each distinct item, category and taste group of the log,
// and about 500 bytes beside.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "attribution/attribution.h"

namespace hearth {

class AttributionTables {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;
  static constexpr size_t kPartsOfWeek = 14;

  // Of one item what does not depend on the candidate. Local numbers are kNone for what no visit
  // of the log has.
  struct Item {
    ItemIndex index = kNoItem;
    uint32_t slot = kNone;                                   // local number of the item,
    uint32_t category = kNone, group = kNone;                // of its category and taste group
    uint32_t inverse_share_q4 = 0;                           // 16 / its share of all purchases,
    uint32_t inverse_category_q4 = 0, inverse_group_q4 = 0;  // its category's and its group's
    uint32_t rarity_q8 = 0;                                  // log2 of 1 / its share
    uint8_t band = 0;
    bool in_catalog = false, has_group = false;
  };

  // Sums over a visit's items, for one candidate.
  struct Sums {
    int64_t item_q10 = 0, smooth_q10 = 0, category_q10 = 0, group_q10 = 0, price_q10 = 0;
    int64_t shared = 0;  // sum of rarity^2 x how much the candidate has of it
  };

  // A visit and what does not depend on the candidate.
  struct Visit {
    uint32_t items = 0;
    uint32_t part_of_week = 0;
    int64_t rarity_q8 = 0;                         // sum
    int64_t squares = 0;                           // sum of rarity^2
    std::array<int32_t, kEmbeddingDims> vector{};  // sum
  };

  // Empty tables for the visits' candidates. Both must outlive it.
  AttributionTables(const OpenVisits& visits, const AttributionModel& model);

  size_t candidates() const { return candidates_; }
  const AttributionModel& model() const { return model_; }
  // The candidate who signed a visit; candidates() when nobody (or no candidate) did.
  size_t SignerOf(size_t visit) const;

  // Of a visit of the log.
  Visit VisitOf(size_t visit) const;
  // By candidate; the last is of somebody new.
  std::vector<AttributionFeaturesQ10> FeaturesFor(size_t visit) const;
  Belief ScoreVisit(size_t visit) const;
  // Adds to the tables what a visit says by the belief; sign -1 takes it back.
  void Teach(size_t visit, const Belief& belief, int sign);

  // Of visits that are not in the log, item by item.
  Item FactsOf(ItemKey key) const;
  void AddItem(const Item& item, Visit* visit) const;
  void AddItem(const Item& item, size_t candidate, Sums* sums) const;
  // `over`: the visit has all the items it will have.
  AttributionFeaturesQ10 FeaturesOf(const Visit& visit, const Sums& sums, size_t candidate,
                                    bool over) const;
  Belief BeliefFrom(std::span<const AttributionFeaturesQ10> features_by_candidate) const;

  static uint32_t PartOfWeek(Time t);

  // Gives back what only visits of the log need; they must not be asked about again.
  void FreeVisits();

  size_t MemoryBytes() const;

 private:
  // Count, sum and sum of squares (of values in Q8).
  struct Moments {
    int64_t sum = 0, squares = 0;
    void Add(int64_t value_q8, int64_t weight) {
      sum += weight * value_q8;
      squares += weight * value_q8 * value_q8;
    }
  };
  struct Table {
    int64_t visits = 0, items = 0;
    int64_t norm = 0;  // sum over items of (rarity x share had)^2
    uint32_t visits_signed = 0;
    Moments size, rarity;
    std::array<int64_t, 8> band{};
    std::array<int64_t, kPartsOfWeek> part_of_week{};
    std::array<int64_t, kEmbeddingDims> vector{};
  };

  void TeachTable(size_t visit, const Visit& facts, size_t candidate, int64_t weight);
  int64_t VectorCosineQ10(const Visit& visit, const Table& table) const;
  int64_t NormalQ10(int64_t value_q8, const Moments& own, const Moments& all, int64_t visits) const;

  const OpenVisits& visits_;
  const AttributionModel& model_;
  size_t candidates_;
  std::vector<ItemKey> keys_;           // of all items of the log, ascending: their slots
  std::vector<CategoryId> categories_;  // ... and of their categories
  std::vector<uint8_t> groups_;
  std::vector<Item> facts_;            // by slot
  std::vector<uint32_t> slots_;        // as OpenVisits::items
  std::vector<Table> tables_;          // by candidate; the last is of all visits
  std::vector<uint32_t> item_counts_;  // candidates x slots, and so on; saturating
  std::vector<uint32_t> category_counts_;
  std::vector<uint32_t> group_counts_;
};

}  // namespace hearth
