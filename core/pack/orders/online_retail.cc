#include "pack/orders/online_retail.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "input/delimited.h"
#include "input/letters.h"

namespace hearth {
namespace {

enum Column { kInvoice, kStockCode, kDescription, kQuantity, kDate, kPrice, kCustomer, kCountry };

constexpr std::array<std::string_view, 8> kColumnNames = {
    "InvoiceNo",   "StockCode", "Description", "Quantity",
    "InvoiceDate", "UnitPrice", "CustomerID",  "Country"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSmall(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }
char ToCapital(char c) { return IsSmall(c) ? static_cast<char>(c - 'a' + 'A') : c; }

std::string UpperCased(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), ToCapital);
  return upper;
}

bool IsGoods(std::string_view sku) {
  // A gift voucher, next day carriage, a packing charge and a picture file have the codes of goods.
  if (sku == "22016" || sku == "23444" || sku == "23574" || sku == "23702") return false;
  if (sku.starts_with("DCGS")) return true;
  return sku.size() >= 5 && std::all_of(sku.begin(), sku.begin() + 5, IsDigit);
}

// The shop writes descriptions in capitals and remarks ("damaged", "found") in small letters.
bool LooksLikeDescription(std::string_view text) {
  return std::count_if(text.begin(), text.end(), IsCapital) >
         std::count_if(text.begin(), text.end(), IsSmall);
}

struct Line {
  std::string_view invoice, description, customer;
  std::string sku;
  int64_t quantity = 0;
  int64_t price_minor = 0;
  int64_t price_thousandths = 0;
  Time time = 0;
};

// What the ordinary lines of one item say about it.
struct ItemLines {
  std::map<std::string, size_t, std::less<>> descriptions;
  std::vector<int32_t> prices;
};

size_t* KindOf(const Line& line, LineCounts* counts) {
  if (line.invoice.starts_with('C')) return &counts->cancelled;
  if (line.invoice.starts_with('A')) return &counts->adjustments;
  if (!IsGoods(line.sku)) return &counts->not_goods;
  if (line.quantity <= 0) return &counts->quantity_not_positive;
  if (line.price_thousandths <= 0) return &counts->price_not_positive;
  if (line.customer.empty()) return &counts->without_customer;
  return &counts->ordinary;
}

Result<Line> ReadLine(const DelimitedReader& reader) {
  const auto& fields = reader.fields();
  Line line;
  line.invoice = Trim(fields[kInvoice]);
  line.sku = UpperCased(Trim(fields[kStockCode]));
  line.description = Trim(fields[kDescription]);
  line.customer = Trim(fields[kCustomer]);
  if (line.customer.ends_with(".0")) line.customer.remove_suffix(2);
  const Result<int64_t> quantity = ParseDecimal(Trim(fields[kQuantity]), 0);
  if (!quantity.ok()) return reader.At(kQuantity, Malformed("expected a whole number"));
  const Result<int64_t> price = ParseDecimal(Trim(fields[kPrice]), 2);
  if (!price.ok()) return reader.At(kPrice, Malformed("expected an amount like 12.34"));
  const Result<Time> time = ParseTime(fields[kDate]);
  if (!time.ok()) return reader.At(kDate, time.error());
  line.quantity = *quantity;
  line.price_minor = *price;
  line.price_thousandths = *ParseDecimal(Trim(fields[kPrice]), 3);
  line.time = *time;
  return line;
}

Status CheckOrdinary(const Line& line, const DelimitedReader& reader) {
  constexpr int64_t kMaxNumber = std::numeric_limits<int32_t>::max();
  if (line.quantity > kMaxNumber)
    return reader.At(kQuantity, Malformed("expected a smaller number"));
  if (line.price_minor > kMaxNumber)
    return reader.At(kPrice, Malformed("expected a smaller price"));
  if (line.customer.size() > kMaxIdBytes) return reader.At(kCustomer, Malformed("id too long"));
  if (line.invoice.empty() || line.invoice.size() > kMaxIdBytes) {
    return reader.At(kInvoice, Malformed("expected an invoice number"));
  }
  if (line.sku.size() > kMaxSkuBytes) return reader.At(kStockCode, Malformed("code too long"));
  return {};
}

std::string_view TitleOf(const ItemLines& lines) {
  std::string_view best;
  size_t best_rank = 0;  // real descriptions before others, then by frequency
  for (const auto& [description, count] : lines.descriptions) {
    const size_t rank =
        count + (LooksLikeDescription(description) ? std::numeric_limits<uint32_t>::max() : 0);
    if (rank <= best_rank) continue;  // equal counts: the first in the alphabet stays
    best = description;
    best_rank = rank;
  }
  return best;
}

std::vector<FeedItem> MakeItems(std::map<std::string, ItemLines>* lines_by_sku,
                                const CategoryRules& rules) {
  std::vector<FeedItem> items;
  for (auto& [sku, lines] : *lines_by_sku) {
    const std::string_view description = TitleOf(lines);
    const auto middle =
        lines.prices.begin() + static_cast<std::ptrdiff_t>((lines.prices.size() - 1) / 2);
    std::nth_element(lines.prices.begin(), middle, lines.prices.end());
    FeedItem item;
    item.sku = sku;
    item.title = description.empty() ? sku : ReadableTitle(description);
    item.category = rules.CategoryOf(description);
    item.price_minor = *middle;
    items.push_back(std::move(item));
  }
  return items;
}

Status CheckHeader(const DelimitedReader& reader) {
  if (!std::equal(reader.fields().begin(), reader.fields().end(), kColumnNames.begin(),
                  kColumnNames.end())) {
    return reader.At(0, Malformed("expected the columns InvoiceNo, StockCode, Description, "
                                  "Quantity, InvoiceDate, UnitPrice, CustomerID, Country"));
  }
  return {};
}

bool IsSmallWord(std::string_view word) {
  constexpr std::array<std::string_view, 12> kWords = {"a",  "and", "as", "at", "by",   "for",
                                                       "in", "of",  "on", "or", "with", "the"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool IsAbbreviation(std::string_view word) {
  constexpr std::array<std::string_view, 7> kWords = {"led", "usb", "tv", "uk", "bbq", "diy", "cd"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// A run of letters, digits and apostrophes, small, in its place in a title.
std::string TitleWord(std::string word, bool first, bool after_blank) {
  if (IsAbbreviation(word)) return UpperCased(word);
  if (!first && after_blank && IsSmallWord(word)) return word;
  word[0] = ToCapital(word[0]);
  return word;
}

}  // namespace

std::string ReadableTitle(std::string_view description) {
  std::string title;
  for (size_t at = 0; at < description.size();) {
    size_t end = at;
    const auto is_word = [](char c) {
      return IsSmall(c) || IsCapital(c) || IsDigit(c) || c == '\'';
    };
    while (end < description.size() && is_word(description[end])) ++end;
    if (end == at) {
      const char c = description[at++];
      if (c != ' ') title += c;
      const bool more = at < description.size() && description[at] != ' ';
      if (c == ' ' ? !title.empty() && title.back() != ' ' : c == ',' && more) title += ' ';
      continue;
    }
    std::string word = SmallLetters(description.substr(at, end - at));
    title += TitleWord(std::move(word), title.empty(), !title.empty() && title.back() == ' ');
    at = end;
  }
  while (title.ends_with(' ')) title.pop_back();
  return title;
}

Result<OnlineRetail> ReadOnlineRetail(std::string_view text, const std::string& file_name,
                                      const CategoryRules& rules, bool hold_out) {
  DelimitedReader reader(text, file_name);
  Result<bool> more = reader.Next();
  if (!more.ok()) return more.error();
  if (!*more) return Malformed(file_name + ":1:1: expected a header line");
  if (const Status status = CheckHeader(reader); !status.ok()) return status.error();

  OnlineRetail retail;
  std::map<std::string, ItemLines> lines_by_sku;
  while ((more = reader.Next()).ok() && *more) {
    const Result<Line> line = ReadLine(reader);
    if (!line.ok()) return line.error();
    size_t* kind = KindOf(*line, &retail.counts);
    ++*kind;
    if (kind != &retail.counts.ordinary) continue;
    if (const Status status = CheckOrdinary(*line, reader); !status.ok()) return status.error();
    const bool held_out = hold_out && IsHeldOut(line->customer);
    Orders& orders = held_out ? retail.held_out : retail.orders;
    orders.Add(line->customer, line->invoice, line->sku, line->time,
               static_cast<int32_t>(line->quantity), static_cast<int32_t>(line->price_minor));
    if (held_out) continue;
    ItemLines& lines = lines_by_sku[line->sku];
    lines.prices.push_back(static_cast<int32_t>(line->price_minor));
    if (!line->description.empty()) ++lines.descriptions[std::string(line->description)];
  }
  if (!more.ok()) return more.error();
  retail.items = MakeItems(&lines_by_sku, rules);
  return retail;
}

}  // namespace hearth
