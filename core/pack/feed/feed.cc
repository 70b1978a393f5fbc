#include "pack/feed/feed.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pack/feed/delimited.h"
#include "pack/feed/lines.h"

namespace hearth {
namespace {

using Columns = std::vector<std::optional<FeedField>>;

Result<Columns> ReadHeader(const DelimitedReader& reader) {
  Columns columns;
  for (size_t i = 0; i < reader.fields().size(); ++i) {
    const std::optional<FeedField> field = FeedFieldOf(reader.fields()[i]);
    if (field && std::find(columns.begin(), columns.end(), field) != columns.end()) {
      return reader.At(i, Malformed("expected each column once"));
    }
    columns.push_back(field);
  }
  for (const FeedField field : {FeedField::kId, FeedField::kTitle, FeedField::kPrice}) {
    if (std::find(columns.begin(), columns.end(), field) != columns.end()) continue;
    return reader.At(0, Malformed("expected a column \"" +
                                  std::string(kFeedFieldNames[static_cast<size_t>(field)]) + "\""));
  }
  return columns;
}

Result<FeedItem> ReadRecord(const DelimitedReader& reader, const Columns& columns,
                            const MoneyFormat& money) {
  FeedItem item;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i]) continue;
    const Status status = SetField(*columns[i], reader.fields()[i], money, &item);
    if (status.ok()) continue;
    const std::string name(kFeedFieldNames[static_cast<size_t>(*columns[i])]);
    return reader.At(i, Error{status.error().code, name + ": " + status.error().message});
  }
  if (const Status status = CheckFeedItem(item); !status.ok()) return reader.At(0, status.error());
  return item;
}

Result<std::vector<FeedItem>> ReadDelimited(std::string_view text, const std::string& file_name,
                                            const MoneyFormat& money) {
  DelimitedReader reader(text, file_name, DelimiterOf(file_name));
  Result<bool> more = reader.Next();
  if (!more.ok()) return more.error();
  if (!*more) return Malformed(file_name + ":1:1: expected a header line");
  const Result<Columns> columns = ReadHeader(reader);
  if (!columns.ok()) return columns.error();
  std::vector<FeedItem> items;
  while ((more = reader.Next()).ok() && *more) {
    Result<FeedItem> item = ReadRecord(reader, *columns, money);
    if (!item.ok()) return item.error();
    items.push_back(*std::move(item));
  }
  if (!more.ok()) return more.error();
  return items;
}

Result<std::vector<FeedItem>> ReadJsonLines(std::string_view text, const std::string& file_name,
                                            const MoneyFormat& money) {
  std::vector<FeedItem> items;
  const Status status = ForEachLine(text, file_name, [&](std::string_view line) -> Status {
    Result<FeedItem> item = ParseFeedItem(line, money);
    if (!item.ok()) return item.error();
    items.push_back(*std::move(item));
    return {};
  });
  if (!status.ok()) return status.error();
  return items;
}

}  // namespace

Result<std::vector<FeedItem>> ReadFeed(std::string_view text, const std::string& file_name,
                                       const MoneyFormat& money) {
  return IsJsonLines(file_name) ? ReadJsonLines(text, file_name, money)
                                : ReadDelimited(text, file_name, money);
}

}  // namespace hearth
