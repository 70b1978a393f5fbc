// hearth pack: a product feed and order lines in, a public pack out.
#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/count_files.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "pack/counts/counts.h"
#include "pack/counts/embedding.h"
#include "pack/counts/reveals.h"
#include "pack/counts/statistics.h"
#include "pack/counts/trails.h"
#include "pack/counts/view_counts.h"
#include "pack/feed/categories.h"
#include "pack/feed/feed.h"
#include "pack/orders/online_retail.h"
#include "pack/orders/orders.h"
#include "pack/training/attribution_training.h"
#include "pack/training/click_training.h"
#include "pack/training/model_training.h"
#include "pack/training/trees_json.h"
#include "pack/writer/pack_writer.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp =
    "hearth pack: makes a shop's pack, the one public file that every shopper gets alike\n"
    "\n"
    "  hearth pack --feed FEED --orders ORDERS --shop NAME --currency GBP --out shop.hpack\n"
    "  hearth pack --online-retail LINES --categories RULES --out shop.hpack\n"
    "  hearth pack --feed FEED --shop NAME --tables DIR     and, once they are counted elsewhere,\n"
    "  hearth pack --feed FEED --shop NAME --counts DIR --out shop.hpack\n"
    "\n"
    "  --feed FILE           product feed, .csv, .tsv or .jsonl, in the fields of the Google\n"
    "                        product data specification: id, title, price, brand, product_type,\n"
    "                        google_product_category, availability, link, image_link\n"
    "  --orders FILE         order lines, .csv, .tsv or .jsonl: customer, order, time, id,\n"
    "                        quantity, price. Without them the pack has no statistics, and ranks "
    "by\n"
    "                        the trees that ship with Hearth\n"
    "  --views FILE          what visitors looked at, .csv or .tsv: visitor, time, id. Says what "
    "is\n"
    "                        looked at next; a visitor counts once, and k visitors stand behind\n"
    "                        every number\n"
    "  --online-retail FILE  the UCI \"Online Retail\" lines as CSV, instead of feed and orders\n"
    "  --categories FILE     its rules that give items a category\n"
    "  --shop NAME           the shop's short name\n"
    "  --currency CODE       ISO 4217, default GBP\n"
    "  --k N                 fewest distinct customers behind any number, 2 or more, default 20\n"
    "  --sensitive FILE      what this shop counts as sensitive besides Hearth's own list, in the "
    "form\n"
    "                        and with the topics of core/policy/sensitive_default.json\n"
    "  --train WHAT          `trees`: fit the ranker to the order lines (needs XGBoost);\n"
    "                        `ablation`: and say what each group of features is worth, in five\n"
    "                        times the time; `uncounted`: as for a shop without order lines, and\n"
    "                        write no statistics either\n"
    "  --write-trees FILE    the fitted trees as JSON, too\n"
    "  --hold-out FILE       keep one customer in ten out of the pack and write their histories\n"
    "                        here as JSON lines, to measure with\n"
    "  --out FILE            the pack\n"
    "\n"
    "Order lines too many for one machine are counted where they are (core/pack/sql/README.md):\n"
    "  --tables DIR          instead of a pack, write what the SQL files read: catalog_items.csv,\n"
    "                        topics.csv and, of order lines given here, order_lines.csv\n"
    "  --counts DIR          in place of order lines, what the SQL files answer: totals.csv,\n"
    "                        item_counts.csv, pair_counts.csv, reveals.csv. Such a pack lacks "
    "what\n"
    "                        only order lines tell: taste vectors and groups and the weights that\n"
    "                        tell a household's members apart (Hearth's own apply), and --train\n"
    "  --household no        leave these out of a pack from order lines too\n"
    "\n"
    "Example:\n"
    "  printf 'id,title,price\\nA1,Tea Light,1.25 GBP\\nB2,Lantern,8.50 GBP\\n' > feed.csv\n"
    "  hearth pack --feed feed.csv --shop \"Corner Shop\" --currency GBP --out shop.hpack\n";

