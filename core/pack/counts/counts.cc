#include "pack/counts/counts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

#include "catalog/feed_values.h"
#include "input/delimited.h"
#include "pack/counts/baskets.h"
#include "pack/counts/screening.h"

namespace hearth {
namespace {

constexpr int64_t kMaxCustomers = std::numeric_limits<uint32_t>::max();
constexpr int64_t kMaxK = 1'000'000;
constexpr int64_t kMaxRows = int64_t{1} << 32;

// ---- Writing

void AppendField(std::string_view field, std::string* text) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    text->append(field);
    return;
  }
  *text += '"';
  for (const char c : field) text->append(c == '"' ? 2 : 1, c);
  *text += '"';
}

template <typename... Rest>
void AppendRecord(std::string* text, std::string_view first, const Rest&... rest) {
  AppendField(first, text);
  ((*text += ',', AppendField(rest, text)), ...);
  *text += '\n';
}

// ---- Reading

// Names the one SKU that differs from an unknown id in capitals, blanks or zeros in front.
std::string LikeIt(std::string_view id, const TextColumn& skus) {
  const std::string folded = FoldedId(id);
  std::string found;
  for (size_t i = 0; i < skus.size(); ++i) {
    if (FoldedId(skus[i]) != folded) continue;
    if (!found.empty()) return "";
    found = skus[i];
  }
  return found.empty() ? "" : ", but " + Quoted(found) + ": expected ids as catalog_items has them";
}

// Goes through the records of a table, file after file.
class Table {
 public:
  Table(const TableFiles& files, std::span<const std::string_view> columns)
      : files_(files), columns_(columns) {}

  // Calls `read(*this)` -> Status for every record; stops at the first error.
  template <typename Read>
  Status ForEach(Read read) {
    for (const TableFile& file : files_) {
      DelimitedReader& reader = reader_.emplace(file.text, file.name);
      Result<bool> more = reader.Next();
      if (!more.ok()) return more.error();
      if (!*more) return Malformed(file.name + ":1:1: expected a header line");
      if (!std::equal(columns_.begin(), columns_.end(), reader.fields().begin(),
                      reader.fields().end())) {
        return reader.At(0, Malformed("expected the columns " + ColumnNames()));
      }
      while ((more = reader.Next()).ok() && *more) {
        ++rows_;
        if (Status status = read(*this); !status.ok()) return status;
      }
      if (!more.ok()) return more.error();
    }
    return {};
  }

  size_t rows() const { return rows_; }
  std::string_view Text(size_t column) const { return reader_->fields()[column]; }

  Error At(size_t column, const std::string& message) const {
    return reader_->At(column, Malformed(std::string(columns_[column]) + ": " + message));
  }

  // A whole number in range.
  Result<int64_t> Number(size_t column, int64_t low, int64_t high) const {
    const std::string_view text = Text(column);
    int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = end.ec == std::errc() && end.ptr == text.data() + text.size();
    if (!whole || number < low || number > high) {
      return At(column, "expected a whole number from " + std::to_string(low) + " to " +
                            std::to_string(high));
    }
    return number;
  }

  // Distinct customers: at least k, or 0 where that may be, and not more than `most`.
  Result<uint32_t> Customers(size_t column, uint32_t k, bool may_be_none, int64_t most) const {
    const Result<int64_t> number = Number(column, 0, kMaxCustomers);
    if (!number.ok()) return number.error();
    if (*number < k && !(may_be_none && *number == 0)) {
      return At(column, "expected at least k = " + std::to_string(k) + " customers" +
                            (may_be_none ? ", or 0" : ""));
    }
    if (*number > most) return At(column, "more than the customers of the item");
    return static_cast<uint32_t>(*number);
  }

