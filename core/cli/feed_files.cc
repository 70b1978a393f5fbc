#include "cli/feed_files.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/utf8.h"
#include "catalog/catalog.h"
#include "cli/files.h"
#include "cli/gzip.h"

namespace hearth {
namespace {

void PrintUnused(const std::vector<std::string>& names) {
  constexpr size_t kShown = 6;
  std::string shown;
  for (size_t i = 0; i < names.size() && i < kShown; ++i) {
    shown += (i == 0 ? "" : ", ") + std::string(CutUtf8(names[i], 32));
  }
  if (names.size() > kShown) shown += " and " + std::to_string(names.size() - kShown) + " more";
  std::printf("            not used: %s\n", shown.c_str());
}

// How many rows of a feed a pack was made of, those that --top left out among them.
size_t RowsBehind(const Catalog& catalog) {
  size_t rows = catalog.columns().left_out_rows;
  for (ItemIndex item = 0; item < catalog.item_count(); ++item) {
    rows += catalog.columns().RowsOf(item);
  }
  return rows;
}

}  // namespace

char DecimalMark(const FeedArguments& arguments) {
  return arguments.decimal_mark.empty() ? '\0' : arguments.decimal_mark[0];
}

Result<Feed> ReadFeedFiles(const FeedArguments& arguments, FeedOptions rules) {
  FeedOptions options = std::move(rules);
  options.encoding = arguments.encoding;
  options.decimal_mark = DecimalMark(arguments);
  if (!arguments.columns.empty()) {
    const std::string path = arguments.columns;
    const Result<std::string> text = ReadTextFile(path);
    if (!text.ok()) return text.error();
    Result<OwnColumns> columns = ReadOwnColumns(*text);
    if (!columns.ok()) return Malformed(path + ": " + columns.error().message);
    options.columns = *std::move(columns);
  }
  std::vector<FeedFile> files;
  for (const std::string& path : arguments.paths) {
    Result<std::string> bytes = ReadMaybeGzipped(path);
    if (!bytes.ok()) return bytes.error();
    files.push_back({path, *std::move(bytes)});
  }
  return ReadFeed(std::move(files), options);
}

Status CheckShrink(const FeedArguments& arguments, size_t items, const std::string& out) {
  if (arguments.allow_shrink) return {};
  if (items == 0) {
    return Malformed("no items in " + arguments.paths.front() +
                     ": nothing was written; --allow-shrink makes an empty pack");
  }
  std::error_code ignored;
  if (out.empty() || !std::filesystem::is_regular_file(out, ignored)) return {};
  Result<std::vector<uint8_t>> bytes = ReadBinaryFile(out);
  if (!bytes.ok()) return {};
  const Result<Catalog> old = Catalog::FromPack(*std::move(bytes));
  if (!old.ok()) return {};
  const size_t before = RowsBehind(*old);
  if (2 * items >= before) return {};
  return Malformed(std::to_string(items) + " items, and " + out + " was made of " +
                   std::to_string(before) + ": it stays as it is; --allow-shrink replaces it");
}

void PrintFeed(const Feed& feed) {
  for (const FeedFileReport& file : feed.files) {
    std::printf("feed        %s: %s; %zu items\n", file.name.c_str(), file.format.c_str(),
                file.items);
    if (file.encoding_guessed) {
      std::printf("            if letters look wrong, --encoding says what they are written in\n");
    }
    for (const auto& [reason, rows] : file.left_out) {
      std::printf("            %zu rows left out: %s\n", rows, reason.c_str());
    }
    if (file.sales_not_understood > 0) {
      std::printf("            %zu sale prices left out: their dates could not be read\n",
                  file.sales_not_understood);
    }
    if (!file.unused.empty()) PrintUnused(file.unused);
    if (file.net_prices > 0) {
      std::printf("            %zu prices are without tax: shoppers see less than they pay\n",
                  file.net_prices);
    }
  }
  if (feed.bad_rows == 0) return;
  std::printf("skipped     %zu bad rows:\n%s", feed.bad_rows, feed.bad_rows_by_kind.c_str());
}

}  // namespace hearth
