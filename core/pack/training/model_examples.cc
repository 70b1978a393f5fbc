#include "pack/training/model_examples.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "base/fixed.h"
#include "base/sampling.h"
#include "catalog/catalog.h"
#include "household/decisions.h"
#include "pack/counts/baskets.h"
#include "pack/counts/embedding.h"
#include "pack/counts/months.h"
#include "pack/counts/taste.h"
#include "pack/training/training_world.h"
#include "rank/candidates.h"

namespace hearth {
namespace {

// ---- The shop as it was

// Midnights, ascending, so that the trips from one to the next can be foreseen by what was counted
// before the first. A shop younger than five times `between` is cut into five.
std::vector<Time> SnapshotsOf(const Baskets& baskets, const ExampleOptions& options) {
  if (baskets.size() == 0) return {};
  std::vector<Time> times = baskets.time;
  std::sort(times.begin(), times.end());
  const Time end = (DayOf(times.back()) + Time{1}) * kMsPerDay;
  const Time fifth = (end - times.front()) / 5 / kMsPerDay * kMsPerDay;
  const Time between = std::clamp(fifth, kMsPerDay, options.between);
  const size_t least = std::max<size_t>(1, std::min(options.counted_trips, times.size() / 4));
  std::vector<Time> snapshots;
  for (Time at = end - between; snapshots.size() < options.snapshots; at -= between) {
    const auto first_after = std::lower_bound(times.begin(), times.end(), at);
    if (static_cast<size_t>(first_after - times.begin()) < least) break;
    snapshots.push_back(at);
  }
  std::reverse(snapshots.begin(), snapshots.end());
  return snapshots;
}

void Scale(uint64_t numerator, uint64_t denominator, std::vector<uint32_t>* counts) {
  if (denominator == 0) return;
  for (uint32_t& count : *counts) {
    count = static_cast<uint32_t>((count * numerator + denominator / 2) / denominator);
  }
}

// The same of levels, which are 16 log2 of counts.
void ScaleLevels(uint64_t numerator, uint64_t denominator, std::vector<uint8_t>* levels) {
  if (denominator == 0) return;
  const int32_t more = (Log2Q8(numerator) - Log2Q8(denominator)) / 16;
  for (uint8_t& level : *levels) {
    if (level > 0) level = static_cast<uint8_t>(std::min(level + more, 255));
  }
}

// Distinct customers of the last kRecentSpan before the last line.
size_t RecentCustomers(const Orders& orders) {
  Time last = 0;
  for (const OrderLine& line : orders.lines) last = std::max(last, line.time);
  std::vector<bool> is_recent(orders.customers.size());
  for (const OrderLine& line : orders.lines) {
    if (line.time >= last - kRecentSpan) is_recent[line.customer] = true;
  }
  return static_cast<size_t>(std::count(is_recent.begin(), is_recent.end(), true));
}

// The shop as it was counted at `at`, in numbers as large as today's: an item that every tenth
// customer had then has the number that it would have today, and so has k.
Result<TrainingWorld> WorldAt(const Orders& orders, Time at, const OwnedColumns& columns,
                              uint32_t k, const Progress& progress) {
  OwnedColumns built = columns;
  const Orders before = LinesBefore(orders, at);
  const size_t all = orders.customers.size(), counted = before.customers.size();
  const auto scaled_k = static_cast<uint32_t>(
      std::max<size_t>(1, (k * counted + all / 2) / std::max<size_t>(all, 1)));
  const Counted counts = CountStatistics(before, scaled_k, progress, &built);
  Scale(all, counted, &built.item_customers);
  Scale(RecentCustomers(orders), RecentCustomers(before), &built.recent_customers);
  built.customers = static_cast<uint32_t>(all / 10 * 10);
  built.embedding = MakeEmbedding(counts.pairs, built.item_count());
  PutHistoryColumns(before, scaled_k, &built);
  ScaleLevels(all, counted, &built.month_level);
  built.as_of = at;
  return MakeTrainingWorld(built);
}

// ---- One hidden trip

struct HiddenTrip {
  CustomerBaskets customer;
  size_t basket;  // the hidden one
  size_t snapshot;
  bool is_newcomer = false;  // else the customer's baskets before it are known
};

// How many snapshots are learned from; the trips after the others say when to stop.
size_t LearnedFrom(std::span<const Time> snapshots) {
  return snapshots.size() - std::min<size_t>(snapshots.size(), snapshots.size() < 5 ? 1 : 2);
}

// Trips from a snapshot to the next.
std::vector<HiddenTrip> HiddenTrips(const Baskets& baskets, std::span<const Time> snapshots,
                                    const ExampleOptions& options) {
  std::vector<HiddenTrip> trips;
  for (const CustomerBaskets& customer : CustomersOf(baskets)) {
    for (size_t b = customer.begin + options.trips_before; b < customer.end; ++b) {
      const auto after = std::upper_bound(snapshots.begin(), snapshots.end(), baskets.time[b]);
      if (after == snapshots.begin()) continue;
      trips.push_back({customer, b, static_cast<size_t>(after - snapshots.begin()) - 1});
    }
  }
  Random random(options.seed);
  Shuffle(random, &trips);
  trips.resize(std::min(trips.size(), options.max_trips));
  const size_t newcomers = trips.size() * options.newcomers_percent / 100;
  for (size_t i = 0; i < newcomers; ++i) {  // at random, in the order they lie
    if (trips[i].snapshot >= LearnedFrom(snapshots)) continue;
    trips.push_back(trips[i]);
    trips.back().is_newcomer = true;
  }
  return trips;
}

Result<Profile> ProfileBefore(const HiddenTrip& trip, const Baskets& baskets,
                              const Catalog& catalog) {
  std::vector<DescribedEvent> events;
  const size_t end = trip.is_newcomer ? trip.customer.begin : trip.basket;
  for (size_t b = trip.customer.begin; b < end; ++b) {
    for (const ItemIndex item : baskets.ItemsOf(b)) {
      DescribedEvent& event = events.emplace_back();
      event.event.time = baskets.time[b];
      event.event.type = EventType::kBuy;
      event.event.session = static_cast<SessionId>(b - trip.customer.begin + 1);
      event.description.sku = catalog.Sku(item);
      event.description.title = catalog.Title(item);
    }
  }
  const Time now = baskets.time[trip.basket];
  const Result<Household> household = HouseholdOf(std::move(events), now);
  if (!household.ok()) return household.error();
  return Fold(household->HistoryFor(kFirstMember, now), catalog, now);
}

// One hidden trip's rows, in the order in which they come.
class TripRows {
 public:
  TripRows(const TrainingWorld& world, const Profile& profile, RankRequest request,
           std::span<const ItemIndex> hidden, uint32_t customer, Examples* examples)
      : request_(std::move(request)),
        context_(MakeContext(world.catalog, world.publics, profile, request_)),
        hidden_(hidden),
        customer_(customer),
        weight_(1 / std::sqrt(static_cast<double>(std::max<size_t>(hidden.size(), 1)))),
        examples_(examples),
        rows_before_(examples->rows()) {}
  ~TripRows() {
    examples_->rows_of_trip.push_back(static_cast<uint32_t>(examples_->rows() - rows_before_));
    examples_->bought_in_trip.push_back(static_cast<uint32_t>(hidden_.size()));
    examples_->customer_of_trip.push_back(customer_);
  }
  TripRows(const TripRows&) = delete;
  TripRows& operator=(const TripRows&) = delete;