constexpr std::string_view kOptionNames[] = {
    "feed",   "orders",    "online-retail", "categories", "shop",  "currency",
    "k",      "sensitive", "hold-out",      "out",        "train", "tables",
    "counts", "household", "write-trees",   "views"};

// What goes into a pack, and what is kept out of it.
struct Input {
  std::vector<FeedItem> items;
  std::optional<Orders> orders;
  std::optional<CountFiles> counts;
  Orders held_out;
  std::optional<LineCounts> online_retail_lines;
};

Status CheckOptions(const Options& options) {
  const bool online_retail = options.Has("online-retail");
  if (options.Has("out") == options.Has("tables")) {
    return InvalidArgument("expected either --out FILE or --tables DIR");
  }
  if (online_retail == options.Has("feed")) {
    return InvalidArgument("expected either --feed or --online-retail");
  }
  if (online_retail != options.Has("categories")) {
    return InvalidArgument("--online-retail and --categories go together");
  }
  if (online_retail && options.Has("orders")) {
    return InvalidArgument("--online-retail brings its own orders");
  }
  if (!online_retail && !options.Has("shop")) return InvalidArgument("expected --shop NAME");
  if (options.Has("hold-out") && !online_retail && !options.Has("orders")) {
    return InvalidArgument("--hold-out needs --orders");
  }
  if (options.Has("hold-out") && options.Has("views")) {
    return InvalidArgument("--hold-out keeps customers out of order lines alone: not with --views");
  }
  const std::string train = options.Get("train", "trees");
  if (train != "trees" && train != "ablation" && train != "uncounted") {
    return InvalidArgument("--train: expected trees, ablation or uncounted");
  }
  if (options.Has("write-trees") && !options.Has("train")) {
    return InvalidArgument("--write-trees needs --train");
  }
  if (options.Has("train") && !online_retail && !options.Has("orders") && !options.Has("views")) {
    return InvalidArgument("--train needs --orders or --views");
  }
  if (options.Get("household", "no") != "no") {
    return InvalidArgument("--household: expected no");
  }
  if (options.Has("tables") && options.Has("train")) {
    return InvalidArgument("--tables are in place of a pack: not with --train");
  }
  for (const char* other : {"orders", "hold-out", "train", "household", "tables"}) {
    if (options.Has("counts") && options.Has(other)) {
      return InvalidArgument("--counts are in place of order lines: not with --" +
                             std::string(other));
    }
  }
  return {};
}

Result<Input> ReadOnlineRetailInput(const Options& options) {
  const std::string rules_path = options.Get("categories");
  const Result<std::string> rules_text = ReadTextFile(rules_path);
  if (!rules_text.ok()) return rules_text.error();
  const Result<CategoryRules> rules = CategoryRules::Parse(*rules_text, rules_path);
  if (!rules.ok()) return rules.error();
  const std::string path = options.Get("online-retail");
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<OnlineRetail> retail = ReadOnlineRetail(*text, path, *rules, options.Has("hold-out"));
  if (!retail.ok()) return retail.error();
  Input input;
  input.items = std::move(retail->items);
  if (!options.Has("counts")) input.orders = std::move(retail->orders);
  input.held_out = std::move(retail->held_out);
  input.online_retail_lines = retail->counts;
  return input;
}

Result<Input> ReadFeedInput(const Options& options, const MoneyFormat& money) {
  Input input;
  const std::string feed_path = options.Get("feed");
  const Result<std::string> feed_text = ReadTextFile(feed_path);
  if (!feed_text.ok()) return feed_text.error();
  Result<std::vector<FeedItem>> items = ReadFeed(*feed_text, feed_path, money);
  if (!items.ok()) return items.error();
  input.items = *std::move(items);
  if (!options.Has("orders")) return input;
  const std::string orders_path = options.Get("orders");
  const Result<std::string> orders_text = ReadTextFile(orders_path);
  if (!orders_text.ok()) return orders_text.error();
  Result<Orders> orders = ReadOrders(*orders_text, orders_path, money);
  if (!orders.ok()) return orders.error();
  if (options.Has("hold-out")) input.held_out = TakeHeldOut(&*orders);
  input.orders = *std::move(orders);
  return input;
}

