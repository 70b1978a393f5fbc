// View lines as visits: what one visitor looked at in one visit, in order. A visit ends where a
// visitor does nothing for 30 minutes, as on the device (history/event.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/time.h"
#include "catalog/builder.h"
#include "pack/orders/view_lines.h"

namespace hearth {

// A trail is what was looked at in one visit. Sorted by visitor, then time.
struct Trails {
  std::vector<uint32_t> visitor;
  std::vector<size_t> start;    // one more than trails
  std::vector<ItemIndex> item;  // in the order of looking, repeats and all
  std::vector<Time> time;       // of each view

  size_t size() const { return visitor.size(); }
  std::span<const ItemIndex> ItemsOf(size_t visit) const {
    return std::span(item).subspan(start[visit], start[visit + 1] - start[visit]);
  }
};

// Of the lines whose SKU is in the catalog. Views of one moment stay in the order of the file.
Trails MakeTrails(const ViewLines& views, const OwnedColumns& columns);

}  // namespace hearth
