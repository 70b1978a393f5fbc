#include "household/attribution.h"

#include <algorithm>

#include "base/fixed.h"

namespace hearth {
namespace {

constexpr uint32_t kNone = 0xFFFFFFFF;
constexpr int64_t kOne = 32768;  // one visit or item, taught with certainty
constexpr int kSweeps = 2;
constexpr size_t kSweptVisits = 80;
constexpr size_t kProbes = 4096;
constexpr uint32_t kMaxInverse = 1u << 24;

// 7 parts of the day, on weekdays and at weekends: before 8, 8-10, ..., 18 and later (UTC).
uint32_t PartOfWeek(Time t) {
  const int64_t weekday = DayOf(t) % 7;  // 0 is a Thursday
  const auto part = static_cast<uint32_t>(Clamp(t % kMsPerDay / (2 * kMsPerHour) - 3, 0, 6));
  return part + (weekday == 2 || weekday == 3 ? 7 : 0);
}

int64_t LogQ10(int64_t x) { return Log2Q16(static_cast<uint64_t>(std::max<int64_t>(x, 1))) >> 6; }

// log2 of (a / b) in Q10.
int64_t LogRatioQ10(int64_t a, int64_t b) { return LogQ10(a) - LogQ10(b); }

}  // namespace

AttributionModel::AttributionModel(const Catalog& catalog)
    : weight_q10{600, 60, 300, 1500, 350, 200, 500, 350, 100, 500},
      somebody_new_q10(-4096),
      catalog_(&catalog) {
  const CatalogColumns& columns = catalog.columns();
  std::vector<uint64_t> by_category(catalog.category_count(), 1);
  std::array<uint64_t, 8> by_band{1, 1, 1, 1, 1, 1, 1, 1};
  for (size_t i = 0; i < catalog.item_count(); ++i) {
    const uint64_t customers = 2 * uint64_t{columns.item_customers[i]} + 1;
    purchases_ += customers;
    by_category[columns.category[i]] += customers;
    by_band[columns.price_band[i]] += customers;
  }
  const auto inverse_q8 = [&](uint64_t part) {
    return static_cast<uint32_t>(
        Clamp(static_cast<int64_t>((purchases_ << 8) / part), 256, kMaxInverse));
  };
  for (const uint64_t customers : by_category)
    inverse_category_q8_.push_back(inverse_q8(customers));
  for (size_t band = 0; band < 8; ++band) inverse_band_q8_[band] = inverse_q8(by_band[band]);
  // Every n-th item is a probe, with the weight of its customers.
  const size_t step = catalog.item_count() / kProbes + 1;
  uint64_t probes = 1;
  for (size_t i = 0; i < catalog.item_count(); i += step) probes += columns.item_customers[i];
  probe_share_.assign(catalog.item_count(), 0);
  for (size_t i = 0; i < catalog.item_count(); i += step) {
    const auto item = static_cast<ItemIndex>(i);
    uint64_t mass = 655;
    for (size_t n = 0; n < catalog.NeighbourCount(item); ++n)
      mass += catalog.NeighbourAt(item, n).weight;
    const uint64_t share = (uint64_t{columns.item_customers[i]} << 30) / probes;
    for (size_t n = 0; n < catalog.NeighbourCount(item); ++n) {
      const Neighbour neighbour = catalog.NeighbourAt(item, n);
      probe_share_[neighbour.item] += static_cast<uint32_t>(share * neighbour.weight / mass);
    }
  }
}

uint32_t AttributionModel::InversePopularity(ItemIndex item) const {
  const uint64_t customers = item == kNoItem ? 0 : catalog_->columns().item_customers[item];
  return static_cast<uint32_t>(
      Clamp(static_cast<int64_t>(purchases_ / (2 * customers + 1)), 1, kMaxInverse));
}

uint32_t AttributionModel::InverseCategoryShareQ8(CategoryId category) const {
  return inverse_category_q8_[category];
}

uint32_t AttributionModel::ProbeShare(ItemIndex item) const { return probe_share_[item]; }

Attributor::Attributor(const OpenVisits& visits, const AttributionModel& model)
    : model_(model), members_(visits.candidates.size()), keys_(visits.items) {
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  const Catalog& catalog = model.catalog();
  for (const ItemKey key : keys_) {
    slot_item_.push_back(catalog.Find(key));
    if (slot_item_.back() != kNoItem)
      categories_.push_back(catalog.columns().category[slot_item_.back()]);
  }
  std::sort(categories_.begin(), categories_.end());
  categories_.erase(std::unique(categories_.begin(), categories_.end()), categories_.end());
  std::vector<Item> facts;
  for (const ItemKey key : keys_) facts.push_back(FactsOf(key, &near_));
  for (const ItemKey key : visits.items) items_.push_back(facts[SlotOf(key)]);
  for (const OpenVisit& visit : visits.visits) {
    visits_.push_back(MakeVisit(std::span(items_).subspan(visit.first_item, visit.item_count),
                                near_, visit.start));
  }
  // One table more: of all; and one of nobody.
  tables_.resize(members_ + 2);
  counts_.assign(keys_.size() * (members_ + 2), 0);
  category_counts_.assign(categories_.size() * (members_ + 2), 0);

  std::vector<size_t> unsigned_visits, previous(visits_.size(), SIZE_MAX);
  const auto top = [&](const Belief& belief) {
    return static_cast<size_t>(std::max_element(belief.p_q15.begin(), belief.p_q15.end()) -
                               belief.p_q15.begin());
  };
  for (size_t v = 0; v < visits_.size(); ++v) {
    const auto& candidates = visits.candidates;
    const MemberId owner = visits.visits[v].owner;
    const auto at = std::lower_bound(candidates.begin(), candidates.end(), owner);
    previous[v] = last_;
    Belief belief;
    if (at != candidates.end() && *at == owner) {
      belief.p_q15[static_cast<size_t>(at - candidates.begin())] = kOne;
    } else {
      belief = ScoreVisit(visits_[v], last_);
      unsigned_visits.push_back(v);
    }
    Teach(visits_[v], belief, 1);
    beliefs_.push_back(belief);
    last_ = top(belief);
  }
  const size_t first = unsigned_visits.size() - std::min(unsigned_visits.size(), kSweptVisits);
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    for (size_t i = first; i < unsigned_visits.size(); ++i) {
      const size_t v = unsigned_visits[i];
      Teach(visits_[v], beliefs_[v], -1);
      beliefs_[v] = ScoreVisit(visits_[v], v > 0 ? top(beliefs_[v - 1]) : SIZE_MAX);
      Teach(visits_[v], beliefs_[v], 1);
    }
  }
  if (!beliefs_.empty()) last_ = top(beliefs_.back());
}

