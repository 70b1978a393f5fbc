#include "eval/household_population.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "catalog/builder.h"
#include "pack/counts/embedding.h"
#include "pack/counts/reveals.h"
#include "pack/orders/orders.h"
#include "pack/training/attribution_training.h"
#include "pack/writer/pack_writer.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

constexpr int kNoon = 12;

std::set<ItemNumber> EveryItem(const ShoppingRecord& record,
                               const std::set<ItemNumber>& more_items) {
  std::set<ItemNumber> items = more_items;
  for (const RecordedShopper& shopper : record.shoppers) {
    for (const RecordedBasket& basket : shopper.baskets) {
      items.insert(basket.items.begin(), basket.items.end());
    }
  }
  return items;
}

// Data sets write categories as one word; a ">" in it is no path.
std::string CategoryName(std::string name) {
  std::replace(name.begin(), name.end(), '>', '/');
  return name;
}

FeedItem DescribeItem(ItemNumber number, const ShoppingRecord& record) {
  FeedItem item;
  item.sku = SkuOf(number);
  item.title = "Item " + item.sku;
  item.price_minor = 0;
  const auto found = record.facts.find(number);
  if (found == record.facts.end()) return item;
  const ItemFacts& facts = found->second;
  if (!facts.title.empty()) item.title = facts.title;
  item.category = CategoryName(facts.category);
  if (facts.price && *facts.price > 0) {
    constexpr double kMaxPrice = std::numeric_limits<int32_t>::max();
    item.price_minor = static_cast<int32_t>(std::min(std::round(*facts.price * 100), kMaxPrice));
  }
  return item;
}

Result<std::unique_ptr<OwnedColumns>> MakeColumns(const ShoppingRecord& record,
                                                  const std::set<ItemNumber>& more_items) {
  CatalogBuilder builder("household", {"GBP", 2});
  for (ItemNumber item : EveryItem(record, more_items)) {
    if (Status status = builder.Add(DescribeItem(item, record)); !status.ok()) {
      return Error{status.error().code, "item " + SkuOf(item) + ": " + status.error().message};
    }
  }
  return builder.Build();
}

// The moment of a shopper's basket `i` of `count`.
Time TimeOf(const RecordedBasket& basket, size_t i, size_t count) {
  if (basket.minute) return TimeOfMinute(*basket.minute);
  const auto days_ago = static_cast<Time>(count - i);
  return kMinuteZero - days_ago * kMsPerDay + kNoon * kMsPerHour;
}

void AddOrders(const RecordedShopper& shopper, const ShoppingRecord& record, Orders* orders) {
  const size_t count = shopper.baskets.size();
  for (size_t i = 0; i < count; ++i) {
    const RecordedBasket& basket = shopper.baskets[i];
    const std::string order = std::to_string(i + 1);
    for (ItemNumber item : basket.items) {
      orders->Add(shopper.name, order, SkuOf(item), TimeOf(basket, i, count), 1,
                  DescribeItem(item, record).price_minor);
    }
  }
}

Result<Orders> OrdersOf(const ShoppingRecord& record, const std::vector<std::string>& population) {
  std::unordered_map<std::string_view, const RecordedShopper*> by_name;
  for (const RecordedShopper& shopper : record.shoppers) by_name[shopper.name] = &shopper;
  Orders orders;
  for (const std::string& name : population) {
    const auto found = by_name.find(name);
    if (found == by_name.end()) {
      return NotFound("the data have no shopper \"" + name + "\" of the population");
    }
    AddOrders(*found->second, record, &orders);
  }
  return orders;
}

}  // namespace

void JoinBaskets(size_t in_a_row, ShoppingRecord* record) {
  for (RecordedShopper& shopper : record->shoppers) {
    std::vector<RecordedBasket> joined;
    for (size_t i = 0; i < shopper.baskets.size(); ++i) {
      if (i % in_a_row == 0) joined.push_back({shopper.baskets[i].minute, {}});
      std::vector<ItemNumber>& items = joined.back().items;
      items.insert(items.end(), shopper.baskets[i].items.begin(), shopper.baskets[i].items.end());
    }
    for (RecordedBasket& basket : joined) {
      std::sort(basket.items.begin(), basket.items.end());
      basket.items.erase(std::unique(basket.items.begin(), basket.items.end()), basket.items.end());
    }
    shopper.baskets = std::move(joined);
  }
}

std::string SkuOf(ItemNumber item) { return std::to_string(item); }

Result<PopulationPack> MakePopulationPack(const ShoppingRecord& record,
                                          const std::vector<std::string>& population,
                                          const std::set<ItemNumber>& more_items, uint32_t k,
                                          const Progress& progress) {
  Result<std::unique_ptr<OwnedColumns>> columns = MakeColumns(record, more_items);
  if (!columns.ok()) return columns.error();
  Result<Orders> orders = OrdersOf(record, population);
  if (!orders.ok()) return orders.error();
  OwnedColumns& built = **columns;
  const Counted counted = CountStatistics(*orders, k, progress, &built);
  built.embedding = MakeEmbedding(counted.pairs, built.item_count());
  TrainAttribution(*orders, k, progress, &built);
  const SensitiveList& list = SensitiveList::Default();
  const std::vector<TopicIndex> topics = list.ClassifyColumns(built.Columns());
  WriteTopics(list, RevealedTopics(*orders, k, list, topics, built), &built);
  Result<std::vector<uint8_t>> bytes = EncodePack(built);
  if (!bytes.ok()) return bytes.error();
  return PopulationPack{*std::move(bytes), population.size(), counted.report};
}

}  // namespace hearth
