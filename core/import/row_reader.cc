#include "import/row_reader.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "catalog/catalog.h"
#include "history/event.h"
#include "input/gtin.h"
#include "input/letters.h"
#include "input/order_words.h"
#include "input/unseen.h"

namespace hearth {
namespace {

using enum HistoryField;

constexpr size_t kMaxOrderBytes = 128;
constexpr size_t kMaxTextBytes = 8192;  // of what is shortened; beyond it a quote is missing
constexpr int64_t kMaxQuantity = 65535;

struct Entity {
  std::string_view name;
  char letter;
};
constexpr std::array<Entity, 6> kEntities = {{{"&amp;", '&'},
                                              {"&quot;", '"'},
                                              {"&#39;", '\''},
                                              {"&apos;", '\''},
                                              {"&lt;", '<'},
                                              {"&gt;", '>'}}};

uint32_t PiecesOf(int64_t thousandths) {
  return static_cast<uint32_t>(std::clamp<int64_t>(thousandths / 1000, 1, kMaxQuantity));
}

}  // namespace

std::string TidyText(std::string_view text) {
  std::string tidy;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const auto* const entity =
        std::find_if(kEntities.begin(), kEntities.end(),
                     [&](const Entity& each) { return rest.starts_with(each.name); });
    const size_t unseen = UnseenLength(rest);
    if (entity != kEntities.end()) {
      tidy += entity->letter;
      i += entity->name.size() - 1;
    } else if (static_cast<uint8_t>(text[i]) <= ' ') {
      if (!tidy.empty() && tidy.back() != ' ') tidy += ' ';
    } else if (unseen > 0) {
      i += unseen - 1;
    } else {
      tidy += text[i];
    }
  }
  if (tidy.ends_with(' ')) tidy.pop_back();
  return tidy;
}

RowReader::RowReader(const MoneyFormat& money, const HistoryOptions& options,
                     const HistoryLayout& layout, HistoryFile* file)
    : money_(money, options.decimal_mark),
      times_(options.times),
      now_(options.now),
      layout_(layout),
      file_(*file) {}

void RowReader::Observe(const RawRow& row) {
  const std::string& price = row.Of(kPrice);
  if (!price.empty() && !money_.NamesAnother(price, row.Of(kCurrency))) money_.Observe(price);
  dates_.Add(row.Of(kTime));
}

bool RowReader::Leave(size_t row, Skip reason, std::string detail) {
  if (!left_) file_.skipped.Add(row, left_.emplace(reason), std::move(detail));
  return false;
}

bool RowReader::IsPurchase(const RawRow& raw, size_t row) {
  if (!IsNo(raw.Of(kCancelled))) return Leave(row, Skip::kCancelled);
  switch (OrderStateOf(raw.Of(kStatus))) {
    case OrderState::kTaken:
      return true;
    case OrderState::kCancelled:
      return Leave(row, Skip::kCancelled);
    case OrderState::kRefunded:
      return Leave(row, Skip::kRefunded);
    default:
      return Leave(row, Skip::kNotAnOrder);
  }
}

// A weight ("0.23") is a piece. What came back is taken off.
bool RowReader::ReadQuantity(const RawRow& raw, size_t row, BoughtLine* purchase) {
  const auto read = [](const std::string& text) -> Result<int64_t> {
    std::string number = text;
    std::replace(number.begin(), number.end(), ',', '.');
    const size_t mark = number.find('.');
    if (mark != std::string::npos && number.size() == mark + 4 && !number.starts_with('0')) {
      return Malformed("expected one number of pieces, got " + Quoted(text) +
                       ", which may be thousands");
    }
    Result<int64_t> thousandths = ParseDecimal(number, 3);
    if (!thousandths.ok()) return Malformed("expected a number of pieces, got " + Quoted(text));
    return thousandths;
  };
  Result<int64_t> bought = raw.Of(kQuantity).empty() ? 1000 : read(raw.Of(kQuantity));
  if (!bought.ok()) return Leave(row, Skip::kBadQuantity, bought.error().message);
  if (*bought <= 0) return Leave(row, Skip::kNoQuantity);
  const Result<int64_t> back = IsNo(raw.Of(kReturned)) ? 0 : read(raw.Of(kReturned));
  const int64_t kept = back.ok() ? *bought - std::max(*back, -*back) : 0;
  purchase->bought = PiecesOf(*bought);
  if (kept <= 0) return Leave(row, Skip::kRefunded);
  if (kept > kMaxQuantity * 1000) {
    return Leave(row, Skip::kBadQuantity, "expected at most 65535 pieces");
  }
  purchase->quantity = PiecesOf(kept);
  return true;
}

