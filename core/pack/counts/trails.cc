#include "pack/counts/trails.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "history/visits.h"
#include "pack/counts/baskets.h"

namespace hearth {

Trails MakeTrails(const ViewLines& views, const OwnedColumns& columns) {
  const std::vector<ItemIndex> item_by_sku = ItemsOf(views.skus, columns);
  std::vector<ViewLine> lines;
  for (const ViewLine& line : views.lines) {
    if (item_by_sku[line.sku] != kNoItem) lines.push_back(line);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const ViewLine& a, const ViewLine& b) {
    return std::tie(a.visitor, a.time) < std::tie(b.visitor, b.time);
  });
  Trails trails;
  VisitCounter counter;
  for (const ViewLine& line : lines) {
    if (counter.VisitOf(line.visitor, kNoSession, line.time) == trails.start.size()) {
      trails.visitor.push_back(line.visitor);
      trails.start.push_back(trails.item.size());
    }
    trails.item.push_back(item_by_sku[line.sku]);
    trails.time.push_back(line.time);
  }
  trails.start.push_back(trails.item.size());
  return trails;
}

}  // namespace hearth
