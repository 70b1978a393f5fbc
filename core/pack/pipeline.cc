#include "pack/pipeline.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "input/words.h"
#include "pack/counts/batches.h"
#include "pack/counts/embedding.h"
#include "pack/counts/reveals.h"
#include "pack/counts/top_items.h"
#include "pack/counts/trails.h"

namespace hearth {
namespace {

// What else one variant of a product is filed under, in whatever order, is said of all: it is
// judged, not shown.
void ShareFurtherCategories(std::vector<FeedItem>* items) {
  std::map<std::string, std::set<std::string>> paths_of;
  for (const FeedItem& item : *items) {
    if (item.group.empty() || item.further_categories.empty()) continue;
    std::set<std::string>& paths = paths_of[ProductOf(item)];
    ForEachWord(
        item.further_categories, [&](std::string_view path) { paths.emplace(path); }, '\n');
  }
  for (FeedItem& item : *items) {
    const auto found = item.group.empty() ? paths_of.end() : paths_of.find(ProductOf(item));
    if (found == paths_of.end()) continue;
    item.further_categories.clear();
    for (const std::string& path : found->second) {
      item.further_categories += (item.further_categories.empty() ? "" : "\n") + path;
    }
  }
}

Result<std::unique_ptr<OwnedColumns>> BuildColumns(ShopFeed feed) {
  CatalogBuilder builder(std::move(feed.shop), feed.money);
  for (FeedItem& item : feed.items) NameGoogleCategory(&item);
  ShareFurtherCategories(&feed.items);
  for (size_t i = 0; i < feed.items.size(); ++i) {
    if (const Status status = builder.Add(std::move(feed.items[i])); !status.ok()) {
      const Error& error = status.error();
      return Error{error.code,
                   feed.items_name + ": item " + std::to_string(i + 1) + ": " + error.message};
    }
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  if (columns.ok()) {
    (*columns)->gtin = builder.Gtins();
    (*columns)->regular_price_minor = builder.RegularPrices();
  }
  return columns;
}

size_t CountTopics(const std::vector<TopicIndex>& topics) {
  return topics.size() - static_cast<size_t>(std::count(topics.begin(), topics.end(), kNoTopic));
}

// What each category says by its path alone.
std::vector<TopicIndex> TopicsOfCategories(const SensitiveList& list,
                                           const CatalogColumns& columns) {
  std::vector<std::string> paths(columns.category_parent.size());
  std::vector<TopicIndex> topics(paths.size(), kNoTopic);
  for (size_t node = 1; node < paths.size(); ++node) {
    const std::string& above = paths[columns.category_parent[node]];
    paths[node] = (above.empty() ? "" : above + ">") + std::string(columns.category_name[node]);
    topics[node] = list.Classify("", paths[node]);
  }
  return topics;
}

std::string_view FirstLine(std::string_view lines) { return lines.substr(0, lines.find('\n')); }

// Whether one of the paths behind the first says so.
bool IsFurther(const SensitiveList& list, std::string_view lines, TopicIndex topic) {
  lines.remove_prefix(FirstLine(lines).size());
  bool is = false;
  ForEachWord(
      lines, [&](std::string_view path) { is = is || list.Classify("", path) == topic; }, '\n');
  return is;
}

// Of every flagged item one rule that flags it.
std::vector<FlaggedItems> WhyFlagged(const SensitiveList& list, const ClassifiedShop& shop) {
  const CatalogColumns columns = shop.columns->Columns();
  const std::vector<TopicIndex> of_category = TopicsOfCategories(list, columns);
  std::vector<TopicIndex> of_google(columns.also_under.size());
  for (size_t i = 0; i < of_google.size(); ++i) {
    of_google[i] = list.Classify("", FirstLine(columns.also_under[i]));
  }
  const auto by = [&](size_t i) {
    const TopicIndex topic = shop.topics[i];
    if (shop.marks[i] != kNoTopic) return FlaggedBy::kShopsList;
    const bool google =
        !of_google.empty() && (of_google[columns.also_under_of[i]] == topic ||
                               list.ClassifyNumber(columns.google_number[i]) == topic);
    if (google) return FlaggedBy::kGoogle;
    const bool category = of_category[columns.category[i]] == topic ||
                          IsFurther(list, columns.also_under[columns.also_under_of[i]], topic);
    return category ? FlaggedBy::kCategory : FlaggedBy::kTitle;
  };
  std::map<std::pair<TopicIndex, FlaggedBy>, FlaggedItems> flagged;
  for (size_t i = 0; i < shop.topics.size(); ++i) {
    if (shop.topics[i] == kNoTopic) continue;
    const std::pair key(shop.topics[i], by(i));
    FlaggedItems& items = flagged[key];
    items.topic = key.first;
    items.by = key.second;
    if (items.items++ < kFlaggedExamples) items.examples.emplace_back(columns.title[i]);
  }
  std::vector<FlaggedItems> sorted;
  for (auto& [key, items] : flagged) sorted.push_back(std::move(items));
  return sorted;
}

// `revealed`: by what items are bought with; empty where no orders are known.
void MarkSensitive(const std::vector<TopicIndex>& revealed, ClassifiedShop* shop) {
  shop->report.revealing = CountTopics(revealed);
  for (size_t i = 0; i < revealed.size(); ++i) {
    if (revealed[i] != kNoTopic) shop->marks[i] = revealed[i];  // stronger than before
  }
  WriteTopics(SensitiveList::Default(), shop->marks, shop->columns.get());
  WriteListsTopics(SensitiveList::Default(), shop->columns.get());
}

Status CheckInput(const ShopLines& lines, const PackOptions& options) {
  if (lines.orders && lines.counts) {
    return InvalidArgument("expected order lines or counts of them, not both");
  }
  if (options.train != PackTraining::kNone && !lines.orders && !lines.views) {
    return InvalidArgument("training needs order lines or views");
  }
  return {};
}

// The names of lines that go are dropped with NumberByContent.
void KeepBefore(Time end, Orders* orders) {
  std::erase_if(orders->lines, [&](const OrderLine& line) { return line.time >= end; });
}

void KeepBefore(Time end, ViewLines* views) { *views = LinesBefore(*views, end); }

// Leaves out lines of weeks that are not over. `lines`: of orders or views, or none.
template <typename Lines>
std::optional<BatchReport> KeepWholeBatches(const PackOptions& options, const OwnedColumns& columns,
                                            std::optional<Lines>* lines) {
  if (!*lines || !options.batches) return std::nullopt;
  BatchReport report;
  report.end = EndOfBatches(**lines, columns, options.k, options.now);
  const size_t all = (*lines)->lines.size();
  KeepBefore(report.end, &**lines);
  report.waiting = all - (*lines)->lines.size();
  return report;
}

// What each source of counts does to the columns, in the order of MakePack, and says of it. What
// items reveal by what they are bought with goes into `revealed`, one for each item.
struct Filling {
  const PackOptions& options;
  const Progress& progress;
  std::span<const TopicIndex> topics;
  OwnedColumns* columns;
  PackSummary* summary;
  std::vector<TopicIndex> revealed;
};

// What a pack without orders has in place of their counts: the feed's order, as a shop likes it.
struct WithoutOrders {
  explicit WithoutOrders(const OwnedColumns& columns)
      : item_customers(columns.item_customers), since_day(columns.since_day) {}

  void PutBack(OwnedColumns* columns) const {
    const size_t n = columns->item_count();
    columns->k = columns->customers = 0;
    columns->as_of = 0;
    columns->item_customers = item_customers;
    columns->since_day = since_day;
    columns->recent_customers.assign(n, 0);
    columns->repeat_permille.assign(n, 0);
    columns->gap_days.assign(n, 0);
    columns->neighbour_start.assign(n + 1, 0);
    columns->neighbour_item.clear();
    columns->neighbour_weight.clear();
  }

  const std::vector<uint32_t> item_customers;
  const std::vector<int32_t> since_day;
};

// Counts of fewer than half of the items, none of which has 2k customers, tell a few items apart
// that differ by chance, at the price of the feed's order: on 200 orders of 30 products the next
// purchases were found less often by them than by nothing. Trees have been tried, so they decide.
bool SayTooLittle(const OwnedColumns& columns) {
  if (!columns.model_feature.empty()) return false;
  const std::vector<uint32_t>& counts = columns.item_customers;
  const auto known = static_cast<size_t>(
      std::count_if(counts.begin(), counts.end(), [](uint32_t count) { return count > 0; }));
  const bool stands_out = std::any_of(counts.begin(), counts.end(), [&](uint32_t count) {
    return count >= uint64_t{2} * columns.k;
  });
  return 2 * known < counts.size() && !stands_out;
}

Status TrainOnOrders(const Orders& orders, size_t nodes_kept_free, Filling* filling) {
  const PackOptions& options = filling->options;
  Result<TrainingReport> fitted = TrainModel(
      orders, options.k,
      {.ablation = options.train == PackTraining::kAblation, .nodes_kept_free = nodes_kept_free},
      filling->progress, filling->columns);
  if (!fitted.ok()) return fitted.error();
  filling->summary->trained = *std::move(fitted);
  return {};
}

void CountOrders(const Orders& orders, Filling* filling) {
  const PackOptions& options = filling->options;
  OwnedColumns* columns = filling->columns;
  filling->revealed =
      RevealedTopics(orders, options.k, SensitiveList::Default(), filling->topics, *columns);
  const WithoutOrders without(*columns);
  const Counted counted = CountStatistics(orders, options.k, filling->progress, columns);
  filling->summary->statistics = counted.report;
  if (SayTooLittle(*columns)) {
    filling->summary->orders_say_too_little = true;
    without.PutBack(columns);
    return;
  }
  columns->embedding = MakeEmbedding(counted.pairs, columns->item_count());
  if (!options.attribution) return;
  filling->summary->attribution = TrainAttribution(orders, options.k, filling->progress, columns);
}

Status TakeCounts(const CountFiles& files, Filling* filling) {
  OwnedColumns* columns = filling->columns;
  Result<ReadCountsResult> read =
      ReadCounts(files, filling->options.k, SensitiveList::Default(), filling->topics, *columns);
  if (!read.ok()) return read.error();
  const PublicCounts counts = Coarse(std::move(read->counts));
  const WithoutOrders without(*columns);
  PutCounts(counts, columns);
  filling->summary->orders_say_too_little = SayTooLittle(*columns);
  if (filling->summary->orders_say_too_little) {
    without.PutBack(columns);
  } else {
    columns->embedding = MakeEmbedding(counts.pairs, columns->item_count());
  }
  const auto items = std::count_if(counts.items.begin(), counts.items.end(),
                                   [](const ItemCount& item) { return item.customers > 0; });
  filling->summary->counts =
      CountsReport{counts.customers, static_cast<size_t>(items), counts.pairs.size()};
  filling->revealed = std::move(read->revealed);
  return {};
}

// Fits trees to the visits and has them join those that are there.
Result<ClickTrainingReport> TrainOnViews(const Trails& trails, const Filling& filling) {
  const size_t taken = filling.columns->model_feature.size();
  ClickTrainingOptions options;
  options.max_nodes = std::min(taken > 0 ? kMaxClickNodes : kMaxModelNodes,
                               kMaxModelNodes - std::min(taken, kMaxModelNodes));
  const Result<ClickTrees> trees =
      TrainClicks(trails, filling.options.k, options, filling.progress, *filling.columns);
  if (!trees.ok()) return trees.error();
  if (trees->report.trees > 0) {
    PutModel(Joined(ModelOf(*filling.columns), trees->arrays), filling.columns);
  }
  return trees->report;
}

Status CountViewLines(const ViewLines& lines, Filling* filling) {
  const PackOptions& options = filling->options;
  const Trails trails = MakeTrails(lines, *filling->columns);
  ViewsReport report;
  if (options.train != PackTraining::kNone) {
    const Result<ClickTrainingReport> trained = TrainOnViews(trails, *filling);
    if (!trained.ok()) return trained.error();
    report.trained = *trained;
  }
  report.counted = CountViews(trails, {}, options.k, filling->progress, filling->columns).report;
  filling->columns->k = options.k;
  filling->summary->views = report;
  return {};
}

Status Fill(const ShopLines& lines, Filling* filling) {
  Status status;
  if (lines.orders && filling->options.train != PackTraining::kNone) {
    status = TrainOnOrders(*lines.orders, lines.views ? kMaxClickNodes : 0, filling);
  }
  if (!status.ok()) return status;
  if (lines.orders) CountOrders(*lines.orders, filling);
  if (lines.counts) status = TakeCounts(*lines.counts, filling);
  if (!status.ok()) return status;
  return lines.views ? CountViewLines(*lines.views, filling) : Status();
}

// Leaves out all but the `top` items. `feed_order`: `item_customers` before anything was counted.
std::optional<TopReport> KeepTop(size_t top, std::span<const uint32_t> feed_order,
                                 const PackSummary& summary, OwnedColumns* columns) {
  TopReport report;
  report.of = columns->item_count();
  if (top == 0 || top >= report.of) return std::nullopt;
  report.by_customers = (summary.statistics || summary.counts) && !summary.orders_say_too_little;
  const auto known = [&] {
    const std::vector<uint32_t>& counts = columns->item_customers;
    return counts.size() - static_cast<size_t>(std::count(counts.begin(), counts.end(), 0u));
  };
  const size_t known_before = known();
  std::span<const uint32_t> customers;
  if (report.by_customers) customers = columns->item_customers;
  const std::vector<ItemIndex> kept = TopItems(*columns, customers, feed_order, top);
  if (kept.size() == report.of) return std::nullopt;
  report.items = report.of - kept.size();
  report.by_views = std::any_of(columns->viewers.begin(), columns->viewers.end(),
                                [](uint32_t viewers) { return viewers > 0; });
  KeepItems(kept, columns);
  if (report.by_customers) report.with_customers = known_before - known();
  return report;
}

}  // namespace

Result<ClassifiedShop> ClassifyShop(ShopFeed feed) {
  const SensitiveList& list = SensitiveList::Default();
  const std::optional<SensitiveList> shops_own = std::move(feed.sensitive);
  const std::string list_name = std::move(feed.sensitive_name);
  ClassifiedShop shop;
  shop.doubts.google_numbers = FindUnknownNumbers(feed.items);
  Result<std::unique_ptr<OwnedColumns>> columns = BuildColumns(std::move(feed));
  if (!columns.ok()) return columns.error();
  shop.columns = *std::move(columns);
  shop.doubts.groups = FindOddGroups(shop.columns->Columns());
  shop.topics = list.ClassifyColumns(shop.columns->Columns());
  shop.marks.assign(shop.topics.size(), kNoTopic);
  if (shops_own) {
    Result<std::vector<TopicIndex>> named = NamedByShop(list, *shops_own, shop.columns->Columns());
    if (!named.ok()) {
      return Error{named.error().code, list_name + ": " + named.error().message};
    }
    shop.marks = *std::move(named);
    shop.report.named = CountTopics(shop.marks);
  }
  for (size_t i = 0; i < shop.topics.size(); ++i) {
    if (shop.marks[i] != kNoTopic) shop.topics[i] = shop.marks[i];
    ++shop.report.by_tier[static_cast<size_t>(list.TierOf(shop.topics[i]))];
  }
  shop.report.flagged = WhyFlagged(list, shop);
  return shop;
}

Result<MadePack> MakePack(ClassifiedShop shop, ShopLines lines, const PackOptions& options,
                          const Progress& progress) {
  if (const Status status = CheckInput(lines, options); !status.ok()) return status.error();
  OwnedColumns& columns = *shop.columns;
  const std::optional<BatchReport> of_orders = KeepWholeBatches(options, columns, &lines.orders);
  const std::optional<BatchReport> of_views = KeepWholeBatches(options, columns, &lines.views);
  MadePack made;
  PackSummary& summary = made.summary;
  if (lines.orders) {
    summary.order_lines = lines.orders->report;
    NumberByContent(&*lines.orders);
  }
  const std::vector<uint32_t> feed_order = columns.item_customers;
  Filling filling{options, progress, shop.topics, &columns, &summary, {}};
  if (const Status status = Fill(lines, &filling); !status.ok()) return status.error();
  // Whether anybody ordered on a batch's last day is nobody's business.
  if (of_orders && columns.as_of > 0) columns.as_of = of_orders->end;
  MarkSensitive(filling.revealed, &shop);
  summary.top = KeepTop(options.top, feed_order, summary, &columns);
  Result<std::vector<uint8_t>> bytes = EncodePack(columns);
  if (!bytes.ok()) return bytes.error();
  made.bytes = *std::move(bytes);
  summary.k = options.k;
  summary.orders_batches = of_orders;
  summary.views_batches = of_views;
  summary.items = columns.item_count();
  summary.variants = columns.variant_price_minor.size();
  summary.categories = columns.category_parent.size() - 1;
  summary.brands = columns.brand_name.end.size() - 1;
  summary.neighbours = columns.neighbour_item.size();
  summary.bytes = made.bytes.size();
  summary.sensitive = shop.report;
  summary.doubts = shop.doubts;
  summary.sections = MeasureSections(columns);
  return made;
}

}  // namespace hearth
