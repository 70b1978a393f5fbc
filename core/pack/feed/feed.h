// Reads a shop's product files into FeedItems, whatever the shop exports: what a file is is found
// out from what is in it (encoding, delimiter, layout), and said.
//
// The files of layouts.h: Google and Meta catalogs as a table, RSS, Atom or JSON; products of
// Shopify, WooCommerce, Magento and PrestaShop; schema.org; YML; tables, XML and JSON with the
// usual names. Prices: input/money.h. Texts: input/plain_text.h. id, title and price are required.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "base/time.h"
#include "catalog/feed_item.h"
#include "input/time_reader.h"
#include "pack/feed/layouts.h"

namespace hearth {

struct FeedFile {
  std::string name;   // stands at the front of errors
  std::string bytes;  // unpacked
};

struct FeedOptions {
  MoneyFormat money;
  TimeFormat times;                   // of the dates of sales
  Time now = 0;                       // decides whether a sale price holds
  std::string encoding;               // "" to find out
  char decimal_mark = 0;              // '.' or ',' where the shop says which it is
  std::optional<OwnColumns> columns;  // in place of a layout
  double skip_bad_rows = 0;           // the share of rows that may be bad, 0 to 1
  Progress progress;                  // may be empty
};

// What was made of one file.
struct FeedFileReport {
  std::string name;
  std::string format;  // "Shopify products export, comma, UTF-8"
  bool encoding_guessed = false;
  size_t items = 0;
  std::map<std::string, size_t, std::less<>> left_out;  // rows that are no items, by reason
  size_t sales_not_understood = 0;  // regular price taken: the dates of the sale are not read
  size_t net_prices = 0;            // prices without tax: the file has no others
  std::vector<std::string> unused;  // names of columns that mean nothing here
};

struct Feed {
  std::vector<FeedItem> items;  // in the order of the files
  std::vector<FeedFileReport> files;
  size_t bad_rows = 0;
  std::string bad_rows_by_kind;  // a line each
};

// Errors: malformed, naming every bad row (the first 20 in full) with file, line, column and what
// was expected, where they are more than `skip_bad_rows` allows or where one of them ends the
// reading (a quote that nothing closes, a file cut off); or what a file is that cannot be read at
// all.
Result<Feed> ReadFeed(std::vector<FeedFile> files, const FeedOptions& options);

}  // namespace hearth