  Result<ItemIndex> Item(size_t column, const CatalogColumns& columns) const {
    const std::string_view id = Text(column);
    const ItemIndex item = columns.MatchSku(id).item;
    if (item == kNoItem) {
      return At(column, "no item " + Quoted(id) + " in the catalog" + LikeIt(id, columns.sku));
    }
    if (columns.sku[item] == id) return item;
    return At(column, Quoted(id) + " is a variant of " + Quoted(columns.sku[item]) +
                          ": expected counts of the item, made with catalog_ids");
  }

 private:
  std::string ColumnNames() const {
    std::string names;
    for (const std::string_view column : columns_) {
      if (!names.empty()) names += ',';
      names += column;
    }
    return names;
  }

  const TableFiles& files_;
  const std::span<const std::string_view> columns_;
  std::optional<DelimitedReader> reader_;  // of the file that is read
  size_t rows_ = 0;
};

// How many rows there are to be.
struct Lengths {
  int64_t items = 0, pairs = 0, reveals = 0;
};

std::string NameOf(const TableFiles& files, std::string_view table) {
  return files.empty() ? std::string(table) : files.front().name;
}

Status CheckLength(const Table& table, const std::string& name, int64_t expected) {
  if (table.rows() == static_cast<size_t>(expected)) return {};
  return Malformed(name + ": expected " + std::to_string(expected) +
                   " rows as totals has it, got " + std::to_string(table.rows()));
}

Status ReadTotals(const TableFiles& files, uint32_t k, PublicCounts* counts, Lengths* lengths) {
  constexpr std::array<std::string_view, 6> kColumns = {"k",     "as_of_ms", "customers",
                                                        "items", "pairs",    "reveals"};
  Table table(files, kColumns);
  const Status status = table.ForEach([&](const Table& row) -> Status {
    if (row.rows() > 1) return row.At(0, "expected one row");
    const Result<int64_t> counted_k = row.Number(0, 2, kMaxK);
    if (!counted_k.ok()) return counted_k.error();
    if (*counted_k != k) {
      return InvalidArgument(files.front().name + ": counted with k = " +
                             std::to_string(*counted_k) + ", not with --k " + std::to_string(k));
    }
    const Result<int64_t> as_of = row.Number(1, 0, kMaxTime - 1);
    if (!as_of.ok()) return as_of.error();
    const bool midnight = *as_of % kMsPerDay == 0 && IsPlausible(*as_of);
    if (!midnight && *as_of != 0 && *as_of != kMaxTime - 1) {
      return row.At(1, "expected a midnight from 2000 on");
    }
    const Result<int64_t> customers = row.Number(2, 0, kMaxCustomers);
    if (!customers.ok()) return customers.error();
    if (*customers % 10 != 0) return row.At(2, "expected a multiple of 10");
    if (*customers != 0 && *customers + 9 < int64_t{k}) {
      return row.At(2, "expected 0, or at least k rounded down to a multiple of 10");
    }
    int64_t* const rows[] = {&lengths->items, &lengths->pairs, &lengths->reveals};
    for (size_t i = 0; i < std::size(rows); ++i) {
      const Result<int64_t> count = row.Number(3 + i, 0, kMaxRows);
      if (!count.ok()) return count.error();
      *rows[i] = *count;
    }
    counts->k = k;
    counts->as_of = *as_of;
    counts->customers = static_cast<uint32_t>(*customers);
    return {};
  });
  if (!status.ok()) return status;
  return CheckLength(table, NameOf(files, "totals"), 1);
}