Result<std::unique_ptr<OwnedColumns>> BuildColumns(std::vector<FeedItem> items,
                                                   const std::string& source, std::string shop,
                                                   const MoneyFormat& money) {
  CatalogBuilder builder(std::move(shop), money);
  for (size_t i = 0; i < items.size(); ++i) {
    if (const Status status = builder.Add(std::move(items[i])); !status.ok()) {
      return Error{status.error().code,
                   source + ": item " + std::to_string(i + 1) + ": " + status.error().message};
    }
  }
  return builder.Build();
}

void PrintDisclosure(const char* name, const Disclosure& disclosure) {
  std::printf("  %-24s %9zu written %9zu withheld\n", name, disclosure.written,
              disclosure.withheld);
}

void PrintStatistics(const StatisticsReport& report, uint32_t k) {
  std::printf("orders      %zu lines, %zu orders, %zu customers", report.lines, report.orders,
              report.customers);
  if (report.unknown_lines > 0) {
    std::printf("; %zu lines of items that the feed does not have", report.unknown_lines);
  }
  std::printf("\nwith k = %" PRIu32 " or more customers behind each number\n", k);
  PrintDisclosure("customers of an item", report.item_customers);
  PrintDisclosure("recent customers", report.recent_customers);
  PrintDisclosure("repeat share", report.repeat_share);
  PrintDisclosure("days between purchases", report.gap_days);
  PrintDisclosure("on sale since", report.since_day);
  PrintDisclosure("pairs of items", report.pairs);
  std::printf("neighbours  %zu (the best %zu of each item's pairs)\n", report.neighbours,
              kMaxNeighbours);
}

// How many items the sensitive list and their co-purchases take out of ordinary personalisation.
struct SensitiveReport {
  std::array<size_t, kTierNames.size()> by_tier{};
  size_t revealing = 0;
  std::optional<size_t> named;  // by the shop's own list
};

size_t CountTopics(const std::vector<TopicIndex>& topics) {
  return topics.size() - static_cast<size_t>(std::count(topics.begin(), topics.end(), kNoTopic));
}

// Read before anything slow begins.
Result<std::optional<SensitiveList>> ReadShopsOwnList(const Options& options) {
  if (!options.Has("sensitive")) return std::optional<SensitiveList>();
  const std::string path = options.Get("sensitive");
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<SensitiveList> list = SensitiveList::FromJson(*text);
  if (!list.ok()) return Error{list.error().code, path + ": " + list.error().message};
  return std::optional(*std::move(list));
}

// What is sensitive before anything is known of orders.
struct SensitiveItems {
  std::vector<TopicIndex> topics;  // of each item
  std::vector<TopicIndex> marks;   // those that the pack has to name, by the shop's own list
  SensitiveReport report;
};

Result<SensitiveItems> ClassifyItems(const std::optional<SensitiveList>& shops_own,
                                     const OwnedColumns& columns) {
  const SensitiveList& list = SensitiveList::Default();
  SensitiveItems items;
  items.topics = list.ClassifyColumns(columns.View());
  items.marks.assign(items.topics.size(), kNoTopic);
  if (shops_own) {
    Result<std::vector<TopicIndex>> named = NamedByShop(list, *shops_own, columns.View());
    if (!named.ok()) return Error{named.error().code, "--sensitive: " + named.error().message};
    items.marks = *std::move(named);
    items.report.named = CountTopics(items.marks);
  }
  for (size_t i = 0; i < items.topics.size(); ++i) {
    if (items.marks[i] != kNoTopic) items.topics[i] = items.marks[i];
    ++items.report.by_tier[static_cast<size_t>(list.TierOf(items.topics[i]))];
  }
  return items;
}

// `revealed`: by what items are bought with; empty where no orders are known.
void MarkSensitive(const std::vector<TopicIndex>& revealed, SensitiveItems* items,
                   OwnedColumns* columns) {
  items->report.revealing = CountTopics(revealed);
  for (size_t i = 0; i < revealed.size(); ++i) {
    if (revealed[i] != kNoTopic) items->marks[i] = revealed[i];  // stronger than before
  }
  WriteTopics(SensitiveList::Default(), items->marks, columns);
}

