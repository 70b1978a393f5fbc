// hearth pack: a product feed and order lines in, a public pack out.
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "cli/commands.h"
#include "cli/count_files.h"
#include "cli/engine_files.h"
#include "cli/feed_files.h"
#include "cli/files.h"
#include "cli/gzip.h"
#include "cli/pack_summary.h"
#include "cli/progress.h"
#include "input/encoding.h"
#include "pack/counts/screening.h"
#include "pack/counts/top_items.h"
#include "pack/feed/categories.h"
#include "pack/orders/online_retail.h"
#include "pack/orders/orders.h"
#include "pack/orders/view_lines.h"
#include "pack/pipeline.h"
#include "policy/sensitive.h"

namespace hearth {
namespace {

// What goes into a pack, and what is kept out of it.
struct Input {
  ShopFeed feed;
  ShopLines lines;
  Orders held_out;
  std::optional<LineCounts> online_retail_lines;
  std::optional<Feed> feed_report;  // without its items
};

// The rules between options that are not of two alone.
Status CheckOptions(const PackCommand& command) {
  const bool has_orders = !command.orders.empty() || !command.online_retail.empty();
  if (!command.hold_out.empty() && !has_orders) return InvalidArgument("--hold-out needs --orders");
  if (command.options.train != PackTraining::kNone && !has_orders && command.views.empty()) {
    return InvalidArgument("--train needs --orders or --views");
  }
  return {};
}

Status ReadOnlineRetailInput(const PackCommand& command, Input* input) {
  const std::string rules_path = command.categories;
  const Result<std::string> rules_text = ReadTextFile(rules_path);
  if (!rules_text.ok()) return rules_text.error();
  const Result<CategoryRules> rules = CategoryRules::Parse(*rules_text, rules_path);
  if (!rules.ok()) return rules.error();
  const std::string& path = input->feed.items_name;
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<OnlineRetail> retail = ReadOnlineRetail(*text, path, *rules, !command.hold_out.empty());
  if (!retail.ok()) return retail.error();
  input->feed.items = std::move(retail->items);
  if (command.counts.empty()) input->lines.orders = std::move(retail->orders);
  input->held_out = std::move(retail->held_out);
  input->online_retail_lines = retail->counts;
  return {};
}

// A file of order lines or views as UTF-8, unpacked.
Result<std::string> ReadLines(const PackCommand& command, const std::string& path) {
  Result<std::string> bytes = ReadMaybeGzipped(path);
  if (!bytes.ok()) return bytes;
  Result<DecodedText> decoded = DecodeText(*std::move(bytes), command.feed.encoding);
  if (decoded.ok()) return std::move(decoded->text);
  return Error{decoded.error().code, path + ":1:1: " + decoded.error().message};
}

Status ReadFeedInput(const PackCommand& command, const Progress& progress, Input* input) {
  ShopFeed& feed = input->feed;
  FeedOptions rules;
  rules.money = feed.money;
  rules.times = command.times;
  rules.now = command.options.now;
  rules.skip_bad_rows = command.skip_bad_rows;
  rules.progress = progress;
  Result<Feed> read = ReadFeedFiles(command.feed, std::move(rules));
  if (!read.ok()) return read.error();
  const Status status = CheckShrink(command.feed, read->items.size(), command.out);
  if (!status.ok()) return status;
  feed.items = std::move(read->items);
  input->feed_report = *std::move(read);
  if (command.orders.empty()) return {};
  const std::string orders_path = command.orders;
  const Result<std::string> orders_text = ReadLines(command, orders_path);
  if (!orders_text.ok()) return orders_text.error();
  Result<Orders> orders = ReadOrders(*orders_text, orders_path, feed.money,
                                     {command.times, command.skip_bad_rows, command.options.now,
                                      DecimalMark(command.feed), progress});
  if (!orders.ok()) return orders.error();
  input->lines.orders = *std::move(orders);
  return {};
}

Status ReadShopsOwnList(const PackCommand& command, ShopFeed* feed) {
  if (command.sensitive.empty()) return {};
  const std::string path = command.sensitive;
  const Result<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.error();
  Result<SensitiveList> list = SensitiveList::FromJson(*text);
  if (!list.ok()) return Error{list.error().code, path + ": " + list.error().message};
  feed->sensitive = *std::move(list);
  feed->sensitive_name = "--sensitive";
  return {};
}

Status ReadCountsAndViews(const PackCommand& command, ShopLines* lines) {
  if (!command.counts.empty()) {
    Result<CountFiles> files = ReadCountFiles(command.counts);
    if (!files.ok()) return files.error();
    lines->counts = *std::move(files);
  }
  if (!command.views.empty()) {
    const Result<std::string> text = ReadLines(command, command.views);
    if (!text.ok()) return text.error();
    Result<ViewLines> views = ReadViewLines(*text, command.views, command.times);
    if (!views.ok()) return views.error();
    lines->views = *std::move(views);
  }
  return {};
}

// What may be counted of the order lines, and of that what is held out. The lines of Online Retail
// were held out as they were read, so that their items are not known either.
Status ScreenInput(const PackCommand& command, const OwnedColumns& columns, Input* input) {
  if (!input->lines.orders) return {};
  Orders& orders = *input->lines.orders;
  const std::string& name = command.orders.empty() ? command.online_retail : command.orders;
  const Status status = ScreenOrders(name, columns, command.allow_unknown, &orders);
  if (!status.ok()) return status;
  if (!command.hold_out.empty() && !command.orders.empty()) input->held_out = TakeHeldOut(&orders);
  return {};
}

// The shop's own list first, before anything slow begins.
Result<Input> ReadInput(const PackCommand& command, const MoneyFormat& money,
                        const Progress& progress) {
  Input input;
  input.feed.shop = command.shop;
  input.feed.money = money;
  input.feed.items_name =
      command.feed.paths.empty() ? command.online_retail : command.feed.paths.front();
  Status status = ReadShopsOwnList(command, &input.feed);
  if (!status.ok()) return status.error();
  status = !command.online_retail.empty() ? ReadOnlineRetailInput(command, &input)
                                          : ReadFeedInput(command, progress, &input);
  if (!status.ok()) return status.error();
  status = ReadCountsAndViews(command, &input.lines);
  if (!status.ok()) return status.error();
  return input;
}

Status WriteHeldOut(const PackCommand& command, const Orders& held_out) {
  if (command.hold_out.empty()) return {};
  const Status status = WriteFileAtomically(command.hold_out, WriteHistories(held_out));
  if (status.ok()) {
    std::printf("held out    %zu customers, %zu lines, in %s\n", held_out.customers.size(),
                held_out.lines.size(), command.hold_out.c_str());
  }
  return status;
}

Status WriteTables(const PackCommand& command, const Input& input, const ClassifiedShop& shop) {
  const std::string folder = command.tables;
  const std::optional<Orders>& orders = input.lines.orders;
  const Status status =
      WriteCountTables(folder, orders, *shop.columns, SensitiveList::Default(), shop.topics);
  if (!status.ok()) return status;
  std::printf("%s\nitems       %zu\n", folder.c_str(), shop.columns->item_count());
  if (orders) std::printf("orders      %zu lines\n", orders->lines.size());
  return WriteHeldOut(command, input.held_out);
}

// How much a browser downloads, and where that is a lot, how many items would be less.
Result<DownloadSize> SizeOf(const std::vector<uint8_t>& pack) {
  DownloadSize size = {GzippedSize(pack), 0};
  if (size.compressed <= kLargePack) return size;
  const Result<Catalog> catalog = Catalog::FromPack(pack);
  if (!catalog.ok()) return catalog.error();
  size.items_that_fit = ItemsThatFit(catalog->columns(), size.compressed, kLargePack);
  return size;
}

}  // namespace

Status Run(const PackCommand& given) {
  PackCommand command = given;
  command.options.now = Today();
  if (const Status status = CheckOptions(command); !status.ok()) return status;
  const Result<MoneyFormat> money = MoneyFormatOf(command.currency);
  if (!money.ok()) return InvalidArgument("--currency: " + money.error().message);
  Result<Input> input = [&] {
    ProgressBar bar;
    return ReadInput(command, *money, bar.AsProgress());
  }();
  if (!input.ok()) return input.error();
  Result<ClassifiedShop> shop = ClassifyShop(std::move(input->feed));
  if (!shop.ok()) return shop.error();
  const Status screened = ScreenInput(command, *shop->columns, &*input);
  if (!screened.ok()) return screened;
  if (!command.tables.empty()) return WriteTables(command, *input, *shop);
  const Result<MadePack> made = [&] {
    ProgressBar bar;
    return MakePack(*std::move(shop), std::move(input->lines), command.options, bar.AsProgress());
  }();
  if (!made.ok()) return made.error();
  if (const Status status = WriteFileAtomically(command.out, made->bytes); !status.ok())
    return status;
  const Result<DownloadSize> size = SizeOf(made->bytes);
  if (!size.ok()) return size.error();
  std::printf("%s\n", command.out.c_str());
  PrintPackSummary(made->summary, input->feed_report, input->online_retail_lines, *size);
  return WriteHeldOut(command, input->held_out);
}

}  // namespace hearth
