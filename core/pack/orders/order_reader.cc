// Files of order lines, row by row.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/hash.h"
#include "base/utf8.h"
#include "catalog/catalog.h"
#include "input/bad_rows.h"
#include "input/delimited.h"
#include "input/letters.h"
#include "input/lines.h"
#include "input/money.h"
#include "pack/orders/order_layouts.h"
#include "pack/orders/orders.h"

namespace hearth {
namespace {

constexpr size_t kShownDates = 3;
constexpr int32_t kGapDays = 730;

constexpr std::array<std::string_view, kOrderFields> kFieldNames = {
    "customer", "order",  "time",      "id",   "quantity", "price",
    "name",     "status", "cancelled", "test", "part of",  "taken back"};

// One row as text, by field; "" where it says nothing.
struct Row {
  std::array<std::string_view, kOrderFields> fields;

  std::string_view& Of(OrderField field) { return fields[static_cast<size_t>(field)]; }
  std::string_view Of(OrderField field) const { return fields[static_cast<size_t>(field)]; }
};

// What went wrong in which field.
struct FieldError {
  OrderField field;
  Error error;
};
using LineResult = std::optional<FieldError>;

std::string_view NameOf(OrderField field) { return kFieldNames[static_cast<size_t>(field)]; }

Error WithName(const FieldError& error) {
  return {error.error.code, std::string(NameOf(error.field)) + ": " + error.error.message};
}

Status CheckId(std::string_view id, size_t max_bytes) {
  if (id.empty() || id.size() > max_bytes || !IsCleanUtf8(id)) {
    return Malformed("expected 1 to " + std::to_string(max_bytes) + " bytes of UTF-8");
  }
  return {};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "2", "0.23", "0,230", "1 pcs", in thousandths. A comma is the decimal mark here.
Result<int64_t> ReadThousandths(std::string_view text) {
  const auto is_unit = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  while (text.size() > 1 && is_unit(text.back())) text.remove_suffix(1);
  std::string number(Trim(text));
  if (std::count(number.begin(), number.end(), ',') == 1 && number.find('.') == std::string::npos) {
    number[number.find(',')] = '.';
  }
  if (number.starts_with('.')) number.insert(0, 1, '0');
  return ParseDecimal(number, 3);
}

// Pieces; 0 or less for a return. A weight is a piece at least.
Result<int32_t> ReadQuantity(std::string_view text) {
  if (text.empty()) return 1;
  const Result<int64_t> thousandths = ReadThousandths(text);
  constexpr int64_t kMaxPieces = std::numeric_limits<int32_t>::max();
  if (!thousandths.ok() || *thousandths / 1000 > kMaxPieces || *thousandths / 1000 < -kMaxPieces) {
    return Malformed("expected a number of pieces, or a weight");
  }
  if (*thousandths <= 0) return 0;
  return static_cast<int32_t>(std::clamp<int64_t>((*thousandths + 500) / 1000, 1, kMaxPieces));
}

// The text is not quoted: it is somebody's history.
Result<int32_t> ReadPrice(std::string_view text, const MoneyReader& money) {
  if (text.empty()) return 0;
  const Result<int32_t> price = money.Read(text);
  if (!price.ok()) {
    return Malformed("expected a price like \"12.34 " + money.money().currency +
                     "\", which can be read in one way; --decimal-mark says which mark is "
                     "before the cents");
  }
  return price;
}

// Ids that are one person's: addresses without capitals, numbers without what pandas adds, and no
// longer than ids may be.
std::string_view CustomerId(std::string_view text, std::string* buffer) {
  if (text.find('@') != std::string_view::npos) {
    *buffer = SmallLetters(text);
    if (buffer->size() > kMaxIdBytes) *buffer = "#" + std::to_string(Hash64(*buffer));
    return *buffer;
  }
  if (text.size() > 2 && text.ends_with(".0") &&
      std::all_of(text.begin(), text.end() - 2, IsDigit)) {
    text.remove_suffix(2);
  }
  return text;
}

std::string DateText(Time time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time))));
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// ---- Dates that cannot be true

