#include "attribution/tables.h"

#include <algorithm>
#include <bit>

#include "base/fixed.h"
#include "base/sort.h"

namespace hearth {
namespace {

constexpr int64_t kOne = 32768;  // one visit or item, with certainty

// What a table believes before it holds anything, in items (visits for the last two).
constexpr int64_t kItemPrior = 100;
constexpr int64_t kSmoothPrior = 1000;
constexpr int64_t kCategoryPrior = 10;
constexpr int64_t kPricePrior = 32;
constexpr int64_t kHourPrior = 3;
constexpr int64_t kNormalPrior = 3;

// Bounds that keep every product below 2^63, for logs of up to kMaxEvents visits and items.
constexpr int64_t kMaxCount = int64_t{1} << 36;
constexpr int64_t kMaxFeature = 1 << 20;
constexpr size_t kMaxVisitItems = 100'000;

constexpr int64_t kLowestNormal = 5909;  // 4 nats in bits, Q10

int64_t LogQ10(int64_t x) { return Log2Q16(static_cast<uint64_t>(std::max<int64_t>(x, 1))) >> 6; }

// log2((count / share + prior) / (all + prior)), Q10. Counts in 1/32768, 0 <= count <= all.
int64_t LogLiftQ10(int64_t count, uint32_t inverse_share_q4, int64_t prior, int64_t log_base) {
  return LogQ10((std::min(count, kMaxCount) * inverse_share_q4 >> 4) + prior * kOne) - log_base;
}

// How much of an item a table has, times the item's rarity, Q8: twice is as good as once.
int64_t Had(int64_t count, uint32_t rarity_q8) { return std::min(count, kOne) * rarity_q8 >> 15; }

template <typename T>
uint32_t LocalNumber(const std::vector<T>& sorted, T value) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), value);
  return at != sorted.end() && *at == value ? static_cast<uint32_t>(at - sorted.begin())
                                            : AttributionTables::kNone;
}

template <typename T>
void SortUnique(std::vector<T>* values) {
  Sort(*values);
  values->erase(std::unique(values->begin(), values->end()), values->end());
  values->shrink_to_fit();
}

void AddSaturating(int64_t amount, uint32_t* count) {
  *count = static_cast<uint32_t>(Clamp(*count + amount, 0, 0xFFFFFFFF));
}

template <typename T>
size_t BytesOf(const std::vector<T>& v) {
  return v.capacity() * sizeof(T);
}

}  // namespace

AttributionTables::AttributionTables(const OpenVisits& visits, const AttributionModel& model)
    : visits_(visits),
      model_(model),
      candidates_(std::min(visits.candidates.size(), kMaxMembers)),
      keys_(visits.items) {
  SortUnique(&keys_);
  const CatalogColumns& columns = model.catalog().columns();
  for (const ItemKey key : keys_) {
    const ItemIndex index = model.catalog().Find(key);
    if (index == kNoItem) continue;
    categories_.push_back(columns.category[index]);
    if (!columns.taste_group.empty()) groups_.push_back(columns.taste_group[index]);
  }
  SortUnique(&categories_);
  SortUnique(&groups_);
  facts_.reserve(keys_.size());
  for (const ItemKey key : keys_) facts_.push_back(FactsOf(key));
  slots_.reserve(visits.items.size());
  for (const ItemKey key : visits.items) slots_.push_back(LocalNumber(keys_, key));
  // One table more than candidates stays empty; the moments of all come last.
  tables_.resize(candidates_ + 2);
  item_counts_.assign(candidates_ * keys_.size(), 0);
  category_counts_.assign(candidates_ * categories_.size(), 0);
  group_counts_.assign(candidates_ * groups_.size(), 0);
}

// 7 parts of the day, on weekdays and at weekends: before 8, 8-10, ..., 18 and later (UTC).
uint32_t AttributionTables::PartOfWeek(Time t) {
  const int64_t weekday = DayOf(t) % 7;  // 0 is a Thursday
  const bool weekend = weekday == 2 || weekday == 3;
  const int64_t hour = t % kMsPerDay / kMsPerHour;
  return static_cast<uint32_t>(Clamp(hour / 2 - 3, 0, 6) + (weekend ? 7 : 0));
}

size_t AttributionTables::SignerOf(size_t visit) const {
  const auto begin = visits_.candidates.begin();
  const auto end = begin + static_cast<std::ptrdiff_t>(candidates_);
  const auto at = std::lower_bound(begin, end, visits_.visits[visit].owner);
  const bool found = at != end && *at == visits_.visits[visit].owner;
  return found ? static_cast<size_t>(at - begin) : candidates_;
}

