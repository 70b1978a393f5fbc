// Counts made elsewhere: the tables that the queries of pack/sql read, and their answers, which
// `hearth pack --counts` takes in place of order lines. CSV with a header line, exactly these
// columns:
//
//   in   order_lines    customer,order_id,id,time_ms,quantity   from order lines read here; a shop
//                                                               with many has its own
//        catalog_items  item,id,topic       the number of an item, its SKU, its topic (0 none)
//        catalog_ids    id,item             every SKU by which lines may name an item: its own, and
//                                           those of its variants
//        topics         topic,name,tier     tier: 0 none, 1 quiet, 2 own_screen, 3 never
//   out  totals         k,as_of_ms,customers,items,pairs,reveals one row; the rows of the others
//        item_counts    id,customers,recent_customers,repeaters,gap_days,since_day
//        pair_counts    a,b,customers                           a pair once, either way round
//        reveals        id,topic                                topic: its name
//
// The ids of the answers are those of catalog_items: an item's own SKU, which is the group's where
// it has variants. A variant's SKU is refused: what was counted of one size is not what was counted
// of the item, and two sizes cannot be added up, since one customer may have both. So is an id that
// differs in capitals, blanks or zeros in front, and the error names the one that is meant.
//
// Nothing is taken on trust: numbers are whole and in range, 0 or at least k where customers are
// counted, items in the catalog and there once, pairs not above what their items have, tables as
// long as `totals` says. The first thing amiss is an error, with file, line and column where it has
// a place; nothing is left out silently.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/counts/statistics.h"
#include "pack/orders/orders.h"
#include "policy/sensitive.h"

namespace hearth {

std::string WriteOrderLines(const Orders& orders);
// `topics`: one for each item.
std::string WriteCatalogItems(const OwnedColumns& columns, std::span<const TopicIndex> topics);
std::string WriteCatalogIds(const OwnedColumns& columns);
std::string WriteTopicList(const SensitiveList& list);

struct TableFile {
  std::string name;  // stands at the front of errors
  std::string text;
};

// A table may lie in several files, each with the header line: so Spark writes them.
using TableFiles = std::vector<TableFile>;

struct CountFiles {
  TableFiles totals, item_counts, pair_counts, reveals;
};

struct ReadCountsResult {
  PublicCounts counts;
  std::vector<TopicIndex> revealed;  // one for each item; kNoTopic for none
};

// `topics`: of each item, as they were written for the queries. Errors: malformed, with file, line
// and column; invalid_argument where they were counted with another k.
Result<ReadCountsResult> ReadCounts(const CountFiles& files, uint32_t k, const SensitiveList& list,
                                    std::span<const TopicIndex> topics,
                                    const OwnedColumns& columns);

}  // namespace hearth