Result<ItemCount> ReadItemCount(const Table& row, const PublicCounts& counts) {
  // Customers are known but for the last digit.
  const int64_t all = counts.customers == 0 ? std::max<int64_t>(int64_t{counts.k} - 1, 9)
                                            : int64_t{counts.customers} + 9;
  const Result<uint32_t> customers = row.Customers(1, counts.k, false, kMaxCustomers);
  if (!customers.ok()) return customers.error();
  if (*customers > all) return row.At(1, "more than all customers");
  const Result<uint32_t> recent = row.Customers(2, counts.k, true, *customers);
  if (!recent.ok()) return recent.error();
  const Result<uint32_t> repeaters = row.Customers(3, counts.k, true, *customers);
  if (!repeaters.ok()) return repeaters.error();
  const Result<int64_t> gap_days = row.Number(4, 0, DayOf(kMaxTime));
  if (!gap_days.ok()) return gap_days.error();
  if (*gap_days > 0 && *repeaters == 0) return row.At(4, "expected 0 where nobody repeats");
  const Result<int64_t> since_day = row.Number(5, DayOf(kMinTime), DayOf(kMaxTime));
  if (!since_day.ok()) return since_day.error();
  if (*since_day > DayOf(counts.as_of)) return row.At(5, "after the last order");
  return ItemCount{*customers, *recent, *repeaters, static_cast<int32_t>(*gap_days),
                   static_cast<int32_t>(*since_day)};
}

Status ReadItemCounts(const TableFiles& files, int64_t length, const CatalogColumns& columns,
                      PublicCounts* counts) {
  constexpr std::array<std::string_view, 6> kColumns = {
      "id", "customers", "recent_customers", "repeaters", "gap_days", "since_day"};
  counts->items.resize(columns.key.size());
  Table table(files, kColumns);
  const Status status = table.ForEach([&](const Table& row) -> Status {
    const Result<ItemIndex> item = row.Item(0, columns);
    if (!item.ok()) return item.error();
    if (counts->items[*item].customers > 0) return row.At(0, "comes twice");
    const Result<ItemCount> count = ReadItemCount(row, *counts);
    if (!count.ok()) return count.error();
    counts->items[*item] = *count;
    return {};
  });
  if (!status.ok()) return status;
  return CheckLength(table, NameOf(files, "item_counts"), length);
}

Result<PairCount> ReadPair(const Table& row, const PublicCounts& counts,
                           const CatalogColumns& columns) {
  PairCount pair{};
  for (const size_t side : {0, 1}) {
    const Result<ItemIndex> item = row.Item(side, columns);
    if (!item.ok()) return item.error();
    if (counts.items[*item].customers == 0) {
      return row.At(side, "no count of that item in item_counts");
    }
    (side == 0 ? pair.a : pair.b) = *item;
  }
  if (pair.a == pair.b) return row.At(1, "expected another item than a");
  const uint32_t most = std::min(counts.items[pair.a].customers, counts.items[pair.b].customers);
  const Result<uint32_t> customers = row.Customers(2, counts.k, false, most);
  if (!customers.ok()) return customers.error();
  if (pair.a > pair.b) std::swap(pair.a, pair.b);
  pair.customers = *customers;
  return pair;
}