bool RowReader::ReadTime(const RawRow& raw, size_t row, BoughtLine* purchase) {
  const std::string& text = raw.Of(kTime);
  if (text.empty()) return Leave(row, Skip::kNoTime);
  TimeFormat format = times_;
  if (format.dates == DateOrder::kUnknown) format.dates = dates_.Proven();
  if (format.dates == DateOrder::kUnknown && layout_.dates_by_site &&
      SmallLetters(raw.Of(kSite)).ends_with("amazon.com")) {
    format.dates = DateOrder::kMonthFirst;
  }
  const Result<Time> time = hearth::ReadTime(text, format);
  if (!time.ok()) {
    TimeFormat day_first = format;
    day_first.dates = DateOrder::kDayFirst;
    const bool is_ambiguous =
        format.dates == DateOrder::kUnknown && hearth::ReadTime(text, day_first).ok();
    file_.asks_dates = file_.asks_dates || (is_ambiguous && !left_);
    return Leave(row, is_ambiguous ? Skip::kTwoDates : Skip::kBadTime,
                 "expected a date that reads one way, got " + Quoted(text));
  }
  if (*time < kMinTime) return Leave(row, Skip::kTooEarly, Quoted(text));
  if (*time > now_ || *time >= kMaxTime) return Leave(row, Skip::kTooLate, Quoted(text));
  purchase->time = *time;
  return true;
}

bool RowReader::ReadPrice(const RawRow& raw, size_t row, BoughtLine* purchase) {
  const std::string& text = raw.Of(kPrice);
  if (text.empty()) return true;
  if (money_.NamesAnother(text, raw.Of(kCurrency))) {
    ++file_.in_other_currency;
    return true;
  }
  const Result<int32_t> price = money_.Read(text, raw.Of(kCurrency));
  if (!price.ok()) return Leave(row, Skip::kBadPrice, price.error().message);
  purchase->price_minor = *price;
  return true;
}

std::string RowReader::Shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  ++file_.shortened;
  return std::string(CutUtf8(text, most));
}

bool RowReader::ReadTexts(const RawRow& raw, size_t row, BoughtLine* purchase) {
  for (const std::string& text : raw.texts) {
    if (!IsCleanUtf8(text)) return Leave(row, Skip::kUnreadable, "expected UTF-8");
    if (text.size() > kMaxTextBytes) {
      return Leave(row, Skip::kTooLong, "expected texts of at most 8192 bytes");
    }
  }
  purchase->order = TidyText(raw.Of(kOrder));
  purchase->sku = TidyText(raw.Of(kSku));
  if (purchase->sku.starts_with('\'')) purchase->sku.erase(0, 1);  // as spreadsheets keep numbers
  if (purchase->order.size() > kMaxOrderBytes) {
    return Leave(row, Skip::kTooLong, "order: expected at most 128 bytes");
  }
  if (purchase->sku.size() > kMaxSkuBytes) {
    return Leave(row, Skip::kTooLong, "sku: expected at most 64 bytes");
  }
  purchase->gtin = ParseGtin(raw.Of(kGtin));
  purchase->title = Shortened(TidyText(raw.Of(kTitle)), kMaxTitleBytes);
  purchase->category = Shortened(TidyText(raw.Of(kCategory)), kMaxCategoryPathBytes);
  purchase->brand = Shortened(TidyText(raw.Of(kBrand)), kMaxNameBytes);
  const bool has_item = !purchase->sku.empty() || !purchase->title.empty() || purchase->gtin != 0;
  if (!has_item && !left_) {  // without one, a whole order was cancelled
    return Leave(row, Skip::kNoItem);
  }
  return true;
}

void RowReader::Read(const RawRow& raw, size_t row, size_t telling) {
  ++file_.rows;
  left_.reset();
  BoughtLine purchase;
  purchase.row = row;
  purchase.telling = telling;
  purchase.is_gift = !IsNo(raw.Of(kGift));
  IsPurchase(raw, row);
  ReadQuantity(raw, row, &purchase);
  if (left_ && *left_ != Skip::kCancelled && *left_ != Skip::kRefunded) return;
  const bool is_kept = !left_;
  if (!is_kept) purchase.quantity = 0;
  if (!ReadTexts(raw, row, &purchase) || !ReadTime(raw, row, &purchase)) return;
  if (is_kept ? !ReadPrice(raw, row, &purchase) : purchase.order.empty()) return;
  file_.purchases.push_back(std::move(purchase));
}

}  // namespace hearth
