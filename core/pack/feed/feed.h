// Reads a shop's product feed into FeedItems: CSV or TSV with a header line, or JSON lines, by the
// ending of the file's name. Field names are those of the Google product data specification
// (catalog/feed_item.h); id, title and price are required, unknown fields are skipped.
// An error says file, line, column (of CSV) and what was expected.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/feed_item.h"

namespace hearth {

Result<std::vector<FeedItem>> ReadFeed(std::string_view text, const std::string& file_name,
                                       const MoneyFormat& money);

}  // namespace hearth