AttributionTables::Item AttributionTables::FactsOf(ItemKey key) const {
  Item item;
  item.slot = LocalNumber(keys_, key);
  item.index = model_.catalog().Find(key);
  item.in_catalog = item.index != kNoItem;
  item.inverse_share_q4 = model_.InverseShareQ4(item.index);
  item.rarity_q8 = static_cast<uint32_t>((LogQ10(item.inverse_share_q4) >> 2) - 4 * 256);
  if (!item.in_catalog) return item;
  const CatalogColumns& columns = model_.catalog().columns();
  item.category = LocalNumber(categories_, columns.category[item.index]);
  item.inverse_category_q4 = model_.InverseCategoryShareQ4(columns.category[item.index]);
  item.band = columns.price_band[item.index];
  item.has_group = !columns.taste_group.empty() && columns.taste_group[item.index] != 0;
  if (item.has_group) {
    item.group = LocalNumber(groups_, columns.taste_group[item.index]);
    item.inverse_group_q4 = model_.InverseGroupShareQ4(columns.taste_group[item.index]);
  }
  return item;
}

void AttributionTables::AddItem(const Item& item, Visit* visit) const {
  if (visit->items >= kMaxVisitItems) return;
  ++visit->items;
  visit->rarity_q8 += item.rarity_q8;
  visit->squares += int64_t{item.rarity_q8} * item.rarity_q8;
  if (!item.in_catalog) return;
  const std::span<const int8_t> vector = model_.VectorOf(item.index);
  for (size_t d = 0; d < vector.size(); ++d) visit->vector[d] += vector[d];
}

void AttributionTables::AddItem(const Item& item, size_t candidate, Sums* sums) const {
  const Table& table = tables_[candidate];
  const auto count_of = [&](const std::vector<uint32_t>& counts, size_t width, uint32_t number) {
    const bool none = number == kNone || candidate >= candidates_;
    return none ? int64_t{0} : int64_t{counts[candidate * width + number]};
  };
  const int64_t count = count_of(item_counts_, keys_.size(), item.slot);
  sums->item_q10 +=
      LogLiftQ10(count, item.inverse_share_q4, kItemPrior, LogQ10(table.items + kItemPrior * kOne));
  sums->smooth_q10 += LogLiftQ10(count, item.inverse_share_q4, kSmoothPrior,
                                 LogQ10(table.items + kSmoothPrior * kOne));
  sums->shared += item.rarity_q8 * Had(count, item.rarity_q8);
  if (!item.in_catalog) return;
  const int64_t log_base = LogQ10(table.items + kCategoryPrior * kOne);
  sums->category_q10 += LogLiftQ10(count_of(category_counts_, categories_.size(), item.category),
                                   item.inverse_category_q4, kCategoryPrior, log_base);
  sums->price_q10 += LogLiftQ10(table.band[item.band], model_.InverseBandShareQ4(item.band),
                                kPricePrior, LogQ10(table.items + kPricePrior * kOne));
  if (!item.has_group) return;
  sums->group_q10 += LogLiftQ10(count_of(group_counts_, groups_.size(), item.group),
                                item.inverse_group_q4, kCategoryPrior, log_base);
}

AttributionTables::Visit AttributionTables::VisitOf(size_t visit) const {
  const OpenVisit& open = visits_.visits[visit];
  Visit facts;
  facts.part_of_week = PartOfWeek(open.start);
  for (uint32_t i = 0; i < open.item_count; ++i) {
    AddItem(facts_[slots_[open.first_item + i]], &facts);
  }
  return facts;
}

void AttributionTables::Teach(size_t visit, const Belief& belief, int sign) {
  Table& all = tables_[candidates_ + 1];
  const Visit facts = VisitOf(visit);
  if (facts.items == 0) return;
  const size_t signer = SignerOf(visit);
  if (signer < candidates_) {
    tables_[signer].visits_signed += static_cast<uint32_t>(sign);
  }
  for (size_t c = 0; c < candidates_; ++c) {
    if (belief.p_q15[c] > 0) TeachTable(visit, facts, c, sign * int64_t{belief.p_q15[c]});
  }
  const int64_t weight = sign * kOne;
  all.visits += weight;
  all.part_of_week[facts.part_of_week] += weight;
  all.size.Add(LogQ10(facts.items) >> 2, weight);
  all.rarity.Add(facts.rarity_q8 / facts.items, weight);
}

