// The formats that ReadHistory tells apart; each adds what it reads to a file.
#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalog/feed_values.h"
#include "import/history_file.h"
#include "input/records.h"

namespace hearth {

// Rows of a table, or flat objects of JSON. `is_json`: the rows are numbered, not the lines.
// Errors: malformed, where a quote is never closed or there is no header.
Status ReadTableHistory(std::string_view text, bool is_json, const MoneyFormat& money,
                        const HistoryOptions& options, HistoryFile* file);

// All that is a schema.org Order in `roots`, at any depth. Answers how many each of them has.
std::vector<size_t> ReadOrderHistory(const std::vector<Json>& roots, const MoneyFormat& money,
                                     const HistoryOptions& options, HistoryFile* file);

// A value that was read, once more.
Json Copied(const Json& value);

// Whether this says that it is Hearth's own export; and its events, as `record` takes them, behind
// those of another. Errors: malformed, where its prices are in another currency than the other's,
// too; unsupported_version. Then nothing is added.
bool IsOwnHistory(const Json& root);
Status ReadOwnHistory(const Json& root, HistoryFile* file);

}  // namespace hearth