  std::vector<ItemIndex> Proposed() const { return Propose(context_, LinearModel::Default()); }

  // All that were bought, and `count` of the others; nothing of the basket.
  void Add(std::vector<ItemIndex> items, size_t count, Random* random) {
    std::erase_if(items, [&](ItemIndex item) {
      return std::binary_search(context_.basket.begin(), context_.basket.end(), item);
    });
    const auto others = std::stable_partition(items.begin(), items.end(), [&](ItemIndex item) {
      return std::binary_search(hidden_.begin(), hidden_.end(), item);
    });
    for (auto bought = items.begin(); bought != others; ++bought) AddRow(*bought, true, 1);
    items.erase(items.begin(), others);
    const size_t all = items.size();
    Sample(*random, count, &items);
    const float weight =
        static_cast<float>(all) / static_cast<float>(std::max<size_t>(items.size(), 1));
    for (const ItemIndex item : items) AddRow(item, false, weight);
  }

 private:
  void AddRow(ItemIndex item, bool is_bought, float weight) {
    const FeatureVector features = ComputeFeatures(context_, item);
    examples_->features.insert(examples_->features.end(), features.begin(), features.end());
    examples_->is_bought.push_back(is_bought);
    examples_->weight.push_back(static_cast<float>(weight * weight_));
  }

