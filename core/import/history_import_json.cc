#include "import/history_import_json.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/sort.h"
#include "catalog/feed_values.h"

namespace hearth {
namespace {

constexpr size_t kExamples = 5;
constexpr std::array<std::string_view, 4> kMatchedByNames = {"description", "sku", "gtin", "title"};

std::string TextOr(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  return value != nullptr && value->is_string() ? value->string() : "";
}

int64_t IntegerOr(const Json& object, std::string_view name, int64_t otherwise) {
  const Json* value = object.find(name);
  return value != nullptr && value->is_number_integer() ? value->integer() : otherwise;
}

std::vector<KnownPurchase> ReadKnown(const Json* events) {
  std::vector<KnownPurchase> known;
  if (events == nullptr || !events->is_array()) return known;
  for (const Json& event : events->elements()) {
    if (TextOr(event, "type") != "buy") continue;
    const Json* item = event.find("item");
    known.push_back({IntegerOr(event, "time", 0),
                     static_cast<SessionId>(IntegerOr(event, "session", 0)), TextOr(event, "sku"),
                     static_cast<int32_t>(IntegerOr(event, "priceMinor", 0)),
                     static_cast<uint32_t>(IntegerOr(event, "quantity", 1)),
                     item == nullptr ? "" : TextOr(*item, "title")});
  }
  return known;
}

Json Texts(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

Json MappingOf(const HistoryFile& file) {
  Json mapping = Json::object();
  for (size_t f = 0; f < kHistoryFields; ++f) {
    const size_t column = file.mapping[f];
    mapping[kHistoryFieldNames[f]] =
        column < file.columns.size() ? Json(file.columns[column]) : Json();
  }
  return mapping;
}

Json SkippedOf(const SkippedRows& skipped, RowUnit unit) {
  std::vector<size_t> order;
  for (size_t i = 0; i < kSkipNames.size(); ++i) {
    if (skipped.Of(static_cast<Skip>(i)) > 0) order.push_back(i);
  }
  Sort(order, [&](size_t a, size_t b) {
    return skipped.Of(static_cast<Skip>(a)) > skipped.Of(static_cast<Skip>(b));
  });
  Json reasons = Json::array();
  for (const size_t i : order) {
    const auto reason = static_cast<Skip>(i);
    reasons.push_back(
        {{"reason", kSkipNames[i]}, {"words", InWords(reason)}, {"rows", skipped.Of(reason)}});
  }
  Json first = Json::array();
  for (const SkippedRow& row : skipped.first()) {
    first.push_back({{"unit", kRowUnitNames[static_cast<size_t>(row.unit.value_or(unit))]},
                     {"row", row.row},
                     {"reason", kSkipNames[static_cast<size_t>(row.reason)]},
                     {"words", InWords(row.reason)},
                     {"detail", row.detail}});
  }
  return {{"rows", skipped.size()}, {"reasons", std::move(reasons)}, {"first", std::move(first)}};
}

Json ExamplesOf(const HistoryImport& import) {
  Json examples = Json::array();
  const auto& purchases = import.purchases();
  for (size_t i = 0; i < std::min(kExamples, purchases.size()); ++i) {
    examples.push_back({{"time", purchases[i].event.time},
                        {"title", purchases[i].event.title},
                        {"quantity", purchases[i].event.quantity},
                        {"priceMinor", purchases[i].event.price_minor},
                        {"by", kMatchedByNames[static_cast<size_t>(purchases[i].by)]}});
  }
  return examples;
}

Status ReadDates(const Json& root, HistoryOptions* options) {
  const std::string dates = TextOr(root, "dates");
  if (dates == "day-first") options->times.dates = DateOrder::kDayFirst;
  if (dates == "month-first") options->times.dates = DateOrder::kMonthFirst;
  if (!dates.empty() && options->times.dates == DateOrder::kUnknown) {
    return InvalidArgument("dates: expected day-first or month-first");
  }
  const std::string offset = TextOr(root, "offset");
  if (offset.empty()) return {};
  const Result<Time> ahead = ParseOffset(offset);
  if (!ahead.ok()) return InvalidArgument("offset: " + ahead.error().message);
  options->times.clock = *ahead;
  return {};
}

}  // namespace

Status ReadColumns(const Json& columns, HistoryOptions* options) {
  if (!columns.is_object()) {
    return InvalidArgument("columns: expected an object like {\"time\": \"Bought on\", ...}");
  }
  for (const Json::Entry& entry : columns.entries()) {
    const auto* const field =
        std::find(kHistoryFieldNames.begin(), kHistoryFieldNames.end(), entry.name);
    if (field == kHistoryFieldNames.end()) {
      return InvalidArgument(
          "columns: expected time, order, sku, gtin, title, category, brand, " +
          std::string("quantity, price, currency, status, cancelled, returned, ") +
          "site or gift, got " + Quoted(entry.name));
    }
    if (!entry.value.is_string() && !entry.value.is_null()) {
      return InvalidArgument("columns: expected the name of a column for each field");
    }
    options->columns[static_cast<size_t>(field - kHistoryFieldNames.begin())] =
        entry.value.is_string() ? entry.value.string() : "";
  }
  return {};
}

Result<ImportRequest> ParseImportRequest(std::string_view json_text) {
  const Result<Json> root = Json::Parse(json_text);
  if (!root.ok()) return InvalidArgument("options: " + root.error().message);
  ImportRequest request;
  if (const Json* columns = root->find("columns"); columns != nullptr) {
    const Status status = ReadColumns(*columns, &request.options);
    if (!status.ok()) return status.error();
  }
  if (const Status status = ReadDates(*root, &request.options); !status.ok()) {
    return status.error();
  }
  const std::string decimals = TextOr(*root, "decimals");
  if (!decimals.empty() && decimals != "." && decimals != ",") {
    return InvalidArgument("decimals: expected \".\" or \",\"");
  }
  if (!decimals.empty()) request.options.decimal_mark = decimals[0];
  request.options.now = IntegerOr(*root, "now", kMaxTime);
  request.known = ReadKnown(root->find("known"));
  return request;
}

Json OutcomeOf(const HistoryImport& import) {
  const HistoryFile& file = import.file();
  const ImportCounts& counts = import.counts();
  Json asks = Json::array();
  if (file.asks_columns) asks.push_back("columns");
  if (file.asks_dates) asks.push_back("dates");
  Json rows = Json::array();
  for (const std::vector<std::string>& row : file.first_rows) rows.push_back(Texts(row));
  return {
      {"recognised", file.recognised},
      {"unit", kRowUnitNames[static_cast<size_t>(file.unit)]},
      {"rows", file.rows},
      {"asks", std::move(asks)},
      {"columns", Texts(file.columns)},
      {"mapping", MappingOf(file)},
      {"firstRows", std::move(rows)},
      {"events", import.event_count()},
      {"examples", ExamplesOf(import)},
      {"matched", {{"sku", counts.by_sku}, {"gtin", counts.by_gtin}, {"title", counts.by_title}}},
      {"described", counts.described},
      {"addedUp", counts.added_up},
      {"gifts", counts.gifts},
      {"known", counts.known},
      {"toppedUp", counts.topped_up},
      {"withdrawn", counts.withdrawn},
      {"otherCurrency", file.in_other_currency},
      {"shortened", file.shortened},
      {"skipped", SkippedOf(file.skipped, file.unit)}};
}

}  // namespace hearth