// A line of implausible date; `place` makes the words of where it is.
template <typename Place>
void NoteOddDate(Time time, Place place, OrdersReport* report) {
  if (report->odd_dates.size() < kShownDates) report->odd_dates.push_back(place(DateText(time)));
}

// The end of the days before the first gap of kGapDays after the median.
Time EndBeforeGap(const std::vector<OrderLine>& lines) {
  std::vector<uint32_t> lines_of_day(static_cast<size_t>(DayOf(kMaxTime)), 0);
  for (const OrderLine& line : lines) ++lines_of_day[static_cast<size_t>(DayOf(line.time))];
  size_t seen = 0, last = lines_of_day.size();
  for (size_t day = 0; day < lines_of_day.size(); ++day) {
    seen += lines_of_day[day];
    if (last < day && 2 * seen > lines.size() && day - last >= kGapDays) break;
    if (lines_of_day[day] > 0) last = day;
  }
  return (static_cast<Time>(last) + 1) * kMsPerDay;
}

void DropLinesFrom(Time end, Orders* orders) {
  orders->report.Of(LeftOut::kDate) +=
      std::erase_if(orders->lines, [&](const OrderLine& line) { return line.time >= end; });
}

// Errors: malformed, where no date is left.
Status DropLateLines(const std::string& file_name, Time now, Orders* orders) {
  const std::vector<OrderLine>& lines = orders->lines;
  OrdersReport& report = orders->report;
  if (now < kMaxTime - kMsPerDay) {
    const Time end = now + kMsPerDay;
    const auto late = static_cast<size_t>(std::count_if(
        lines.begin(), lines.end(), [&](const OrderLine& line) { return line.time >= end; }));
    if (2 * late <= lines.size()) {
      if (late > 0) DropLinesFrom(end, orders);
    } else {
      DropLinesFrom(EndBeforeGap(lines), orders);
    }
  }
  if (report.Of(LeftOut::kDate) == 0) report.odd_dates.clear();
  if (!lines.empty() || report.Of(LeftOut::kDate) == 0) return {};
  return Malformed(file_name +
                   ": expected dates from 2000 to today, got none of them; the first: " +
                   (report.odd_dates.empty() ? std::string("?") : report.odd_dates.front()));
}

// ---- One row

class LineAdder {
 public:
  LineAdder(const OrderLayout& layout, const MoneyFormat& money, const OrderOptions& options,
            Orders* orders)
      : layout_(layout),
        money_(money, options.decimal_mark),
        options_(options),
        times_(options.times),
        orders_(*orders) {}

  // `place(text)` puts the place of the row's time before a text.
  template <typename Place>
  LineResult Add(const Row& row, Place place) {
    const std::optional<LeftOut> reason = WhyLeftOut(row);
    if (reason) return Leave(*reason);
    const Result<int32_t> quantity = ReadQuantity(row.Of(OrderField::kQuantity));
    if (!quantity.ok()) return FieldError{OrderField::kQuantity, quantity.error()};
    if (*quantity <= 0) return Leave(LeftOut::kReturn);
    if (IsTakenBack(row)) return Leave(LeftOut::kRefunded);
    const std::string_view customer = CustomerId(row.Of(OrderField::kCustomer), &customer_);
    if (IsGuest(customer)) return Leave(LeftOut::kGuest);
    return AddPurchase(row, customer, *quantity, place);
  }

  // Prices whose marks have two readings are tried once more with what the column proves.
  MoneyReader* prices() { return &money_; }

  // Dates in which the day and the month cannot be told apart are tried once more with what the
  // column proves.
  bool KnowsDateOrder() const { return times_.dates != DateOrder::kUnknown; }
  void SetDateOrder(DateOrder order) {
    times_.dates = order;
    time_text_.clear();
  }

 private:
  LineResult Leave(LeftOut reason) {
    ++orders_.report.Of(reason);
    return std::nullopt;
  }

