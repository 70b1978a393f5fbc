// hearth import: a file of purchases as a history that a shop's page can take in.
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "cli/commands.h"
#include "cli/files.h"
#include "import/history_import_json.h"

namespace hearth {
namespace {

std::string Counted(size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string SkippedInWords(const HistoryFile& file) {
  if (file.skipped.size() == 0) return "";
  std::string text = "skipped: " + Counted(file.skipped.size(), "row", "rows") + "\n";
  for (const SkippedRow& row : file.skipped.first()) {
    const auto unit = static_cast<size_t>(row.unit.value_or(file.unit));
    text += "  " + std::string(kRowUnitNames[unit]) + " " + std::to_string(row.row) + ": " +
            std::string(InWords(row.reason)) + (row.detail.empty() ? "" : " (" + row.detail + ")") +
            "\n";
  }
  if (file.skipped.size() > file.skipped.first().size()) text += "  ... of which by reason:\n";
  for (size_t i = 0; i < kSkipNames.size(); ++i) {
    const size_t count = file.skipped.Of(static_cast<Skip>(i));
    if (count == 0 || file.skipped.size() <= file.skipped.first().size()) continue;
    text += "  " + std::to_string(count) + " " + std::string(InWords(static_cast<Skip>(i))) + "\n";
  }
  return text;
}

std::string Summary(const HistoryImport& import) {
  const HistoryFile& file = import.file();
  const ImportCounts& counts = import.counts();
  std::string text = "recognised: " + file.recognised + "\n";
  text += "read: " + Counted(file.rows, "row", "rows") + ", " +
          Counted(import.event_count(), "event", "events") + "\n";
  if (file.unit != RowUnit::kEvent) {
    text += "of this shop: " + std::to_string(counts.by_sku) + " by SKU, " +
            std::to_string(counts.by_gtin) + " by GTIN, " + std::to_string(counts.by_title) +
            " by title\n";
    text += "kept by description: " + std::to_string(counts.described) + "\n";
  }
  const auto add = [&](size_t count, const char* words) {
    if (count > 0) text += std::to_string(count) + " " + words + "\n";
  };
  add(counts.added_up, "went into an equal line of their order");
  add(counts.gifts, "look like presents, and will be their giver's alone");
  add(file.in_other_currency, "in another currency, taken without the price");
  add(file.shortened, "too long texts were shortened");
  return text + SkippedInWords(file);
}

// What each field is read from, and the first rows.
std::string Preview(const HistoryFile& file) {
  std::string text;
  for (size_t f = 0; f < kHistoryFields && !file.columns.empty(); ++f) {
    const size_t column = file.mapping[f];
    if (column != kNoColumn) {
      text += "  " + std::string(kHistoryFieldNames[f]) + ": " + file.columns[column] + "\n";
    }
  }
  std::string rows;
  for (const std::vector<std::string>& row : file.first_rows) {
    std::string line;
    for (const std::string& cell : row) line += (line.empty() ? "" : " | ") + cell;
    rows += "  " + line + "\n";
  }
  return (text.empty() ? "" : "columns:\n" + text) + (rows.empty() ? "" : "first rows:\n" + rows);
}

Status CheckAsks(const HistoryFile& file) {
  if (file.asks_columns) {
    return InvalidArgument(
        "what the columns mean is not known; --columns says it, and --preview shows them");
  }
  if (file.asks_dates) {
    return InvalidArgument(
        "dates read two ways; --dates day-first or --dates month-first says which number is the "
        "day");
  }
  return {};
}

Result<ShopItems> LoadShop(const EngineFiles& files) {
  if (files.pack.empty() && files.catalog.empty()) {
    return InvalidArgument("expected --pack FILE or --catalog FILE.json");
  }
  if (files.pack.empty()) {
    const Result<std::string> text = ReadTextFile(files.catalog);
    if (!text.ok()) return text.error();
    return ShopItems::FromJson(*text);
  }
  Result<std::vector<uint8_t>> bytes = ReadBinaryFile(files.pack);
  if (!bytes.ok()) return bytes.error();
  return ShopItems::FromPack(*std::move(bytes));
}

Result<HistoryOptions> OptionsOf(const ImportCommand& command) {
  HistoryOptions options;
  options.times = command.times;
  options.decimal_mark = command.decimal_mark.empty() ? '\0' : command.decimal_mark[0];
  options.now = Today();
  if (command.columns.empty()) return options;
  const Result<std::string> text = ReadTextFile(command.columns);
  if (!text.ok()) return text.error();
  const Result<Json> columns = Json::Parse(*text);
  if (!columns.ok()) return Malformed(command.columns + ": " + columns.error().message);
  const Status status = ReadColumns(*columns, &options);
  if (!status.ok()) return Malformed(command.columns + ": " + status.error().message);
  return options;
}

}  // namespace

Status Run(const ImportCommand& command) {
  const Result<HistoryOptions> options = OptionsOf(command);
  if (!options.ok()) return options.error();
  const Result<ShopItems> shop = LoadShop(command.shop);
  if (!shop.ok()) return shop.error();
  const Result<std::string> bytes = ReadTextFile(command.history);
  if (!bytes.ok()) return bytes.error();
  HistoryImport import(*shop);
  if (const Status status = import.Read(*bytes, *options, {}); !status.ok()) {
    return Error{status.error().code, command.history + ": " + status.error().message};
  }
  const bool is_alone = command.preview || !command.out.empty();
  std::fputs(Summary(import).c_str(), is_alone ? stdout : stderr);
  if (command.preview) {
    std::fputs(Preview(import.file()).c_str(), stdout);
    return {};
  }
  if (const Status status = CheckAsks(import.file()); !status.ok()) {
    return Error{status.error().code, command.history + ": " + status.error().message};
  }
  Json history = {
      {"format", "hearth-history"}, {"version", 1}, {"currency", shop->money().currency}};
  history["events"] = import.Events(0, import.event_count());
  if (command.out.empty()) {
    std::puts(history.Write().c_str());
    return {};
  }
  return WriteFileAtomically(command.out, history.Write() + "\n");
}

}  // namespace hearth
