// What visitors looked at, in order. Lines come from the retailer, are counted by `hearth pack`
// (view_counts.h), and never reach a pack as they are.
//
// Files are CSV or TSV with a header line and the columns `visitor, time, id`. A visit ends where a
// visitor does nothing for 30 minutes, as on the device (profile.h). An error says file, line,
// column and what was expected, and never quotes the line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalog/builder.h"
#include "pack/orders.h"

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

Result<ViewLines> ReadViewLines(std::string_view text, const std::string& file_name);

// A trail is what was looked at in one visit. Sorted by visitor, then time.
struct Trails {
  std::vector<uint32_t> visitor;
  std::vector<size_t> start;    // one more than trails
  std::vector<ItemIndex> item;  // in the order of looking, repeats and all
  std::vector<Time> time;       // of each look

  size_t size() const { return visitor.size(); }
  std::span<const ItemIndex> ItemsOf(size_t visit) const {
    return std::span(item).subspan(start[visit], start[visit + 1] - start[visit]);
  }
};

// Of the lines whose SKU is in the catalog. Looks of one moment stay in the order of the file.
Trails MakeTrails(const ViewLines& views, const OwnedColumns& columns);

}  // namespace hearth