uint32_t Attributor::SlotOf(ItemKey key) const {
  const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
  return at != keys_.end() && *at == key ? static_cast<uint32_t>(at - keys_.begin()) : kNone;
}

Attributor::Item Attributor::FactsOf(ItemKey key, std::vector<Near>* near) const {
  const Catalog& catalog = model_.catalog();
  Item item{};
  item.slot = SlotOf(key);
  item.index = item.slot != kNone ? slot_item_[item.slot] : catalog.Find(key);
  item.in_catalog = item.index != kNoItem;
  item.inverse_popularity = model_.InversePopularity(item.index);
  item.idf_q10 = static_cast<uint32_t>(1024 + LogQ10(item.inverse_popularity));
  item.category = kNone;
  item.near_begin = item.near_end = static_cast<uint32_t>(near->size());
  if (!item.in_catalog) return item;
  const CategoryId category = catalog.columns().category[item.index];
  const auto at = std::lower_bound(categories_.begin(), categories_.end(), category);
  if (at != categories_.end() && *at == category)
    item.category = static_cast<uint32_t>(at - categories_.begin());
  item.inverse_category_q8 = model_.InverseCategoryShareQ8(category);
  item.band = catalog.columns().price_band[item.index];
  for (size_t n = 0; n < catalog.NeighbourCount(item.index); ++n) {
    const Neighbour neighbour = catalog.NeighbourAt(item.index, n);
    item.near_mass += neighbour.weight;
    const uint32_t slot = SlotOf(catalog.columns().key[neighbour.item]);
    if (slot != kNone) near->push_back({slot, neighbour.weight});
  }
  item.near_end = static_cast<uint32_t>(near->size());
  return item;
}

Attributor::Visit Attributor::MakeVisit(std::span<const Item> items, std::span<const Near> near,
                                        Time start) const {
  Visit visit;
  visit.items = items;
  visit.near = near;
  visit.hour = PartOfWeek(start);
  visit.log_size_q10 = static_cast<int32_t>(LogQ10(static_cast<int64_t>(items.size())));
  if (!model_.catalog().HasEmbeddings()) return visit;
  for (const Item& item : items) {
    if (!item.in_catalog) continue;
    const auto embedding = model_.catalog().Embedding(item.index);
    for (size_t d = 0; d < kEmbeddingDims; ++d) visit.vector[d] += embedding[d];
  }
  return visit;
}

