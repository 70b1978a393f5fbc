#include "pack/orders/view_lines.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "catalog/catalog.h"
#include "catalog/feed_values.h"
#include "input/delimited.h"

namespace hearth {
namespace {

constexpr std::array<std::string_view, 3> kColumns = {"visitor", "time", "id"};

Status CheckId(std::string_view id, size_t most) {
  if (!id.empty() && id.size() <= most && IsCleanUtf8(id)) return {};
  return Malformed("expected 1 to " + std::to_string(most) + " bytes of UTF-8");
}

// Where each of kColumns stands.
Result<std::array<size_t, 3>> ReadHeader(const DelimitedReader& reader) {
  std::array<size_t, 3> places{};
  for (size_t c = 0; c < kColumns.size(); ++c) {
    const auto& names = reader.fields();
    const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
      return Trim(name) == kColumns[c];
    });
    if (found == names.end()) {
      return reader.At(0, Malformed("expected a column \"" + std::string(kColumns[c]) + "\""));
    }
    places[c] = static_cast<size_t>(found - names.begin());
  }
  return places;
}

}  // namespace

void ViewLines::Add(std::string_view visitor, std::string_view sku, Time time) {
  lines.push_back({visitors.Number(visitor), skus.Number(sku), time});
}

Result<ViewLines> ReadViewLines(std::string_view text, const std::string& file_name,
                                const TimeFormat& times) {
  DelimitedReader reader(text, file_name, RecognizeDialect(text));
  Result<bool> more = reader.Next();
  if (!more.ok()) return more.error();
  if (!*more) return Malformed(file_name + ":1:1: expected a header line");
  const Result<std::array<size_t, 3>> places = ReadHeader(reader);
  if (!places.ok()) return places.error();
  ViewLines views;
  while ((more = reader.Next()).ok() && *more) {
    const auto field = [&](size_t c) { return Trim(reader.fields()[(*places)[c]]); };
    const auto at = [&](size_t c, const Error& error) {
      return reader.At((*places)[c], {error.code, std::string(kColumns[c]) + ": " + error.message});
    };
    if (Status status = CheckId(field(0), kMaxIdBytes); !status.ok()) return at(0, status.error());
    const Result<Time> time = ReadTime(field(1), times);
    if (!time.ok()) return at(1, time.error());
    if (!IsPlausible(*time)) return at(1, Malformed("expected a time from the year 2000 to 2199"));
    if (Status status = CheckId(field(2), kMaxSkuBytes); !status.ok()) return at(2, status.error());
    views.Add(field(0), field(2), *time);
  }
  if (!more.ok()) return more.error();
  return views;
}

ViewLines LinesBefore(const ViewLines& views, Time end) {
  ViewLines before;
  for (const ViewLine& line : views.lines) {
    if (line.time >= end) continue;
    before.Add(views.visitors[line.visitor], views.skus[line.sku], line.time);
  }
  return before;
}

}  // namespace hearth