  std::optional<LeftOut> WhyLeftOut(const Row& row) const {
    if (layout_.invoices_have_letters && !row.Of(OrderField::kOrder).empty()) {
      const char letter = row.Of(OrderField::kOrder).front();
      if (letter == 'C' || letter == 'c' || letter == 'A') return LeftOut::kCancelled;
    }
    if (!IsNo(row.Of(OrderField::kCancelled))) return LeftOut::kCancelled;
    if (const auto reason = LeftOutByStatus(row.Of(OrderField::kStatus), layout_)) return reason;
    if (!IsNo(row.Of(OrderField::kTest))) return LeftOut::kTest;
    if (!IsNo(row.Of(OrderField::kPartOf))) return LeftOut::kRepeat;
    return std::nullopt;
  }

  bool IsTakenBack(const Row& row) const {
    if (row.Of(OrderField::kTakenBack).empty()) return false;
    const Result<int64_t> back = ReadThousandths(row.Of(OrderField::kTakenBack));
    const Result<int64_t> bought = ReadThousandths(row.Of(OrderField::kQuantity));
    return back.ok() && bought.ok() && *back >= *bought;
  }

  // Lines of one order have one time: mostly, it was read for the line before.
  Result<Time> TimeOf(std::string_view text) {
    if (text != time_text_ || text.empty()) {
      const Result<Time> time = ReadTime(text, times_);
      if (!time.ok()) return time.error();
      time_ = *time;
      time_text_.assign(text);
    }
    return time_;
  }

  // The item's id, or its name where it has none. "" for neither.
  std::string_view ItemOf(const Row& row) {
    if (!row.Of(OrderField::kId).empty()) return row.Of(OrderField::kId);
    if (row.Of(OrderField::kName).empty()) return {};
    item_.assign(1, kByName);
    return item_.append(row.Of(OrderField::kName));
  }

  template <typename Place>
  LineResult AddPurchase(const Row& row, std::string_view customer, int32_t quantity, Place place) {
    const std::string_view item = ItemOf(row);
    const bool by_name = item.starts_with(kByName);
    for (const auto& [field, id, most] :
         {std::tuple(OrderField::kCustomer, customer, kMaxIdBytes),
          {OrderField::kOrder, row.Of(OrderField::kOrder), kMaxIdBytes},
          {OrderField::kId, item, kMaxSkuBytes}}) {
      if (field == OrderField::kId && by_name) continue;
      if (const Status status = CheckId(id, most); !status.ok()) {
        return FieldError{field, status.error()};
      }
    }
    const Result<Time> time = TimeOf(row.Of(OrderField::kTime));
    if (!time.ok()) return FieldError{OrderField::kTime, time.error()};
    const Result<int32_t> price = ReadPrice(row.Of(OrderField::kPrice), money_);
    if (!price.ok()) return FieldError{OrderField::kPrice, price.error()};
    if (!IsPlausible(*time) || *time - kMsPerDay >= options_.now) {
      NoteOddDate(*time, place, &orders_.report);
    }
    if (!IsPlausible(*time)) return Leave(LeftOut::kDate);
    orders_.Add(customer, row.Of(OrderField::kOrder), item, *time, quantity, *price);
    return std::nullopt;
  }

  const OrderLayout& layout_;
  MoneyReader money_;
  const OrderOptions& options_;
  TimeFormat times_;
  Orders& orders_;
  std::string customer_, item_, time_text_;
  Time time_ = 0;
};

Status CheckBadRows(const BadRows& bad, size_t rows, const OrderOptions& options,
                    OrdersReport* report) {
  if (const Status status = bad.Check(rows, options.skip_bad_rows); !status.ok()) return status;
  report->Of(LeftOut::kBadRow) = bad.size();
  report->skipped_rows = bad.Kinds();
  return {};
}

// ---- Delimited files

class DelimitedOrders {
 public:
  DelimitedOrders(std::string_view text, const std::string& file_name, const MoneyFormat& money,
                  const OrderOptions& options)
      : text_(text), file_name_(file_name), money_(money), options_(options) {}