void PrintSensitive(const SensitiveReport& report) {
  const auto of = [&](Tier tier) { return report.by_tier[static_cast<size_t>(tier)]; };
  std::printf(
      "sensitive   %zu never, %zu on the own screen only, %zu often presents; "
      "%zu marked for what they are bought with",
      of(Tier::kNever), of(Tier::kOwnScreen), of(Tier::kQuiet), report.revealing);
  if (report.named) std::printf("; %zu of all by this shop's own list", *report.named);
  std::printf("\n");
}

void PrintCounts(const ReadCountsResult& read, size_t neighbours) {
  const auto items = std::count_if(read.counts.items.begin(), read.counts.items.end(),
                                   [](const ItemCount& item) { return item.customers > 0; });
  std::printf("counts      some %" PRIu32 " customers; with k = %" PRIu32
              " or more behind each number: %zu items, %zu pairs\n"
              "neighbours  %zu (the best %zu of each item's pairs)\n",
              read.counts.customers, read.counts.k, static_cast<size_t>(items),
              read.counts.pairs.size(), neighbours, kMaxNeighbours);
}

void PrintAttribution(const AttributionReport& report) {
  std::printf("who it was  %zu items placed by taste; ", report.items_placed);
  if (report.households == 0) {
    std::printf("too few customers to fit weights on, Hearth's own apply\n");
    return;
  }
  std::printf("of %zu unsigned visits in %zu simulated households %.1f %% right\n", report.visits,
              report.households, static_cast<double>(report.right_permille) / 10);
}

void PrintTraining(const TrainingReport& report) {
  std::printf("ranker      ");
  if (report.trees.root.empty()) {
    std::printf("%zu returning customers are too few to learn from, no trees\n", report.trips);
    return;
  }
  std::printf("%zu trees, %zu nodes, from %zu hidden trips, %zu rows\n", report.trees.root.size(),
              report.trees.feature.size(), report.trips, report.rows);
  const auto row = [](const char* name, const TrainingQuality& quality) {
    std::printf("  %-28s Recall@10 %.4f  NDCG@10 %.4f\n", name, quality.recall, quality.ndcg);
  };
  std::printf("  on %zu trips that no tree has seen, among what is proposed:\n",
              report.trips_apart);
  row("trees", report.quality);
  row("weights set by hand", report.linear);
  constexpr const char* kWithout[] = {"without own repeats", "without own taste",
                                      "without neighbours", "without public numbers",
                                      "without context"};
  if (report.basket.ndcg > 0) {
    std::printf("  one item missing from each of their baskets:\n");
    row(report.basket_trees > 0 ? "trees of their own" : "trees (left out)", report.basket);
    row("weights set by hand", report.basket_linear);
  }
  for (size_t g = 0; g < report.without.size(); ++g) row(kWithout[g], report.without[g]);
}

void PrintLineCounts(const LineCounts& counts) {
  std::printf(
      "lines       %zu: %zu ordinary, %zu without a customer, %zu cancelled, "
      "%zu not goods, %zu without quantity, %zu without price, %zu adjustments\n",
      counts.total(), counts.ordinary, counts.without_customer, counts.cancelled, counts.not_goods,
      counts.quantity_not_positive, counts.price_not_positive, counts.adjustments);
}

void PrintSections(const OwnedColumns& columns, size_t pack_bytes) {
  std::printf("bytes       %zu\n", pack_bytes);
  for (const SectionBytes& section : MeasureSections(columns)) {
    std::printf("  %9zu %s\n", section.bytes, std::string(section.name).c_str());
  }
}

Status WriteHeldOut(const Options& options, const Orders& held_out) {
  if (!options.Has("hold-out")) return {};
  const Status status = WriteFileAtomically(options.Get("hold-out"), WriteHistories(held_out));
  if (status.ok()) {
    std::printf("held out    %zu customers, %zu lines, in %s\n", held_out.customers.size(),
                held_out.lines.size(), options.Get("hold-out").c_str());
  }
  return status;
}

