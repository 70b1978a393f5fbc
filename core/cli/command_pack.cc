// hearth pack: a product feed and order lines in, a public pack out.
#include <cstdio>
#include <optional>
#include <utility>

#include "cli/commands.h"
#include "cli/count_files.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/pack_summary.h"
#include "cli/progress.h"
#include "pack/feed/categories.h"
#include "pack/feed/feed.h"
#include "pack/orders/online_retail.h"
#include "pack/orders/orders.h"
#include "pack/orders/view_lines.h"
#include "pack/pipeline.h"
#include "pack/training/trees_json.h"
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
  ShopFeed feed;
  ShopLines lines;
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

Status ReadOnlineRetailInput(const Options& options, Input* input) {
  const std::string rules_path = options.Get("categories");
  const Result<std::string> rules_text = ReadTextFile(rules_path);
  if (!rules_text.ok()) return rules_text.error();
  const Result<CategoryRules> rules = CategoryRules::Parse(*rules_text, rules_path);
  if (!rules.ok()) return rules.error();
  const std::string& path = input->feed.items_name;
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<OnlineRetail> retail = ReadOnlineRetail(*text, path, *rules, options.Has("hold-out"));
  if (!retail.ok()) return retail.error();
  input->feed.items = std::move(retail->items);
  if (!options.Has("counts")) input->lines.orders = std::move(retail->orders);
  input->held_out = std::move(retail->held_out);
  input->online_retail_lines = retail->counts;
  return {};
}

Status ReadFeedInput(const Options& options, Input* input) {
  ShopFeed& feed = input->feed;
  const Result<std::string> feed_text = ReadTextFile(feed.items_name);
  if (!feed_text.ok()) return feed_text.error();
  Result<std::vector<FeedItem>> items = ReadFeed(*feed_text, feed.items_name, feed.money);
  if (!items.ok()) return items.error();
  feed.items = *std::move(items);
  if (!options.Has("orders")) return {};
  const std::string orders_path = options.Get("orders");
  const Result<std::string> orders_text = ReadTextFile(orders_path);
  if (!orders_text.ok()) return orders_text.error();
  Result<Orders> orders = ReadOrders(*orders_text, orders_path, feed.money);
  if (!orders.ok()) return orders.error();
  if (options.Has("hold-out")) input->held_out = TakeHeldOut(&*orders);
  input->lines.orders = *std::move(orders);
  return {};
}

Status ReadShopsOwnList(const Options& options, ShopFeed* feed) {
  if (!options.Has("sensitive")) return {};
  const std::string path = options.Get("sensitive");
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<SensitiveList> list = SensitiveList::FromJson(*text);
  if (!list.ok()) return Error{list.error().code, path + ": " + list.error().message};
  feed->sensitive = *std::move(list);
  feed->sensitive_name = "--sensitive";
  return {};
}

Status ReadCountsAndViews(const Options& options, ShopLines* lines) {
  if (options.Has("counts")) {
    Result<CountFiles> files = ReadCountFiles(options.Get("counts"));
    if (!files.ok()) return files.error();
    lines->counts = *std::move(files);
  }
  if (options.Has("views")) {
    const Result<std::string> text = ReadTextFile(options.Get("views"));
    if (!text.ok()) return text.error();
    Result<ViewLines> views = ReadViewLines(*text, options.Get("views"));
    if (!views.ok()) return views.error();
    lines->views = *std::move(views);
  }
  return {};
}

// The shop's own list first, before anything slow begins.
Result<Input> ReadInput(const Options& options, const MoneyFormat& money) {
  Input input;
  input.feed.shop = options.Get("shop", "Online Retail");
  input.feed.money = money;
  input.feed.items_name = options.Get("feed", options.Get("online-retail"));
  Status status = ReadShopsOwnList(options, &input.feed);
  if (!status.ok()) return status.error();
  status = options.Has("online-retail") ? ReadOnlineRetailInput(options, &input)
                                        : ReadFeedInput(options, &input);
  if (!status.ok()) return status.error();
  status = ReadCountsAndViews(options, &input.lines);
  if (!status.ok()) return status.error();
  return input;
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

Status WriteTables(const Options& options, const Input& input, const ClassifiedShop& shop) {
  const std::string folder = options.Get("tables");
  const std::optional<Orders>& orders = input.lines.orders;
  const Status status =
      WriteCountTables(folder, orders, *shop.columns, SensitiveList::Default(), shop.topics);
  if (!status.ok()) return status;
  std::printf("%s\nitems       %zu\n", folder.c_str(), shop.columns->item_count());
  if (orders) std::printf("orders      %zu lines\n", orders->lines.size());
  return WriteHeldOut(options, input.held_out);
}

PackTraining TrainingOf(const Options& options) {
  if (!options.Has("train")) return PackTraining::kNone;
  const std::string train = options.Get("train");
  if (train == "ablation") return PackTraining::kAblation;
  return train == "uncounted" ? PackTraining::kUncounted : PackTraining::kTrees;
}

Status WritePack(const Options& options, const MadePack& made) {
  if (options.Has("write-trees") && made.summary.trained) {
    const Status written =
        WriteFileAtomically(options.Get("write-trees"), WriteTrees(made.summary.trained->trees));
    if (!written.ok()) return written;
  }
  return WriteFileAtomically(options.Get("out"), made.bytes);
}

Status RunPack(const Options& options) {
  if (const Status status = CheckOptions(options); !status.ok()) return status;
  const Result<MoneyFormat> money = MoneyFormatOf(options.Get("currency", "GBP"));
  if (!money.ok()) return InvalidArgument("--currency: " + money.error().message);
  const Result<int64_t> k = options.Number("k", kDefaultK, 2, 1'000'000);
  if (!k.ok()) return k.error();
  Result<Input> input = ReadInput(options, *money);
  if (!input.ok()) return input.error();
  Result<ClassifiedShop> shop = ClassifyShop(std::move(input->feed));
  if (!shop.ok()) return shop.error();
  if (options.Has("tables")) return WriteTables(options, *input, *shop);
  const Result<MadePack> made = [&] {
    ProgressBar bar;
    return MakePack(*std::move(shop), input->lines,
                    {.k = static_cast<uint32_t>(*k),
                     .train = TrainingOf(options),
                     .attribution = !options.Has("household")},
                    bar.AsProgress());
  }();
  if (!made.ok()) return made.error();
  if (const Status status = WritePack(options, *made); !status.ok()) return status;
  std::printf("%s\n", options.Get("out").c_str());
  PrintPackSummary(made->summary, input->online_retail_lines);
  return WriteHeldOut(options, input->held_out);
}

}  // namespace

int CommandPack(std::span<const std::string> args) {
  return RunCommand("hearth pack", args, kHelp, kOptionNames, RunPack);
}

}  // namespace hearth
