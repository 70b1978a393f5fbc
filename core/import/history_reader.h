// Reads a file of purchases, whatever it is:
//
//   Amazon       the order history of a request for one's data, and the report of older times
//   a table      delimited text with a header line; other people's names for columns by a mapping
//   schema.org   Order in JSON-LD: an object, a list, @graph, JSON lines, or in a page
//   mails        one or an mbox of them, with such pages in their parts (input/mail.h)
//   JSON         a list of flat objects, or JSON lines, as a table
//   Hearth       its own export
//
// Nothing is guessed that has two readings: such a row is skipped and named, and where a date's
// order is not known, or a column's meaning, the file asks. O(length) time and memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/feed_values.h"
#include "import/history_file.h"

namespace hearth {

inline constexpr size_t kMaxHistoryBytes = 64u << 20;
inline constexpr size_t kMaxHistoryRows = 1'000'000;

// `money`: the shop's. A purchase in another currency is kept without its price. Errors: malformed,
// too_large, unsupported_version (of Hearth's own export).
Result<HistoryFile> ReadHistory(std::string_view bytes, const MoneyFormat& money,
                                const HistoryOptions& options);

}  // namespace hearth
