// Folders of CSV tables (pack/counts/counts.h): what the queries of pack/sql read, and what they
// answer.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "catalog/builder.h"
#include "pack/counts/counts.h"
#include "pack/orders/orders.h"
#include "policy/sensitive.h"

namespace hearth {

// Each table is a file `name.csv`, or a folder of that name or `name` whose files end in .csv, as
// Spark writes them. Errors: not_found, too_large.
Result<CountFiles> ReadCountFiles(const std::string& folder);

// Makes the folder where there is none. Order lines only where there are any.
Status WriteCountTables(const std::string& folder, const std::optional<Orders>& orders,
                        const OwnedColumns& columns, const SensitiveList& list,
                        std::span<const TopicIndex> topics);

}  // namespace hearth
