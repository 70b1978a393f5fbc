// The options and the outcome of an import as JSON, for the browser's module and for `hearth
// import`.
//
// Options, each may be left out:
//   {"columns": {"time": "Bought on", "sku": ""},   a field's column; "": the table has none
//    "dates": "day-first" | "month-first",
//    "offset": "+02:00",                            of times that name no zone; UTC
//    "decimals": "." | ",",
//    "now": 1764500000000,                          later purchases are skipped
//    "known": [{"type": "buy", "time", "session", "sku", "priceMinor", "quantity",
//               "item": {"title"}}, ...]}           as history.export has them
//
// Outcome: {"recognised", "unit", "rows", "asks": ["columns", "dates"], "columns", "mapping",
//   "firstRows", "events", "examples", "matched": {"sku", "gtin", "title"}, "described", "addedUp",
//   "gifts", "known", "toppedUp", "withdrawn", "otherCurrency", "shortened", "skipped": {"rows",
//   "reasons": [{"reason", "words", "rows"}], "first": [{"unit", "row", "reason", "words",
//   "detail"}]}}
#pragma once

#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "import/history_import.h"

namespace hearth {

struct ImportRequest {
  HistoryOptions options;
  std::vector<KnownPurchase> known;
};

// Errors: invalid_argument, beginning with the field.
Result<ImportRequest> ParseImportRequest(std::string_view json_text);

// A file of columns for `hearth import`: the value of "columns" above. Errors: invalid_argument.
Status ReadColumns(const Json& columns, HistoryOptions* options);

Json OutcomeOf(const HistoryImport& import);

}  // namespace hearth