void AttributionTables::TeachTable(size_t visit, const Visit& facts, size_t candidate,
                                   int64_t weight) {
  Table& table = tables_[candidate];
  table.visits += weight;
  table.items += weight * facts.items;
  table.part_of_week[facts.part_of_week] += weight;
  table.size.Add(LogQ10(facts.items) >> 2, weight);
  table.rarity.Add(facts.rarity_q8 / facts.items, weight);
  const auto root_q4 = static_cast<int64_t>(ISqrt(uint64_t{facts.items} << 8));
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    table.vector[d] += weight * (facts.vector[d] * 256 / root_q4);
  }
  const OpenVisit& open = visits_.visits[visit];
  for (uint32_t i = 0; i < facts.items; ++i) {
    const Item& item = facts_[slots_[open.first_item + i]];
    uint32_t& count = item_counts_[candidate * keys_.size() + item.slot];
    const int64_t before = Had(count, item.rarity_q8);
    AddSaturating(weight, &count);
    const int64_t after = Had(count, item.rarity_q8);
    table.norm += after * after - before * before;
    if (!item.in_catalog) continue;
    AddSaturating(weight, &category_counts_[candidate * categories_.size() + item.category]);
    table.band[item.band] += weight;
    if (item.has_group) {
      AddSaturating(weight, &group_counts_[candidate * groups_.size() + item.group]);
    }
  }
}

// Cosine of the visit's vector and the table's, Q10; 0 where either is zero.
int64_t AttributionTables::VectorCosineQ10(const Visit& visit, const Table& table) const {
  uint64_t largest = 1, visit_largest = 1;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    largest |= static_cast<uint64_t>(table.vector[d] < 0 ? -table.vector[d] : table.vector[d]);
    visit_largest |=
        static_cast<uint64_t>(visit.vector[d] < 0 ? -visit.vector[d] : visit.vector[d]);
  }
  // Down to 20 bits each: products and their sums stay below 2^46.
  const int64_t scale = int64_t{1} << std::max(0, static_cast<int>(std::bit_width(largest)) - 20);
  const int64_t visit_scale = int64_t{1}
                              << std::max(0, static_cast<int>(std::bit_width(visit_largest)) - 20);
  int64_t dot = 0, table_squares = 0, visit_squares = 0;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    const int64_t x = table.vector[d] / scale, y = visit.vector[d] / visit_scale;
    dot += x * y;
    table_squares += x * x;
    visit_squares += y * y;
  }
  const int64_t lengths = int64_t{ISqrt(static_cast<uint64_t>(table_squares))} *
                          ISqrt(static_cast<uint64_t>(visit_squares));
  return lengths == 0 ? 0 : Clamp(dot * 1024 / lengths, -1024, 1024);
}

// Log2 density of a value under a normal distribution with the table's moments, shrunk towards
// those of all visits; against a density with the variance of all at its mean. Q10.
int64_t AttributionTables::NormalQ10(int64_t value_q8, const Moments& own, const Moments& all,
                                     int64_t visits) const {
  const int64_t all_visits = tables_[candidates_ + 1].visits;
  const int64_t all_mean = all_visits > 0 ? all.sum / all_visits : value_q8;
  const int64_t all_variance =
      all_visits > kOne ? std::max<int64_t>(all.squares / all_visits - all_mean * all_mean, 655)
                        : 65536;
  const int64_t weight = visits + kNormalPrior * kOne;
  const int64_t mean = (own.sum + kNormalPrior * kOne * all_mean) / weight;
  const int64_t spread = own.squares - 2 * mean * own.sum + visits * mean * mean;
  const int64_t variance =
      std::max((spread + kNormalPrior * kOne * all_variance) / weight, all_variance / 20 + 1);
  const int64_t off = value_q8 - mean;
  const int64_t density = -off * off * 739 / variance -  // 739: log2(e) / 2
                          (LogQ10(variance) - LogQ10(all_variance)) / 2;
  return std::max(density, -kLowestNormal);
}

