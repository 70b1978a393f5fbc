// What visitors looked at: view lines. They come from the retailer, are counted by `hearth pack`
// (counts/view_counts.h), and never reach a pack as they are.
//
// Files are CSV or TSV with a header line and the columns `visitor, time, id`. An error says file,
// line, column and what was expected, and never quotes the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pack/orders/orders.h"

namespace hearth {

struct ViewLine {
  uint32_t visitor, sku;  // numbers in the Names of ViewLines
  Time time;
};

struct ViewLines {
  Names visitors, skus;
  std::vector<ViewLine> lines;

  // The ids must be from 1 to kMaxIdBytes and to kMaxSkuBytes bytes; checked by the reader.
  void Add(std::string_view visitor, std::string_view sku, Time time);
};

// The lines before a moment, and the names that stand in them. O(lines).
ViewLines LinesBefore(const ViewLines& views, Time end);

Result<ViewLines> ReadViewLines(std::string_view text, const std::string& file_name,
                                const TimeFormat& times = {});

}  // namespace hearth