// What order lines, or counts of them, put into a pack.
struct FromOrders {
  std::optional<StatisticsReport> statistics;
  std::optional<AttributionReport> attribution;
  std::optional<TrainingReport> trained;
  std::optional<ReadCountsResult> counts;
  std::vector<TopicIndex> revealed;
};

Result<FromOrders> CountOrders(const Options& options, const Orders& orders, uint32_t k,
                               const SensitiveItems& items, OwnedColumns* columns) {
  FromOrders from;
  ProgressBar bar;
  const Progress progress = bar.AsProgress();
  const std::string train = options.Get("train");
  const bool counts = train != "uncounted";
  if (options.Has("train")) {
    Result<TrainingReport> fitted =
        TrainModel(orders, k,
                   {.ablation = train == "ablation",
                    .counts = counts,
                    .nodes_kept_free = options.Has("views") ? kMostClickNodes : 0},
                   progress, columns);
    if (!fitted.ok()) return fitted.error();
    from.trained = *std::move(fitted);
  }
  if (options.Has("write-trees")) {
    const Status written =
        WriteFileAtomically(options.Get("write-trees"), WriteTrees(from.trained->trees));
    if (!written.ok()) return written.error();
  }
  from.revealed = RevealedTopics(orders, k, SensitiveList::Default(), items.topics, *columns);
  if (!counts) return from;
  const Counted counted = CountStatistics(orders, k, progress, columns);
  columns->embedding = MakeEmbedding(counted.pairs, columns->item_count());
  from.statistics = counted.report;
  if (!options.Has("household")) from.attribution = TrainAttribution(orders, k, progress, columns);
  return from;
}

Result<FromOrders> TakeCounts(const CountFiles& files, uint32_t k, const SensitiveItems& items,
                              OwnedColumns* columns) {
  Result<ReadCountsResult> read =
      ReadCounts(files, k, SensitiveList::Default(), items.topics, *columns);
  if (!read.ok()) return read.error();
  PutCounts(read->counts, columns);
  columns->embedding = MakeEmbedding(read->counts.pairs, columns->item_count());
  FromOrders from;
  from.revealed = std::move(read->revealed);
  from.counts = *std::move(read);
  return from;
}

struct FromViews {
  ViewReport views;
  ClickTrainingReport trained;
};

// After what order lines say, whose trees those of the views join.
Result<FromViews> CountLooks(const ViewLines& lines, uint32_t k, bool train,
                             OwnedColumns* columns) {
  FromViews from;
  ProgressBar bar;
  const Progress progress = bar.AsProgress();
  const Trails trails = MakeTrails(lines, *columns);
  if (train) {
    const size_t taken = columns->model_feature.size();
    ClickTrainingOptions options;
    options.most_nodes = std::min(taken > 0 ? kMostClickNodes : kMaxModelNodes,
                                  kMaxModelNodes - std::min(taken, kMaxModelNodes));
    const Result<ClickTrees> trees = TrainClicks(trails, k, options, progress, *columns);
    if (!trees.ok()) return trees.error();
    from.trained = trees->report;
    if (trees->report.trees > 0) PutModel(Joined(ModelOf(*columns), trees->arrays), columns);
  }
  from.views = CountViews(trails, {}, k, progress, columns).report;
  columns->k = k;
  return from;
}

void PrintViews(const FromViews& from) {
  std::printf("views       %zu looks, %zu visits, %zu visitors; %zu companions of items\n",
              from.views.looks, from.views.visits, from.views.visitors, from.views.companions);
  PrintDisclosure("visitors of an item", from.views.viewers);
  PrintDisclosure("pairs looked at", from.views.pairs);
  const ClickTrainingReport& trained = from.trained;
  if (trained.trees == 0) return;
  std::printf(
      "next look   %zu trees, %zu nodes, from %zu hidden looks; of %zu that no tree has "
      "seen: Recall@10 %.4f  NDCG@10 %.4f\n",
      trained.trees, trained.nodes, trained.looks, trained.looks_apart, trained.recall,
      trained.ndcg);
}

