#include "pack/training/model_examples.h"

#include <algorithm>
#include <cmath>
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

uint32_t PartOf(uint32_t customer, const ExampleOptions& options) {
  return hearth::PartOf(customer, options.parts, options.last_percent, options.seed);
}

Orders OrdersWithout(const Orders& orders, uint32_t part, const ExampleOptions& options) {
  Orders others;
  for (const OrderLine& line : orders.lines) {
    if (PartOf(line.customer, options) == part) continue;
    others.Add(orders.customers[line.customer], orders.orders[line.order], orders.skus[line.sku],
               line.time, line.quantity, line.price_minor);
  }
  return others;
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

Result<TrainingWorld> WorldWithout(const Orders& orders, uint32_t part, const OwnedColumns& columns,
                                   uint32_t k, const ExampleOptions& options,
                                   const Progress& progress) {
  const Orders others = OrdersWithout(orders, part, options);
  const size_t all = orders.customers.size(), counted = others.customers.size();
  const auto scaled_k = static_cast<uint32_t>(
      std::max<size_t>(1, (k * counted + all / 2) / std::max<size_t>(all, 1)));
  OwnedColumns built = columns;
  if (options.counts) {
    const Counted counts = CountStatistics(others, scaled_k, progress, &built);
    Scale(all, counted, &built.item_customers);
    Scale(all, counted, &built.recent_customers);
    built.customers = static_cast<uint32_t>(all / 10 * 10);
    built.embedding = MakeEmbedding(counts.pairs, built.item_count());
    PutHistoryColumns(others, scaled_k, &built);
    ScaleLevels(all, counted, &built.month_level);
  }
  return MakeTrainingWorld(built);
}

// ---- One hidden trip

struct HiddenTrip {
  CustomerBaskets customer;
  size_t basket;  // the hidden one
  uint32_t part;
  bool is_newcomer = false;  // else the customer's baskets before it are known
};

// How many of its trips each customer may teach by: one, and more where customers are few.
size_t TripsOfCustomer(std::span<const CustomerBaskets> customers, const ExampleOptions& options) {
  const auto returning = static_cast<size_t>(std::count_if(
      customers.begin(), customers.end(),
      [&](const CustomerBaskets& customer) { return customer.size() > options.trips_before; }));
  const size_t wanted = options.wanted_trips / std::max<size_t>(returning, 1);
  return std::clamp<size_t>(wanted, 1, options.hidden_trips);
}

std::vector<HiddenTrip> HiddenTrips(const Baskets& baskets, const ExampleOptions& options) {
  const std::vector<CustomerBaskets> customers = CustomersOf(baskets);
  const size_t most = TripsOfCustomer(customers, options);
  std::vector<HiddenTrip> trips;
  for (const CustomerBaskets& customer : customers) {
    const uint32_t part = PartOf(baskets.customer[customer.begin], options);
    for (size_t i = 0; i < most; ++i) {
      if (customer.size() < options.trips_before + 1 + i) break;
      trips.push_back({customer, customer.end - 1 - i, part});
    }
  }
  Random random(options.seed);
  Shuffle(random, &trips);
  trips.resize(std::min(trips.size(), options.max_trips));
  const size_t newcomers = trips.size() * options.newcomers_percent / 100;
  for (size_t i = 0; i < newcomers; ++i) {  // at random, in the order they lie
    if (trips[i].part == options.parts) continue;
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

// What no source proposed, of an ascending list of what one did.
std::vector<ItemIndex> Unproposed(const std::vector<ItemIndex>& proposed, size_t item_count) {
  std::vector<ItemIndex> rest;
  auto next = proposed.begin();
  for (ItemIndex i = 0; i < item_count; ++i) {
    if (next != proposed.end() && *next == i) {
      ++next;
    } else {
      rest.push_back(i);
    }
  }
  return rest;
}

// Calls `add(world, profile, items of the trip, customer, examples, is judged)` for each hidden
// trip; for those of the last part once more, not judged.
template <typename Add>
Result<ExampleSets> Collect(const Orders& orders, const OwnedColumns& columns, uint32_t k,
                            const ExampleOptions& options, const Progress& progress, Add add) {
  const Baskets baskets = MakeBaskets(orders, columns);
  const std::vector<HiddenTrip> trips = HiddenTrips(baskets, options);
  ExampleSets sets;
  size_t done = 0;
  for (uint32_t part = 0; part <= options.parts; ++part) {
    const Result<TrainingWorld> world = WorldWithout(orders, part, columns, k, options, progress);
    if (!world.ok()) return world.error();
    const bool is_last = part == options.parts;
    for (const HiddenTrip& trip : trips) {
      if (trip.part != part) continue;
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

// Adds one hidden trip's rows: where judged, as on a device, among all that is proposed.
void AddRows(TripRows* rows, size_t item_count, const ExampleOptions& options, bool is_judged,
             Random* random) {
  std::vector<ItemIndex> proposed = rows->Proposed();
  if (is_judged) {
    rows->Add(std::move(proposed), SIZE_MAX, random);
    return;
  }
  rows->Add(Unproposed(proposed, item_count), options.max_others, random);
  rows->Add(std::move(proposed), options.max_negatives, random);
}

}  // namespace

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
        AddRows(&rows, columns.item_count(), options, is_judged, &random);
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
          AddRows(&rows, columns.item_count(), options, is_judged, &random);
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

RankingQuality JudgeExamples(const Examples& examples, const std::vector<double>& scores,
                             size_t k) {
  RankingQuality mean;
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
    const auto trips = static_cast<double>(examples.rows_of_trip.size());
    mean.ndcg += gained / best / trips;
    mean.recall += hits / examples.bought_in_trip[t] / trips;
  }
  return mean;
}

}  // namespace hearth
