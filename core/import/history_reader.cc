#include "import/history_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "import/history_formats.h"
#include "import/json_values.h"
#include "input/common_encodings.h"
#include "input/mail.h"

namespace hearth {
namespace {

// What people choose by mistake, and what to do instead.
Status CheckKind(std::string_view bytes) {
  if (bytes.size() > kMaxHistoryBytes) return TooLarge("expected a file of at most 64 MiB");
  if (Trim(bytes).empty()) return Malformed("the file is empty");
  if (bytes.starts_with("PK\x03\x04")) {
    return Malformed(
        "this is a zip file or a workbook: unpack it, or save it as CSV, and choose the table in "
        "it");
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return Malformed(
        "this is a mail of Outlook (.msg) or an old workbook (.xls): save the mail as .eml, or the "
        "workbook as CSV");
  }
  if (bytes.starts_with("%PDF")) return Malformed("this is a PDF: expected a table or JSON");
  return {};
}

// What is no part of the history, with its place.
void Leave(size_t place, RowUnit unit, std::string why, HistoryFile* file) {
  ++file->rows;
  file->skipped.Add(place, Skip::kUnreadable, std::move(why), unit);
}

void LeaveBroken(const JsonValues& found, HistoryFile* file) {
  for (const SkippedRow& each : found.broken) Leave(each.row, *each.unit, each.detail, file);
}

// ": script 2: expected JSON, ..." of the first that is broken; "" of none.
std::string FirstBroken(const JsonValues& found) {
  if (found.broken.empty()) return "";
  const SkippedRow& first = found.broken.front();
  return ": " + std::string(kRowUnitNames[static_cast<size_t>(*first.unit)]) + " " +
         std::to_string(first.row) + ": " + first.detail;
}

// `how`: the encoding, or that it is mails.
Result<HistoryFile> ReadOrders(const JsonValues& found, const std::string& how,
                               const MoneyFormat& money, const HistoryOptions& options) {
  HistoryFile file;
  file.unit = RowUnit::kOrder;
  const std::vector<size_t> orders = ReadOrderHistory(found.values, money, options, &file);
  if (std::all_of(orders.begin(), orders.end(), [](size_t count) { return count == 0; })) {
    return Malformed("expected orders of schema.org, found none" + FirstBroken(found));
  }
  LeaveBroken(found, &file);
  for (size_t i = 0; i < orders.size(); ++i) {  // a page has scripts about much else
    if (orders[i] > 0 || found.unit == RowUnit::kScript) continue;
    Leave(found.places[i], found.unit, "expected an order of schema.org", &file);
  }
  file.recognised = "schema.org orders, " + how;
  return file;
}

// One export, or one on each line.
Result<HistoryFile> ReadExports(const JsonValues& found, const DecodedText& decoded) {
  HistoryFile file;
  file.unit = RowUnit::kEvent;
  file.recognised = "Hearth's own export, " + decoded.encoding;
  LeaveBroken(found, &file);
  for (size_t i = 0; i < found.values.size(); ++i) {
    const Json& value = found.values[i];
    const Status status = IsOwnHistory(value) ? ReadOwnHistory(value, &file)
                                              : Malformed("expected Hearth's own export");
    if (!status.ok() && i == 0) return status.error();
    if (!status.ok()) Leave(found.places[i], found.unit, status.error().message, &file);
  }
  return file;
}

bool IsRows(const Json& value) {
  if (value.is_object()) return true;
  return value.is_array() && value.size() > 0 && value[0].is_object();
}

Result<HistoryFile> ReadJson(const DecodedText& decoded, const MoneyFormat& money,
                             const HistoryOptions& options) {
  const JsonValues found = JsonOf(decoded.text);
  if (found.values.empty() || !IsRows(found.values.front())) {
    return Malformed("expected JSON with orders, or a table" + FirstBroken(found));
  }
  if (IsOwnHistory(found.values.front())) return ReadExports(found, decoded);
  Result<HistoryFile> orders = ReadOrders(found, decoded.encoding, money, options);
  if (orders.ok()) return orders;
  HistoryFile file;
  file.unit = RowUnit::kOrder;
  file.recognised = "JSON, " + decoded.encoding;
  const Status status = ReadTableHistory(decoded.text, true, money, options, &file);
  if (!status.ok()) return status.error();
  return file;
}

Result<HistoryFile> ReadMail(std::string_view bytes, const MoneyFormat& money,
                             const HistoryOptions& options) {
  const Mails mails = ReadMails(bytes);
  JsonValues found;
  found.unit = RowUnit::kScript;
  size_t scripts = 0;
  for (size_t i = 0; i < mails.texts.size(); ++i) {
    size_t broken = found.broken.size();
    scripts += AddScripts(mails.texts[i], scripts, &found);
    for (; broken < found.broken.size() && mails.count > 1; ++broken) {
      found.broken[broken].detail.insert(0, "mail " + std::to_string(mails.numbers[i]) + ": ");
    }
  }
  for (const size_t number : mails.encrypted) {
    found.broken.push_back(
        {number, Skip::kUnreadable, "encrypted, at least in part", RowUnit::kMail});
  }
  if (scripts == 0 && mails.is_saved_page) {
    return Malformed(
        "this is a page saved as one file (.mht), which leaves out what tells an order to "
        "programs: "
        "save the page as HTML");
  }
  if (scripts == 0) {
    return Malformed(
        std::string("expected a mail that tells an order to programs (schema.org), got one ") +
        (mails.encrypted.empty() ? "in words alone" : "that is encrypted"));
  }
  return ReadOrders(found, std::to_string(mails.count) + (mails.count == 1 ? " mail" : " mails"),
                    money, options);
}

}  // namespace

Result<HistoryFile> ReadHistory(std::string_view bytes, const MoneyFormat& money,
                                const HistoryOptions& options) {
  if (const Status status = CheckKind(bytes); !status.ok()) return status.error();
  if (IsMail(bytes)) return ReadMail(bytes, money, options);
  const Result<DecodedText> decoded = DecodeCommonText(bytes);
  if (!decoded.ok()) return decoded.error();
  const std::string_view text = Trim(decoded->text);
  const bool is_json = text.starts_with('{') || text.starts_with('[');
  if (is_json || text.find("\n{\"") != std::string_view::npos) {  // the first line may be broken
    Result<HistoryFile> file = ReadJson(*decoded, money, options);
    if (is_json || file.ok()) return file;
  }
  JsonValues scripts;
  scripts.unit = RowUnit::kScript;
  if (AddScripts(text, 0, &scripts) > 0)
    return ReadOrders(scripts, decoded->encoding, money, options);
  if (text.starts_with('<'))
    return Malformed("expected a table or JSON, got a page without orders");
  HistoryFile file;
  file.recognised = decoded->encoding;
  const Status status = ReadTableHistory(decoded->text, false, money, options, &file);
  if (!status.ok()) return status.error();
  return file;
}

}  // namespace hearth