void Attributor::Teach(const Visit& visit, const Belief& belief, int sign) {
  int64_t taught = 0;
  for (size_t m = 0; m < members_; ++m) {
    if (belief.p_q15[m] == 0) continue;
    TeachMember(visit, m, sign * int64_t{belief.p_q15[m]});
    taught += belief.p_q15[m];
  }
  TeachMember(visit, members_ + 1, sign * taught);
}

void Attributor::TeachMember(const Visit& visit, size_t m, int64_t weight) {
  Member& table = tables_[m];
  table.visits += weight;
  table.items += weight * static_cast<int64_t>(visit.items.size());
  table.size_sum += weight * visit.log_size_q10;
  table.size_squares += weight * visit.log_size_q10 / 1024 * visit.log_size_q10;
  table.hour[visit.hour] += weight;
  const auto root = std::max<int64_t>(ISqrt(visit.items.size() << 8), 16);
  for (size_t d = 0; d < kEmbeddingDims; ++d)
    table.vector[d] += weight * (visit.vector[d] * 16 / root);
  for (const Item& item : visit.items) {
    int64_t& count = counts_[m * keys_.size() + item.slot];
    const auto value = [&](int64_t n) {  // TF-IDF: idf times min(n, 1), Q10
      return std::min(n, kOne) * item.idf_q10 >> 15;
    };
    const int64_t before = value(count);
    if (item.in_catalog) {
      table.broad -= std::min(count, kOne) * model_.ProbeShare(item.index) >> 15;
      table.broad += std::min(count + weight, kOne) * model_.ProbeShare(item.index) >> 15;
      category_counts_[m * categories_.size() + item.category] += weight;
      table.band[item.band] += weight;
    }
    count += weight;
    table.norm += value(count) * value(count) - before * before;
  }
}