Status WriteTables(const Options& options, const Input& input, const SensitiveItems& items,
                   const OwnedColumns& columns) {
  const std::string folder = options.Get("tables");
  const Status status =
      WriteCountTables(folder, input.orders, columns, SensitiveList::Default(), items.topics);
  if (!status.ok()) return status;
  std::printf("%s\nitems       %zu\n", folder.c_str(), columns.item_count());
  if (input.orders) std::printf("orders      %zu lines\n", input.orders->lines.size());
  return WriteHeldOut(options, input.held_out);
}

Status MakePack(const Options& options) {
  if (const Status status = CheckOptions(options); !status.ok()) return status;
  const Result<MoneyFormat> money = MoneyFormatOf(options.Get("currency", "GBP"));
  if (!money.ok()) return InvalidArgument("--currency: " + money.error().message);
  const Result<int64_t> asked_k = options.Number("k", kDefaultK, 2, 1'000'000);
  if (!asked_k.ok()) return asked_k.error();
  const auto k = static_cast<uint32_t>(*asked_k);

  const Result<std::optional<SensitiveList>> shops_own = ReadShopsOwnList(options);
  if (!shops_own.ok()) return shops_own.error();
  const bool online_retail = options.Has("online-retail");
  Result<Input> input =
      online_retail ? ReadOnlineRetailInput(options) : ReadFeedInput(options, *money);
  if (!input.ok()) return input.error();
  if (options.Has("counts")) {
    Result<CountFiles> files = ReadCountFiles(options.Get("counts"));
    if (!files.ok()) return files.error();
    input->counts = *std::move(files);
  }
  std::optional<ViewLines> views;
  if (options.Has("views")) {
    const Result<std::string> text = ReadTextFile(options.Get("views"));
    if (!text.ok()) return text.error();
    Result<ViewLines> lines = ReadViewLines(*text, options.Get("views"));
    if (!lines.ok()) return lines.error();
    views = *std::move(lines);
  }
  Result<std::unique_ptr<OwnedColumns>> columns =
      BuildColumns(std::move(input->items), options.Get("feed", options.Get("online-retail")),
                   options.Get("shop", "Online Retail"), *money);
  if (!columns.ok()) return columns.error();
  OwnedColumns& built = **columns;
  Result<SensitiveItems> items = ClassifyItems(*shops_own, built);
  if (!items.ok()) return items.error();
  if (options.Has("tables")) return WriteTables(options, *input, *items, built);

  Result<FromOrders> from = FromOrders();
  if (input->orders) from = CountOrders(options, *input->orders, k, *items, &built);
  if (input->counts) from = TakeCounts(*input->counts, k, *items, &built);
  if (!from.ok()) return from.error();
  if (!input->orders && !input->counts) PutModel(DefaultTrees(), &built);
  std::optional<FromViews> looks;
  if (views) {
    Result<FromViews> counted = CountLooks(*views, k, options.Has("train"), &built);
    if (!counted.ok()) return counted.error();
    looks = *counted;
  }
  MarkSensitive(from->revealed, &*items, &built);
  const Result<std::vector<uint8_t>> bytes = EncodePack(built);
  if (!bytes.ok()) return bytes.error();
  const std::string out = options.Get("out");
  if (const Status status = WriteFileAtomically(out, *bytes); !status.ok()) return status;

  std::printf("%s\nitems       %zu in %zu categories, %zu brands\n", out.c_str(),
              built.item_count(), built.category_parent.size() - 1,
              built.brand_name.end.size() - 1);
  if (input->online_retail_lines) PrintLineCounts(*input->online_retail_lines);
  if (from->statistics) PrintStatistics(*from->statistics, k);
  if (from->counts) PrintCounts(*from->counts, built.neighbour_item.size());
  if (from->attribution) PrintAttribution(*from->attribution);
  if (from->trained) PrintTraining(*from->trained);
  if (looks) PrintViews(*looks);
  PrintSensitive(items->report);
  PrintSections(built, bytes->size());
  return WriteHeldOut(options, input->held_out);
}

}  // namespace

int CommandPack(std::span<const std::string> args) {
  return RunCommand("hearth pack", args, kHelp, kOptionNames, MakePack);
}

}  // namespace hearth
