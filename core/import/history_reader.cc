#include "import/history_reader.h"

#include <utility>
#include <vector>

#include "import/history_formats.h"
#include "input/common_encodings.h"
#include "input/lines.h"

namespace hearth {
namespace {

constexpr std::string_view kScript = "application/ld+json";

// What people choose by mistake, and what to do instead.
Status CheckKind(std::string_view bytes) {
  if (bytes.size() > kMaxHistoryBytes) return TooLarge("expected a file of at most 64 MiB");
  if (Trim(bytes).empty()) return Malformed("the file is empty");
  if (bytes.starts_with("PK\x03\x04")) {
    return Malformed(
        "this is a zip file or a workbook: unpack it, or save it as CSV, and choose the table in "
        "it");
  }
  if (bytes.starts_with("%PDF")) return Malformed("this is a PDF: expected a table or JSON");
  return {};
}

// The JSON values of a text: one, one on each line, or none where it is neither.
std::vector<Json> JsonValues(std::string_view text) {
  std::vector<Json> values;
  Result<Json> whole = Json::Parse(text);
  if (whole.ok()) {
    values.push_back(*std::move(whole));
    return values;
  }
  ForEachNumberedLine(text, [&](size_t, std::string_view line) {
    Result<Json> value = Json::Parse(line);
    if (value.ok()) values.push_back(*std::move(value));
    return !values.empty();  // where the first line is none, nor is the text
  });
  return values;
}

// Those of a page's or a mail's scripts.
std::vector<Json> EmbeddedValues(std::string_view text) {
  std::vector<Json> values;
  for (;;) {
    const size_t script = text.find(kScript);
    if (script == std::string_view::npos) return values;
    text.remove_prefix(script);
    const size_t begin = text.find('>');
    if (begin == std::string_view::npos) return values;
    text.remove_prefix(begin + 1);
    const std::string_view json = text.substr(0, text.find("</"));
    for (Json& value : JsonValues(json)) values.push_back(std::move(value));
    text.remove_prefix(json.size());
  }
}

Result<HistoryFile> ReadOrders(const std::vector<Json>& values, const DecodedText& decoded,
                               const MoneyFormat& money, const HistoryOptions& options) {
  HistoryFile file;
  file.unit = RowUnit::kOrder;
  if (ReadOrderHistory(values, money, options, &file) == 0) {
    return Malformed("expected orders of schema.org, found none");
  }
  file.recognised = "schema.org orders, " + decoded.encoding;
  return file;
}

bool IsRows(const Json& value) {
  if (value.is_object()) return true;
  return value.is_array() && value.size() > 0 && value[0].is_object();
}

Result<HistoryFile> ReadJson(const DecodedText& decoded, const MoneyFormat& money,
                             const HistoryOptions& options) {
  const std::vector<Json> values = JsonValues(decoded.text);
  if (values.empty() || !IsRows(values.front())) {
    return Malformed("expected JSON with orders, or a table");
  }
  HistoryFile file;
  if (IsOwnHistory(values.front())) {
    file.unit = RowUnit::kEvent;
    file.recognised = "Hearth's own export, " + decoded.encoding;
    const Status status = ReadOwnHistory(values.front(), &file);
    if (!status.ok()) return status.error();
    return file;
  }
  Result<HistoryFile> orders = ReadOrders(values, decoded, money, options);
  if (orders.ok()) return orders;
  file.unit = RowUnit::kOrder;
  file.recognised = "JSON, " + decoded.encoding;
  const Status status = ReadTableHistory(decoded.text, true, money, options, &file);
  if (!status.ok()) return status.error();
  return file;
}

}  // namespace

Result<HistoryFile> ReadHistory(std::string_view bytes, const MoneyFormat& money,
                                const HistoryOptions& options) {
  if (const Status status = CheckKind(bytes); !status.ok()) return status.error();
  const Result<DecodedText> decoded = DecodeCommonText(bytes);
  if (!decoded.ok()) return decoded.error();
  const std::string_view text = Trim(decoded->text);
  if (text.starts_with('{') || text.starts_with('[')) return ReadJson(*decoded, money, options);
  if (text.find(kScript) != std::string_view::npos) {
    return ReadOrders(EmbeddedValues(text), *decoded, money, options);
  }
  if (text.starts_with('<'))
    return Malformed("expected a table or JSON, got a page without orders");
  HistoryFile file;
  file.recognised = decoded->encoding;
  const Status status = ReadTableHistory(decoded->text, false, money, options, &file);
  if (!status.ok()) return status.error();
  return file;
}

}  // namespace hearth