EvidenceQ10 Attributor::EvidenceOf(const Visit& visit, size_t m) const {
  const Member& table = tables_[m];
  const Member& all = tables_[members_ + 1];
  const auto size = static_cast<int64_t>(visit.items.size());
  int64_t item_sum = 0, category_sum = 0, price_sum = 0, near_sum = 0, shared = 0, squares = 0;
  const int64_t item_base = LogQ10(table.items + 100 * kOne);
  const int64_t category_base = LogQ10(table.items + 10 * kOne);
  const int64_t price_base = LogQ10(table.items + 32 * kOne);
  const int64_t near_base = LogQ10(table.broad + 32212255);  // 0.03 in Q30
  for (const Item& item : visit.items) {
    const int64_t count =
        item.slot == kNone ? 0 : std::max<int64_t>(counts_[m * keys_.size() + item.slot], 0);
    item_sum += LogQ10(count * item.inverse_popularity + 100 * kOne) - item_base;
    shared += int64_t{item.idf_q10} * (std::min(count, kOne) * item.idf_q10 >> 15);
    squares += int64_t{item.idf_q10} * item.idf_q10;
    if (!item.in_catalog) continue;
    const int64_t in_category =
        item.category == kNone ? 0 : category_counts_[m * categories_.size() + item.category];
    category_sum +=
        LogQ10((in_category * item.inverse_category_q8 >> 8) + 10 * kOne) - category_base;
    price_sum +=
        LogQ10((table.band[item.band] * model_.InverseBandShareQ8(item.band) >> 8) + 32 * kOne) -
        price_base;
    if (item.near_mass == 0) continue;
    int64_t have = 0;
    for (uint32_t n = item.near_begin; n < item.near_end; ++n) {
      const Near& near = visit.near[n];
      have += std::min(counts_[m * keys_.size() + near.slot], kOne) * near.weight;
    }
    near_sum += LogQ10((have << 15) / (item.near_mass + 655) + 32212255) - near_base;
  }
  EvidenceQ10 evidence{};
  const auto set = [&](Evidence kind, int64_t value) {
    evidence[static_cast<size_t>(kind)] = static_cast<int32_t>(Clamp(value, -(1 << 20), 1 << 20));
  };
  const auto root_q8 = std::max<int64_t>(ISqrt(static_cast<uint64_t>(size) << 16), 256);
  set(Evidence::kItem, item_sum * 256 / root_q8);
  set(Evidence::kCategory, category_sum * 256 / root_q8);
  set(Evidence::kPrice, price_sum * 256 / root_q8);
  set(Evidence::kNear, near_sum * 256 / root_q8);
  const auto lengths = static_cast<int64_t>(ISqrt(static_cast<uint64_t>(squares))) *
                       ISqrt(static_cast<uint64_t>(std::max<int64_t>(table.norm, 0)));
  if (lengths > 0) set(Evidence::kCosine, shared * 10240 / lengths);
  int64_t dot = 0, visit_squares = 0, table_squares = 0;
  for (size_t d = 0; d < kEmbeddingDims; ++d) {
    const int64_t x = table.vector[d] >> 15;
    dot += visit.vector[d] * x;
    visit_squares += int64_t{visit.vector[d]} * visit.vector[d];
    table_squares += x * x;
  }
  const auto length = static_cast<int64_t>(ISqrt(static_cast<uint64_t>(visit_squares))) *
                      ISqrt(static_cast<uint64_t>(table_squares));
  if (length > 0) set(Evidence::kVector, Clamp(dot * 1024 / length, -1024, 1024));
  // log[(h + 3 base) / (H + 3) / base], base = (h_all + 1) / (H_all + 14).
  const int64_t base_q15 = (all.hour[visit.hour] + kOne) * kOne / (all.visits + 14 * kOne);
  set(Evidence::kHour,
      LogRatioQ10((table.hour[visit.hour] + 3 * base_q15) * kOne / std::max<int64_t>(base_q15, 1),
                  table.visits + 3 * kOne));
  // Normal log density of the log size, mean and variance shrunk towards those of all.
  const int64_t mean_all = all.visits > 0 ? all.size_sum / all.visits : 0;
  const int64_t mean = (table.size_sum + 2 * kOne * mean_all) / (table.visits + 2 * kOne);
  const int64_t spread =
      table.size_squares * 1024 - table.visits * mean / 1024 * mean * 1024 / 1024;
  const int64_t variance_q20 =
      std::max<int64_t>((spread + 4 * kOne * 1048576 / 1) / (table.visits + 2 * kOne), 320000);
  const int64_t off = visit.log_size_q10 - mean;
  set(Evidence::kSize, -std::min<int64_t>(off * off * 512 / variance_q20, 4096) -
                           LogRatioQ10(variance_q20, 1048576) / 2);
  set(Evidence::kPrior, LogRatioQ10(table.visits + kOne, kOne));
  return evidence;
}

Belief Attributor::ScoreVisit(const Visit& visit, size_t previous) const {
  std::array<int64_t, kMaxMembers + 1> score{};
  for (size_t m = 0; m <= members_; ++m) {
    EvidenceQ10 evidence = EvidenceOf(visit, m);
    if (m == previous) evidence[static_cast<size_t>(Evidence::kAgain)] = 1024;
    for (size_t kind = 0; kind < kEvidenceKinds; ++kind) {
      score[m] += int64_t{evidence[kind]} * model_.weight_q10[kind];
    }
  }
  score[members_] += int64_t{model_.somebody_new_q10} * 1024;
  const int64_t best =
      *std::max_element(score.begin(), score.begin() + static_cast<ptrdiff_t>(members_) + 1);
  std::array<uint64_t, kMaxMembers + 1> likelihood{};
  uint64_t sum = 0;
  for (size_t m = 0; m <= members_; ++m) {
    likelihood[m] = Exp2NegQ16(static_cast<uint64_t>(best - score[m]) >> 4);
    sum += likelihood[m];
  }
  Belief belief;
  size_t top = 0;
  int64_t rest = kOne;
  for (size_t m = 0; m <= members_; ++m) {
    belief.p_q15[m] = static_cast<uint16_t>(likelihood[m] * kOne / sum);
    rest -= belief.p_q15[m];
    if (belief.p_q15[m] > belief.p_q15[top]) top = m;
  }
  belief.p_q15[top] = static_cast<uint16_t>(belief.p_q15[top] + rest);
  return belief;
}

Belief Attributor::Score(std::span<const ItemKey> items, Time start) const {
  std::vector<Item> facts;
  std::vector<Near> near;
  for (const ItemKey key : items) facts.push_back(FactsOf(key, &near));
  return ScoreVisit(MakeVisit(facts, near, start), last_);
}

}  // namespace hearth