AttributionFeaturesQ10 AttributionTables::FeaturesOf(const Visit& visit, const Sums& sums,
                                                     size_t candidate, bool over) const {
  const Table& table = tables_[candidate];
  const Table& all = tables_[candidates_ + 1];
  const bool is_new = candidate >= candidates_;
  AttributionFeaturesQ10 features{};
  const auto set = [&](AttributionFeature kind, int64_t value) {
    features[static_cast<size_t>(kind)] =
        static_cast<int32_t>(Clamp(value, -kMaxFeature, kMaxFeature));
  };
  // Items of one visit are not independent: their sum counts as its square root's share.
  const int64_t items = std::max<int64_t>(visit.items, 1);
  const auto root_q8 = static_cast<int64_t>(ISqrt(static_cast<uint64_t>(items) << 16));
  set(AttributionFeature::kItem, sums.item_q10 * 256 / root_q8);
  set(AttributionFeature::kItemSmooth, sums.smooth_q10 * 256 / root_q8);
  set(AttributionFeature::kCategory, sums.category_q10 * 256 / root_q8);
  set(AttributionFeature::kGroup, sums.group_q10 * 256 / root_q8);
  set(AttributionFeature::kPrice, sums.price_q10 * 256 / root_q8);
  const int64_t lengths = int64_t{ISqrt(static_cast<uint64_t>(std::max<int64_t>(table.norm, 0)))} *
                          ISqrt(static_cast<uint64_t>(visit.squares));
  if (lengths > 0)
    set(AttributionFeature::kCosine, std::min<int64_t>(sums.shared * 1024 / lengths, 1024));
  const int64_t cosine = VectorCosineQ10(visit, table);
  set(AttributionFeature::kVector, cosine);
  set(AttributionFeature::kVectorBySize, cosine * LogQ10(items + 1) / 2048);

  const int64_t base_q15 = (all.part_of_week[visit.part_of_week] + kOne) * kOne /
                           (all.visits + static_cast<int64_t>(kPartsOfWeek) * kOne);
  set(AttributionFeature::kHour,
      LogQ10(table.part_of_week[visit.part_of_week] + kHourPrior * base_q15) -
          LogQ10((table.visits + kHourPrior * kOne) * base_q15 / kOne));
  if (visit.items > 0) {
    if (over)
      set(AttributionFeature::kSize,
          NormalQ10(LogQ10(items) >> 2, table.size, all.size, table.visits));
    set(AttributionFeature::kRarity,
        NormalQ10(visit.rarity_q8 / items, table.rarity, all.rarity, table.visits));
  }
  set(AttributionFeature::kVisits, LogQ10(table.visits + kOne) - LogQ10(kOne));
  set(AttributionFeature::kSigned, LogQ10(int64_t{table.visits_signed} + 1));
  set(AttributionFeature::kSignedTwice, is_new || table.visits_signed >= 2 ? 1024 : 0);
  set(AttributionFeature::kSignedOnce, is_new || table.visits_signed >= 1 ? 1024 : 0);
  return features;
}

std::vector<AttributionFeaturesQ10> AttributionTables::FeaturesFor(size_t visit) const {
  const OpenVisit& open = visits_.visits[visit];
  const Visit facts = VisitOf(visit);
  std::vector<AttributionFeaturesQ10> features;
  for (size_t c = 0; c <= candidates_; ++c) {
    Sums sums;
    for (uint32_t i = 0; i < facts.items; ++i) {
      AddItem(facts_[slots_[open.first_item + i]], c, &sums);
    }
    features.push_back(FeaturesOf(facts, sums, c, true));
  }
  return features;
}

Belief AttributionTables::ScoreVisit(size_t visit) const { return BeliefFrom(FeaturesFor(visit)); }

Belief AttributionTables::BeliefFrom(std::span<const AttributionFeaturesQ10> features) const {
  const AttributionWeights& weights = model_.weights();
  std::array<int64_t, kMaxMembers + 1> score_q20{};
  for (size_t c = 0; c < features.size(); ++c) {
    for (size_t kind = 0; kind < kAttributionFeatures; ++kind) {
      score_q20[c] += int64_t{features[c][kind]} * weights.weight_q10[kind];
    }
  }
  score_q20[candidates_] += int64_t{weights.somebody_new_q10} * 1024;
  const auto end = score_q20.begin() + static_cast<std::ptrdiff_t>(features.size());
  const int64_t best = *std::max_element(score_q20.begin(), end);
  std::array<uint64_t, kMaxMembers + 1> odds{};
  uint64_t sum = 0;
  for (size_t c = 0; c < features.size(); ++c) {
    odds[c] = Exp2NegQ16(static_cast<uint64_t>(best - score_q20[c]) >> 4);
    sum += odds[c];
  }
  // Rounded down; what is left goes to the likeliest (the first of equals).
  Belief belief;
  size_t top = 0;
  int64_t left = kOne;
  for (size_t c = 0; c < features.size(); ++c) {
    belief.p_q15[c] = static_cast<uint16_t>(odds[c] * kOne / sum);
    left -= belief.p_q15[c];
    if (odds[c] > odds[top]) top = c;
  }
  belief.p_q15[top] = static_cast<uint16_t>(belief.p_q15[top] + left);
  return belief;
}

void AttributionTables::FreeVisits() {
  std::vector<Item>().swap(facts_);
  std::vector<uint32_t>().swap(slots_);
}

size_t AttributionTables::MemoryBytes() const {
  return sizeof(*this) + BytesOf(keys_) + BytesOf(categories_) + BytesOf(groups_) +
         BytesOf(facts_) + BytesOf(slots_) + BytesOf(tables_) + BytesOf(item_counts_) +
         BytesOf(category_counts_) + BytesOf(group_counts_);
}

}  // namespace hearth
