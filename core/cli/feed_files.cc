#include "cli/feed_files.h"

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "catalog/catalog.h"
#include "cli/files.h"
#include "cli/gzip.h"

namespace hearth {

Result<Feed> ReadFeedFiles(const FeedArguments& arguments, FeedOptions rules) {
  FeedOptions options = std::move(rules);
  options.encoding = arguments.encoding;
  if (!arguments.decimal_mark.empty()) options.decimal_mark = arguments.decimal_mark[0];
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
  if (!old.ok() || 2 * items >= old->item_count()) return {};
  return Malformed(std::to_string(items) + " items, and " + out + " has " +
                   std::to_string(old->item_count()) +
                   ": it stays as it is; --allow-shrink replaces it");
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
    if (file.net_prices > 0) {
      std::printf("            %zu prices are without tax: shoppers see less than they pay\n",
                  file.net_prices);
    }
  }
  if (feed.bad_rows == 0) return;
  std::printf("skipped     %zu bad rows:\n%s", feed.bad_rows, feed.bad_rows_by_kind.c_str());
}

}  // namespace hearth
