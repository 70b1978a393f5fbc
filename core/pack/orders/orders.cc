#include "pack/orders/orders.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "catalog/catalog.h"
#include "pack/feed/lines.h"
#include "pack/input/delimited.h"

namespace hearth {
namespace {

constexpr size_t kFieldCount = 6;
constexpr std::array<std::string_view, kFieldCount> kFieldNames = {"customer", "order",    "time",
                                                                   "id",       "quantity", "price"};
constexpr size_t kRequired = 4;  // the first four
constexpr uint64_t kHeldOutOneIn = 10;

using Fields = std::array<std::string_view, kFieldCount>;

// What went wrong in which of kFieldNames.
struct FieldError {
  size_t field;
  Error error;
};

Status CheckId(std::string_view id, size_t max_bytes) {
  if (id.empty() || id.size() > max_bytes || !IsCleanUtf8(id)) {
    return Malformed("expected 1 to " + std::to_string(max_bytes) + " bytes of UTF-8");
  }
  return {};
}

Result<int32_t> ReadQuantity(std::string_view text) {
  if (text.empty()) return 1;
  const Result<int64_t> quantity = ParseDecimal(text, 0);
  constexpr int64_t kMaxPieces = std::numeric_limits<int32_t>::max();
  if (!quantity.ok() || *quantity > kMaxPieces || *quantity < -kMaxPieces) {
    return Malformed("expected a whole number of pieces");
  }
  return static_cast<int32_t>(*quantity);
}

Result<int32_t> ReadPrice(std::string_view text, const MoneyFormat& money) {
  if (text.empty()) return 0;
  const Result<int32_t> price = ParsePrice(text, money);
  if (!price.ok()) return Malformed("expected a price like \"12.34 " + money.currency + "\"");
  return price;
}

// Adds one line; nothing when all is well.
std::optional<FieldError> AddLine(const Fields& fields, const MoneyFormat& money, Orders* orders) {
  const std::array<size_t, 3> ids = {0, 1, 3};
  for (const size_t id : ids) {
    const Status status = CheckId(fields[id], id == 3 ? kMaxSkuBytes : kMaxIdBytes);
    if (!status.ok()) return FieldError{id, status.error()};
  }
  const Result<Time> time = ParseTime(fields[2]);
  if (!time.ok()) return FieldError{2, time.error()};
  const Result<int32_t> quantity = ReadQuantity(fields[4]);
  if (!quantity.ok()) return FieldError{4, quantity.error()};
  if (*quantity <= 0) {
    ++orders->returns_skipped;
    return std::nullopt;
  }
  const Result<int32_t> price = ReadPrice(fields[5], money);
  if (!price.ok()) return FieldError{5, price.error()};
  orders->Add(fields[0], fields[1], fields[3], *time, *quantity, *price);
  return std::nullopt;
}

Error WithName(const FieldError& error) {
  return {error.error.code, std::string(kFieldNames[error.field]) + ": " + error.error.message};
}

// Where each of kFieldNames stands in the header; npos when it is not there.
using Positions = std::array<size_t, kFieldCount>;

Result<Positions> ReadHeader(const DelimitedReader& reader) {
  Positions positions;
  for (size_t field = 0; field < kFieldCount; ++field) {
    const auto& names = reader.fields();
    const auto found = std::find_if(names.begin(), names.end(), [&](std::string_view name) {
      return Trim(name) == kFieldNames[field];
    });
    const bool there = found != names.end();
    positions[field] = there ? static_cast<size_t>(found - names.begin()) : std::string::npos;
    if (!there && field < kRequired) {
      return reader.At(0,
                       Malformed("expected a column \"" + std::string(kFieldNames[field]) + "\""));
    }
  }
  return positions;
}

Status ReadRecord(const DelimitedReader& reader, const Positions& positions,
                  const MoneyFormat& money, Orders* orders) {
  Fields fields;
  for (size_t i = 0; i < kFieldCount; ++i) {
    if (positions[i] != std::string::npos) fields[i] = Trim(reader.fields()[positions[i]]);
  }
  const std::optional<FieldError> error = AddLine(fields, money, orders);
  if (!error) return {};
  return reader.At(positions[error->field], WithName(*error));
}

Result<Orders> ReadDelimited(std::string_view text, const std::string& file_name,
                             const MoneyFormat& money) {
  DelimitedReader reader(text, file_name, RecognizeDialect(text));
  Result<bool> more = reader.Next();
  if (!more.ok()) return more.error();
  if (!*more) return Malformed(file_name + ":1:1: expected a header line");
  const Result<Positions> positions = ReadHeader(reader);
  if (!positions.ok()) return positions.error();
  Orders orders;
  while ((more = reader.Next()).ok() && *more) {
    const Status status = ReadRecord(reader, *positions, money, &orders);
    if (!status.ok()) return status.error();
  }
  if (!more.ok()) return more.error();
  return orders;
}

Result<Orders> ReadJsonLines(std::string_view text, const std::string& file_name,
                             const MoneyFormat& money) {
  Orders orders;
  const Status status = ForEachLine(text, file_name, [&](std::string_view line) -> Status {
    const Result<OrderFields> read = ParseOrderFields(line);
    if (!read.ok()) return read.error();
    const Fields fields = {Trim(read->customer), Trim(read->order),    Trim(read->time),
                           Trim(read->id),       Trim(read->quantity), Trim(read->price)};
    const std::optional<FieldError> error = AddLine(fields, money, &orders);
    return error ? Status(WithName(*error)) : Status();
  });
  if (!status.ok()) return status.error();
  return orders;
}

}  // namespace

uint32_t Names::Number(std::string_view name) {
  const auto found = numbers_.find(name);
  if (found != numbers_.end()) return found->second;
  const auto number = static_cast<uint32_t>(names_.size());
  numbers_.emplace(names_.emplace_back(name), number);
  return number;
}

void Orders::Add(std::string_view customer, std::string_view order, std::string_view sku, Time time,
                 int32_t quantity, int32_t price_minor) {
  lines.push_back({customers.Number(customer), orders.Number(order), skus.Number(sku), quantity,
                   price_minor, time});
}

Result<Orders> ReadOrders(std::string_view text, const std::string& file_name,
                          const MoneyFormat& money) {
  return IsJsonLines(file_name) ? ReadJsonLines(text, file_name, money)
                                : ReadDelimited(text, file_name, money);
}

bool IsHeldOut(std::string_view customer) { return Hash64(customer) % kHeldOutOneIn == 0; }

Orders TakeHeldOut(Orders* orders) {
  Orders held_out;
  std::vector<bool> is_held_out(orders->customers.size());
  for (size_t i = 0; i < is_held_out.size(); ++i) is_held_out[i] = IsHeldOut(orders->customers[i]);
  std::erase_if(orders->lines, [&](const OrderLine& line) {
    if (!is_held_out[line.customer]) return false;
    held_out.Add(orders->customers[line.customer], orders->orders[line.order],
                 orders->skus[line.sku], line.time, line.quantity, line.price_minor);
    return true;
  });
  return held_out;
}

Orders LinesBefore(const Orders& orders, Time end) {
  Orders before;
  before.returns_skipped = orders.returns_skipped;
  for (const OrderLine& line : orders.lines) {
    if (line.time >= end) continue;
    before.Add(orders.customers[line.customer], orders.orders[line.order], orders.skus[line.sku],
               line.time, line.quantity, line.price_minor);
  }
  return before;
}

}  // namespace hearth