Status ReadPairCounts(const TableFiles& files, int64_t length, const CatalogColumns& columns,
                      PublicCounts* counts) {
  constexpr std::array<std::string_view, 3> kColumns = {"a", "b", "customers"};
  Table table(files, kColumns);
  const Status status = table.ForEach([&](const Table& row) -> Status {
    const Result<PairCount> pair = ReadPair(row, *counts, columns);
    if (!pair.ok()) return pair.error();
    counts->pairs.push_back(*pair);
    return {};
  });
  if (!status.ok()) return status;
  std::vector<PairCount>& pairs = counts->pairs;
  std::sort(pairs.begin(), pairs.end(), [](const PairCount& x, const PairCount& y) {
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  const auto twice = std::adjacent_find(
      pairs.begin(), pairs.end(),
      [](const PairCount& x, const PairCount& y) { return x.a == y.a && x.b == y.b; });
  const std::string name = NameOf(files, "pair_counts");
  if (twice != pairs.end()) {
    return Malformed(name + ": the pair " + Quoted(columns.sku[twice->a]) + ", " +
                     Quoted(columns.sku[twice->b]) + " comes twice");
  }
  return CheckLength(table, name, length);
}

Status ReadReveals(const TableFiles& files, int64_t length, const SensitiveList& list,
                   std::span<const TopicIndex> topics, const CatalogColumns& columns,
                   ReadCountsResult* read) {
  constexpr std::array<std::string_view, 2> kColumns = {"id", "topic"};
  read->revealed.assign(columns.key.size(), kNoTopic);
  Table table(files, kColumns);
  const Status status = table.ForEach([&](const Table& row) -> Status {
    const Result<ItemIndex> item = row.Item(0, columns);
    if (!item.ok()) return item.error();
    if (read->counts.items[*item].customers == 0) {
      return row.At(0, "no count of that item in item_counts");
    }
    if (read->revealed[*item] != kNoTopic) return row.At(0, "comes twice");
    const TopicIndex topic = list.Find(row.Text(1));
    if (topic == kNoTopic || list.TierOf(topic) < Tier::kOwnScreen) {
      return row.At(1, "expected a topic of tier own_screen or never");
    }
    if (list.TierOf(topics[*item]) >= list.TierOf(topic)) {
      return row.At(1, "the item has a topic as strong already: counted with another list");
    }
    read->revealed[*item] = topic;
    return {};
  });
  if (!status.ok()) return status;
  return CheckLength(table, NameOf(files, "reveals"), length);
}

}  // namespace

std::string WriteOrderLines(const Orders& orders) {
  std::string text = "customer,order_id,id,time_ms,quantity\n";
  for (const OrderLine& line : orders.lines) {
    AppendRecord(&text, orders.customers[line.customer], orders.orders[line.order],
                 orders.skus[line.sku], std::to_string(line.time), std::to_string(line.quantity));
  }
  return text;
}

std::string WriteCatalogItems(const OwnedColumns& columns, std::span<const TopicIndex> topics) {
  std::string text = "item,id,topic\n";
  for (size_t i = 0; i < columns.item_count(); ++i) {
    AppendRecord(&text, std::to_string(i), columns.sku.Column()[i], std::to_string(topics[i]));
  }
  return text;
}

std::string WriteCatalogIds(const OwnedColumns& owned) {
  const CatalogColumns columns = owned.Columns();
  std::string text = "id,item\n";
  for (ItemIndex i = 0; i < owned.item_count(); ++i) {
    const std::string item = std::to_string(i);
    const auto [first, last] = columns.VariantsOf(i);
    bool is_variants = false;
    for (VariantIndex variant = first; variant < last; ++variant) {
      const std::string_view sku = columns.Text(variant, VariantText::kSku);
      is_variants |= sku == columns.sku[i];
      AppendRecord(&text, sku, item);
    }
    if (!is_variants) AppendRecord(&text, columns.sku[i], item);
  }
  return text;
}

std::string WriteTopicList(const SensitiveList& list) {
  std::string text = "topic,name,tier\n";
  for (size_t i = 1; i < list.topics().size(); ++i) {
    AppendRecord(&text, std::to_string(i), list.topics()[i].id,
                 std::to_string(static_cast<int>(list.topics()[i].tier)));
  }
  return text;
}

Result<ReadCountsResult> ReadCounts(const CountFiles& files, uint32_t k, const SensitiveList& list,
                                    std::span<const TopicIndex> topics, const OwnedColumns& owned) {
  const CatalogColumns columns = owned.Columns();
  ReadCountsResult read;
  Lengths lengths;
  Status status = ReadTotals(files.totals, k, &read.counts, &lengths);
  if (status.ok()) status = ReadItemCounts(files.item_counts, lengths.items, columns, &read.counts);
  if (status.ok()) status = ReadPairCounts(files.pair_counts, lengths.pairs, columns, &read.counts);
  if (status.ok()) {
    status = ReadReveals(files.reveals, lengths.reveals, list, topics, columns, &read);
  }
  if (!status.ok()) return status.error();
  return read;
}

}  // namespace hearth