  Result<Orders> Read() {
    DelimitedReader reader = Reader();
    const Result<bool> more = ReadHeader(&reader);
    if (!more.ok()) return more.error();
    if (!*more) return Malformed(file_name_ + ":1:1: expected a header line");
    Result<OrderPositions> positions = RecognizeOrders(reader.fields());
    if (!positions.ok()) return reader.At(0, positions.error());
    positions_ = &*positions;
    orders_.report.layout = positions->layout->name;
    if (positions->layout->rows_inherit) CollectFirstRows();
    ReadRows(&reader);
    if (is_broken_) return bad_.Check(rows_, 0).error();
    const Status status = CheckBadRows(bad_, rows_, options_, &orders_.report);
    if (!status.ok()) return status.error();
    return std::move(orders_);
  }

 private:
  // What further rows of an order leave out.
  static constexpr std::array<OrderField, 5> kOfOrder = {OrderField::kCustomer, OrderField::kTime,
                                                         OrderField::kStatus,
                                                         OrderField::kCancelled, OrderField::kTest};
  using OrderTexts = std::array<std::string, kOfOrder.size()>;

  DelimitedReader Reader() const { return DelimitedReader(text_, file_name_, dialect_); }

  // Behind a spreadsheet's line "sep=;".
  static Result<bool> ReadHeader(DelimitedReader* reader) {
    Result<bool> more = reader->Next();
    if (!more.ok() || !*more || !reader->fields()[0].starts_with("sep=")) return more;
    more = reader->Next();
    reader->TakeAsHeader();
    return reader->fields().empty() ? more : Result<bool>(true);
  }

  Row RowOf(const DelimitedReader& reader) const {
    Row row;
    for (size_t f = 0; f < kOrderFields; ++f) {
      const bool is_customer = f == static_cast<size_t>(OrderField::kCustomer);
      for (const size_t column : positions_->columns[f]) {
        const std::string_view value = Trim(reader.fields()[column]);
        if (value.empty() || (is_customer && IsGuest(value))) continue;
        row.fields[f] = value;
        break;
      }
    }
    return row;
  }

  // Goes through all rows that can be split into fields.
  template <typename Visit>
  void ForEachRow(Visit visit) const {
    DelimitedReader reader = Reader();
    Result<bool> more = ReadHeader(&reader);
    while (!(more = reader.Next()).ok() || *more) {
      if (more.ok()) visit(RowOf(reader));
    }
  }

  void CollectFirstRows() {
    ForEachRow([&](const Row& row) {
      OrderTexts& texts = of_order_[std::string(row.Of(OrderField::kOrder))];
      for (size_t i = 0; i < kOfOrder.size(); ++i) {
        if (texts[i].empty()) texts[i] = row.Of(kOfOrder[i]);
      }
    });
  }

  void Inherit(Row* row) const {
    const auto found = of_order_.find(std::string(row->Of(OrderField::kOrder)));
    if (found == of_order_.end()) return;
    for (size_t i = 0; i < kOfOrder.size(); ++i) {
      if (row->Of(kOfOrder[i]).empty()) row->Of(kOfOrder[i]) = found->second[i];
    }
  }

  DateOrder ProvenOrder() const {
    DateEvidence evidence;
    ForEachRow([&](const Row& row) { evidence.Add(row.Of(OrderField::kTime)); });
    return evidence.Proven();
  }

  size_t ColumnOf(OrderField field) const {
    const std::vector<size_t>& columns = positions_->Of(field);
    return columns.empty() ? 0 : columns.front();
  }

  LineResult AddRow(const DelimitedReader& reader, LineAdder* adder) {
    Row row = RowOf(reader);
    if (positions_->layout->rows_inherit) {
      // A row of a further payment has no item.
      if (row.Of(OrderField::kName).empty() && row.Of(OrderField::kId).empty()) return {};
      Inherit(&row);
    }
    const auto place = [&](const std::string& words) {
      return reader.At(ColumnOf(OrderField::kTime), Malformed(words)).message;
    };
    LineResult result = adder->Add(row, place);
    if (result && result->field == OrderField::kTime && !asked_times_ && !adder->KnowsDateOrder()) {
      asked_times_ = true;
      adder->SetDateOrder(ProvenOrder());
      result = adder->Add(row, place);
    }
    if (result && result->field == OrderField::kPrice && !asked_prices_) {
      asked_prices_ = true;
      ForEachRow([&](const Row& each) { adder->prices()->Observe(each.Of(OrderField::kPrice)); });
      result = adder->Add(row, place);
    }
    return result;
  }