  RankRequest request_;
  RankContext context_;
  std::span<const ItemIndex> hidden_;
  uint32_t customer_;
  double weight_;
  Examples* examples_;
  size_t rows_before_;
};

// Calls `add(world, profile, items of the trip, customer, examples, is judged)` for each hidden
// trip; for those that are judged once more, not judged.
template <typename Add>
Result<ExampleSets> Collect(const Orders& orders, const OwnedColumns& columns, uint32_t k,
                            const ExampleOptions& options, const Progress& progress, Add add) {
  const Baskets baskets = MakeBaskets(orders, columns);
  const std::vector<Time> snapshots = SnapshotsOf(baskets, options);
  const std::vector<HiddenTrip> trips = HiddenTrips(baskets, snapshots, options);
  ExampleSets sets;
  size_t done = 0;
  for (size_t at = 0; at < snapshots.size(); ++at) {
    const Result<TrainingWorld> world = WorldAt(orders, snapshots[at], columns, k, progress);
    if (!world.ok()) return world.error();
    const bool is_last = at >= LearnedFrom(snapshots);
    for (const HiddenTrip& trip : trips) {
      if (trip.snapshot != at) continue;
      if (progress && ++done % 100 == 0) progress("hiding trips", done, trips.size());
      const Result<Profile> profile = ProfileBefore(trip, baskets, world->catalog);
      if (!profile.ok()) return profile.error();
      const auto add_to = [&](Examples* examples, bool is_judged) {
        add(*world, *profile, baskets.ItemsOf(trip.basket), baskets.customer[trip.basket], examples,
            is_judged);
      };
      add_to(is_last ? &sets.last : &sets.learn, false);
      if (is_last) add_to(&sets.stop, true);
    }
  }
  return sets;
}

// Adds one hidden trip's rows: where judged, as on a device, all that is proposed.
void AddRows(TripRows* rows, const ExampleOptions& options, bool is_judged, Random* random) {
  rows->Add(rows->Proposed(), is_judged ? SIZE_MAX : options.max_negatives, random);
}

}  // namespace

FeatureVector Examples::Row(size_t r) const {
  FeatureVector row;
  std::copy_n(features.begin() + static_cast<std::ptrdiff_t>(r * kFeatureCount), kFeatureCount,
              row.begin());
  return row;
}

void PutHistoryColumns(const Orders& orders, uint32_t k, OwnedColumns* columns) {
  const Baskets baskets = MakeBaskets(orders, *columns);
  columns->month_level = CountMonths(baskets, columns->item_count(), k);
  Taste taste = MakeTaste(baskets, CustomersOf(baskets), columns->item_count(), k);
  columns->taste_vector = std::move(taste.vector);
  columns->taste_group = std::move(taste.group);
}

Result<ExampleSets> CollectExamples(const Orders& orders, const OwnedColumns& columns, uint32_t k,
                                    const ExampleOptions& options, const Progress& progress) {
  Random random(options.seed);
  return Collect(
      orders, columns, k, options, progress,
      [&](const TrainingWorld& world, const Profile& profile, std::span<const ItemIndex> items,
          uint32_t customer, Examples* examples, bool is_judged) {
        TripRows rows(world, profile, RankRequest(), items, customer, examples);
        AddRows(&rows, options, is_judged, &random);
      });
}

Result<ExampleSets> CollectBasketExamples(const Orders& orders, const OwnedColumns& columns,
                                          uint32_t k, const BasketExampleOptions& options,
                                          const Progress& progress) {
  Random random(options.seed);
  RankRequest request;
  request.surface = Surface::kBasket;
  return Collect(
      orders, columns, k, options, progress,
      [&](const TrainingWorld& world, const Profile& profile, std::span<const ItemIndex> items,
          uint32_t customer, Examples* examples, bool is_judged) {
        if (items.size() < 2) return;
        std::vector<ItemIndex> missing(items.begin(), items.end());
        Sample(random, options.items_hidden, &missing);
        for (const ItemIndex item : missing) {
          request.basket.assign(items.begin(), items.end());
          std::erase(request.basket, item);
          TripRows rows(world, profile, request, {&item, 1}, customer, examples);
          AddRows(&rows, options, is_judged, &random);
        }
      });
}

Examples Joined(const Examples& some, const Examples& more) {
  Examples all = some;
  const auto append = [](const auto& from, auto& to) {
    to.insert(to.end(), from.begin(), from.end());
  };
  append(more.features, all.features);
  append(more.is_bought, all.is_bought);
  append(more.weight, all.weight);
  append(more.rows_of_trip, all.rows_of_trip);
  append(more.customer_of_trip, all.customer_of_trip);
  append(more.bought_in_trip, all.bought_in_trip);
  return all;
}

std::vector<RankingQuality> JudgeTrips(const Examples& examples, const std::vector<double>& scores,
                                       size_t k) {
  std::vector<RankingQuality> trips;
  size_t row = 0;
  std::vector<size_t> order;
  for (size_t t = 0; t < examples.rows_of_trip.size(); ++t) {
    const size_t end = row + examples.rows_of_trip[t];
    order.clear();
    for (; row < end; ++row) order.push_back(row);
    const size_t n = std::min(k, order.size());
    std::partial_sort(
        order.begin(), order.begin() + static_cast<std::ptrdiff_t>(n), order.end(),
        [&](size_t a, size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a > b; });
    double gained = 0, best = 0, hits = 0;
    for (size_t r = 0; r < k; ++r) {
      const double gain = 1 / std::log2(static_cast<double>(r) + 2);
      if (r < examples.bought_in_trip[t]) best += gain;
      if (r >= n || examples.is_bought[order[r]] == 0) continue;
      gained += gain;
      ++hits;
    }
    trips.push_back({gained / best, hits / examples.bought_in_trip[t]});
  }
  return trips;
}

RankingQuality MeanQuality(const std::vector<RankingQuality>& trips) {
  RankingQuality mean;
  for (const RankingQuality& trip : trips) {
    mean.ndcg += trip.ndcg / static_cast<double>(trips.size());
    mean.recall += trip.recall / static_cast<double>(trips.size());
  }
  return mean;
}

RankingQuality JudgeExamples(const Examples& examples, const std::vector<double>& scores,
                             size_t k) {
  return MeanQuality(JudgeTrips(examples, scores, k));
}

bool IsSurelyBetter(const Examples& examples, const std::vector<double>& scores,
                    const std::vector<double>& others) {
  const std::vector<RankingQuality> these = JudgeTrips(examples, scores, kComparedAt);
  const std::vector<RankingQuality> those = JudgeTrips(examples, others, kComparedAt);
  const double mean = MeanQuality(these).ndcg - MeanQuality(those).ndcg;
  std::map<uint32_t, double> of_customer;
  for (size_t t = 0; t < these.size(); ++t) {
    of_customer[examples.customer_of_trip[t]] += these[t].ndcg - those[t].ndcg - mean;
  }
  if (of_customer.size() < kMinComparedCustomers) return false;
  double squares = 0;
  for (const auto& [customer, difference] : of_customer) squares += difference * difference;
  const auto customers = static_cast<double>(of_customer.size());
  const double variance = squares * customers / (customers - 1);
  return mean > 1.96 * std::sqrt(variance) / static_cast<double>(these.size());
}

}  // namespace hearth