  static constexpr size_t kRowsBetween = 4096;  // that progress is told

  void ReadRows(DelimitedReader* reader) {
    LineAdder adder(*positions_->layout, money_, options_, &orders_);
    for (;;) {
      const Result<bool> more = reader->Next();
      if (more.ok() && !*more) return;
      if (options_.progress && rows_ % kRowsBetween == 0) {
        options_.progress("reading " + file_name_, reader->offset(), text_.size());
      }
      ++rows_;
      if (!more.ok()) {
        bad_.Add(more.error(),
                 "another number of fields than the header, or quotes that do not fit");
        is_broken_ = reader->IsBroken();
        continue;
      }
      const LineResult error = AddRow(*reader, &adder);
      if (!error) continue;
      const Error named = WithName(*error);
      bad_.Add(reader->At(ColumnOf(error->field), named), named.message);
    }
  }

  const std::string_view text_;
  const std::string& file_name_;
  const MoneyFormat& money_;
  const OrderOptions& options_;
  const OrderPositions* positions_ = nullptr;
  std::unordered_map<std::string, OrderTexts> of_order_;
  Orders orders_;
  BadRows bad_;
  size_t rows_ = 0;
  const Dialect dialect_ = RecognizeDialect(text_);
  bool is_broken_ = false;  // what stands behind the last bad row is not known
  bool asked_times_ = false, asked_prices_ = false;
};

// ---- JSON lines

Row RowOf(const OrderFields& fields) {
  Row row;
  row.Of(OrderField::kCustomer) = Trim(fields.customer);
  row.Of(OrderField::kOrder) = Trim(fields.order);
  row.Of(OrderField::kTime) = Trim(fields.time);
  row.Of(OrderField::kId) = Trim(fields.id);
  row.Of(OrderField::kQuantity) = Trim(fields.quantity);
  row.Of(OrderField::kPrice) = Trim(fields.price);
  return row;
}

Result<Orders> ReadJsonLines(std::string_view text, const std::string& file_name,
                             const MoneyFormat& money, const OrderOptions& options) {
  const OrderLayout layout = {"order lines, JSON", {}};
  Orders orders;
  orders.report.layout = layout.name;
  LineAdder adder(layout, money, options, &orders);
  BadRows bad;
  size_t rows = 0;
  ForEachNumberedLine(text, [&](size_t number, std::string_view line) {
    ++rows;
    const auto place = [&](const std::string& words) {
      return file_name + ":" + std::to_string(number) + ": " + words;
    };
    const auto is_bad = [&](const Error& error) {
      bad.Add({error.code, place(error.message)}, error.message);
    };
    const Result<OrderFields> read = ParseOrderFields(line);
    if (!read.ok()) {
      is_bad(read.error());
    } else if (const LineResult error = adder.Add(RowOf(*read), place)) {
      is_bad(WithName(*error));
    }
    return true;
  });
  const Status status = CheckBadRows(bad, rows, options, &orders.report);
  if (!status.ok()) return status.error();
  return orders;
}

}  // namespace

Result<Orders> ReadOrders(std::string_view text, const std::string& file_name,
                          const MoneyFormat& money, const OrderOptions& options) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  const bool is_json = begin != std::string_view::npos && text[begin] == '{';
  Result<Orders> orders = is_json || IsJsonLines(file_name)
                              ? ReadJsonLines(text, file_name, money, options)
                              : DelimitedOrders(text, file_name, money, options).Read();
  if (!orders.ok()) return orders;
  const Status status = DropLateLines(file_name, options.now, &*orders);
  if (!status.ok()) return status.error();
  return orders;
}

}  // namespace hearth
