#include "pack/feed/item_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "input/gtin.h"
#include "input/letters.h"
#include "input/plain_text.h"
#include "input/words.h"
#include "pack/feed/availability.h"
#include "pack/feed/google_taxonomy.h"

namespace hearth {
namespace {

using F = ItemField;

// What a variant has of its product where it says nothing itself.
bool Inherits(F field) {
  return field == F::kTitle || field == F::kBrand || field == F::kProductType ||
         field == F::kGoogleCategory || field == F::kLink || field == F::kImage ||
         field == F::kCurrency;
}

// Shopify calls the option of a product without variants so.
bool IsNoOption(std::string_view option) { return option.empty() || option == "Default Title"; }

constexpr size_t kMaxFurtherCategoriesBytes = 1 << 16;

// Of "499676 - Food > Wine" the path.
std::optional<std::string_view> PathBesideNumber(std::string_view category) {
  const size_t digits = std::min(category.find_first_not_of("0123456789"), category.size());
  const std::string_view rest = Trim(category.substr(digits));
  for (const std::string_view dash : {"-", "\u2013"}) {
    if (digits > 0 && rest.starts_with(dash)) return Trim(rest.substr(dash.size()));
  }
  return std::nullopt;
}

// Of "499676", "499676 - Food > Wine" and "Food > Wine" the path.
std::string_view PathOfNumber(std::string_view category) {
  if (const auto path = PathBesideNumber(category)) return *path;
  uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(category.data(), category.data() + category.size(), number);
  const bool is_number = error == std::errc() && end == category.data() + category.size();
  return is_number ? GooglePath(number) : category;
}

std::string_view FirstOfList(std::string_view text) { return Trim(text.substr(0, text.find(','))); }

// Calls `take(sku)` for each variant of "sku=WS-S,size=S|sku=WS-M,size=M", as Magento lists them.
template <typename Take>
void ForEachListed(std::string_view list, Take take) {
  while (!list.empty()) {
    const std::string_view variant = list.substr(0, list.find('|'));
    list.remove_prefix(std::min(variant.size() + 1, list.size()));
    if (!variant.starts_with("sku=")) continue;
    const std::string_view sku = variant.substr(4);
    take(Trim(sku.substr(0, sku.find(','))));
  }
}

bool IsYes(std::string_view text) {
  const std::string small = SmallLetters(text);
  return small == "continue" || small == "1" || small == "yes" || small == "true" ||
         small == "notify" || small == "2";
}

}  // namespace

ItemReader::ItemReader(const Layout& layout, const RecordSource& source,
                       const ColumnEvidence& evidence, const SaleTimes& sales)
    : layout_(layout), source_(source), evidence_(evidence), sales_(sales) {
  FindSlots();
}

void ItemReader::FindSlots() {
  names_known_ = source_.names().size();
  for (Slots& slots : slots_) slots.clear();
  for (const Layout::Column& column : layout_.columns) {
    Slots& slots = slots_[static_cast<size_t>(column.field)];
    for (const size_t slot : SlotsOf(column.names)) {
      if (std::find(slots.begin(), slots.end(), slot) == slots.end()) slots.push_back(slot);
    }
  }
  further_categories_ = FurtherSlots(slots_[static_cast<size_t>(F::kProductType)]);
  further_google_ = FurtherSlots(slots_[static_cast<size_t>(F::kGoogleCategory)]);
  skip_slots_.clear();
  for (const Layout::Skip& skip : layout_.skips) skip_slots_.push_back(SlotsOf(skip.column));
  parent_key_slots_ = SlotsOf(layout_.parent_key);
  parent_of_slots_ = SlotsOf(layout_.parent_of);
  product_slots_ = SlotsOf(layout_.product_of_variants);
  list_slots_ = SlotsOf(layout_.lists_variants);
}

ItemReader::Slots ItemReader::SlotsOf(std::string_view names) const {
  const std::vector<std::string>& all = source_.names();
  Slots slots;
  ForEachWord(names, [&](std::string_view name) {
    const auto found = std::find(all.begin(), all.end(), name);
    if (found != all.end()) slots.push_back(static_cast<size_t>(found - all.begin()));
  });
  return slots;
}

// Where the others are of a category that stands in a record several times.
ItemReader::Slots ItemReader::FurtherSlots(const Slots& slots) const {
  Slots further;
  for (const size_t slot : slots) {
    const Slots found = SlotsOf(source_.names()[slot] + "[]");
    further.insert(further.end(), found.begin(), found.end());
  }
  return further;
}

std::string_view ItemReader::At(size_t slot, bool inherits) const {
  const std::string_view text = Trim(source_.Value(slot));
  return text.empty() && inherits && parent_ != nullptr ? std::string_view((*parent_)[slot]) : text;
}

// The first text that is not blank; its slot, or that of the field's best column.
std::string_view ItemReader::Text(F field, size_t* slot) const {
  const Slots& slots = slots_[static_cast<size_t>(field)];
  if (slot != nullptr && !slots.empty()) *slot = slots.front();
  for (const size_t each : slots) {
    const std::string_view text = At(each, Inherits(field));
    if (text.empty()) continue;
    if (slot != nullptr) *slot = each;
    return text;
  }
  return "";
}

std::string_view ItemReader::LeftOut() const {
  for (size_t i = 0; i < skip_slots_.size(); ++i) {
    for (const size_t slot : skip_slots_[i]) {
      std::string value = SmallLetters(At(slot, true));
      std::erase(value, ' ');
      if (!value.empty() && HasWord(layout_.skips[i].values, value)) return layout_.skips[i].reason;
    }
  }
  return "";
}

void ItemReader::FindParent() {
  parent_ = nullptr;
  if (layout_.parents == Parents::kNone || parent_of_slots_.empty()) return;
  const auto found = parents_.find(std::string(Trim(source_.Value(parent_of_slots_.front()))));
  if (found != parents_.end()) parent_ = &found->second;
}

// A record with a title may be a product that records below refer to.
void ItemReader::KeepParent() {
  if (layout_.parents == Parents::kNone) return;
  const Slots& titles = slots_[static_cast<size_t>(F::kTitle)];
  if (titles.empty() || Trim(source_.Value(titles.front())).empty()) return;
  if (layout_.parents == Parents::kRowAbove) parents_.clear();
  const bool is_child = layout_.parents == Parents::kAnyAbove && !parent_of_slots_.empty() &&
                        !Trim(source_.Value(parent_of_slots_.front())).empty();
  if (is_child) return;
  Row row(source_.names().size());
  const auto keep = [&](const Slots& slots) {
    for (const size_t slot : slots) row[slot] = Trim(source_.Value(slot));
  };
  for (size_t field = 0; field < kItemFieldCount; ++field) {
    if (Inherits(static_cast<F>(field))) keep(slots_[field]);
  }
  keep(slots_[static_cast<size_t>(F::kId)]);
  for (const Slots& slots : skip_slots_) keep(slots);
  // WooCommerce names a product "id:44", or by its SKU, which may be a number, too.
  const bool has_ids = parent_key_slots_.size() > 1;
  for (const size_t slot : parent_key_slots_) {
    const std::string key(Trim(source_.Value(slot)));
    const bool is_id = has_ids && slot == parent_key_slots_.front();
    if (!key.empty()) parents_.emplace(is_id ? "id:" + key : key, row);
  }
}

void ItemReader::Observe(ColumnEvidence* evidence) {
  if (source_.names().size() != names_known_) FindSlots();
  for (const F field : {F::kPrice, F::kSalePrice}) {
    const std::string_view text = Text(field);
    if (!text.empty()) evidence->money.Observe(text);
  }
  for (const F field : {F::kSaleFrom, F::kSaleTo, F::kSince}) {
    evidence->dates.Add(Text(field));
  }
  const std::string_view category = Text(F::kProductType);
  if (!category.empty()) evidence->categories.Observe(PlainText(category));
  const std::string_view google = Text(F::kGoogleCategory);
  if (!google.empty()) evidence->google_categories.Observe(PlainText(google));
  for (const size_t slot : list_slots_) {
    ForEachListed(source_.Value(slot),
                  [&](std::string_view variant) { evidence->group_of.emplace(variant, IdText()); });
  }
}

// Rows that only add a picture, as Shopify's exports have them.
bool ItemReader::SaysNothingOfAnItem() const {
  return layout_.parents == Parents::kRowAbove && parent_ != nullptr && Text(F::kPrice).empty() &&
         Text(F::kId).empty() &&
         Trim(source_.Value(slots_[static_cast<size_t>(F::kTitle)].front())).empty();
}

std::string ItemReader::IdText() const {
  std::string id(Text(F::kId));
  // Spreadsheets are kept from altering a number by an apostrophe before it.
  const bool has_apostrophe = id.size() > 1 && id[0] == '\'' && id[1] >= '0' && id[1] <= '9';
  if (has_apostrophe) id.erase(0, 1);
  if (!id.empty()) return id;
  for (const size_t slot : slots_[static_cast<size_t>(F::kIdParts)]) {
    const std::string_view part = At(slot, false);
    if (!IsNoOption(part)) id += (id.empty() ? "" : "-") + std::string(part);
  }
  return id;
}

// Whether the record is one of a list of variants below a product.
bool ItemReader::IsFromListOfVariants() const {
  const std::string below = PlainName(layout_.variants) + ".";
  for (size_t slot = 0; slot < source_.names().size(); ++slot) {
    if (source_.names()[slot].starts_with(below) && !source_.Value(slot).empty()) return true;
  }
  return false;
}

// What tells the variants of one product from those of others; "" where there are none.
std::string ItemReader::GroupText() const {
  const std::string_view said = Text(F::kGroup);
  if (HasWord("0 - none null n/a nan false", SmallLetters(said))) return "";
  if (!said.empty()) return std::string(said);
  if (layout_.parents == Parents::kAnyAbove && !parent_of_slots_.empty()) {
    for (const size_t slot : slots_[static_cast<size_t>(F::kId)]) {
      if (parent_ != nullptr && !(*parent_)[slot].empty()) return (*parent_)[slot];
    }
    return std::string(Trim(source_.Value(parent_of_slots_.front())));
  }
  if (!list_slots_.empty()) {
    const auto listed = evidence_.group_of.find(IdText());
    return listed != evidence_.group_of.end() ? listed->second : "";
  }
  if (product_slots_.empty() || !IsFromListOfVariants()) return "";
  for (const size_t slot : product_slots_) {
    const std::string_view product = Trim(source_.Value(slot));
    if (!product.empty()) return std::string(product);
  }
  return "";
}

std::string ItemReader::TitleText() const {
  std::string title = PlainText(Text(F::kTitle));
  std::string options;
  for (const size_t slot : slots_[static_cast<size_t>(F::kOption)]) {
    const std::string option = PlainText(At(slot, false));
    if (!IsNoOption(option)) options += (options.empty() ? "" : " / ") + option;
  }
  if (!options.empty() && !title.empty()) title += " - " + options;
  return title;
}

// "499676 - Food > ...", "499676.0" and "google:499676, 772" are the number 499676; a path may be
// written with other separators.
std::string ItemReader::GoogleText() const {
  std::string value = PlainText(Text(F::kGoogleCategory));
  if (value.starts_with("google:")) value.erase(0, 7);
  const size_t digits = std::min(value.find_first_not_of("0123456789"), value.size());
  if (digits == 0) return evidence_.google_categories.Read(value);
  std::string_view rest = std::string_view(value).substr(digits);
  while (rest.starts_with('.') || rest.starts_with('0')) rest.remove_prefix(1);
  rest = Trim(rest);
  const bool is_number =
      rest.empty() || rest.starts_with(',') || rest.starts_with('-') || rest.starts_with("\u2013");
  return is_number ? value.substr(0, digits) : evidence_.google_categories.Read(value);
}

// Whatever else the record files the item under, a line each: other columns, other paths of one
// column, elements that stand there again.
Result<std::string> ItemReader::FurtherCategories(const FeedItem& item) const {
  std::vector<std::string> paths;
  std::set<std::string> known = {"", item.category, item.google_path};
  size_t bytes = 0;
  const auto take = [&](const CategoryColumn& column, std::string_view value) {
    bytes += value.size();
    if (bytes > kMaxFurtherCategoriesBytes) return;
    for (std::string& path : column.ReadAll(PlainText(value))) {
      if (known.insert(path).second) paths.push_back(std::move(path));
    }
  };
  const bool inherits = Inherits(F::kProductType);
  for (const size_t slot : slots_[static_cast<size_t>(F::kProductType)]) {
    take(evidence_.categories, At(slot, inherits));
  }
  const auto take_lines = [&](const CategoryColumn& column, const Slots& slots) {
    for (const size_t slot : slots) {
      ForEachWord(
          source_.Value(slot), [&](std::string_view line) { take(column, PathOfNumber(line)); },
          '\n');
    }
  };
  take_lines(evidence_.categories, further_categories_);
  take_lines(evidence_.google_categories, further_google_);
  if (bytes > kMaxFurtherCategoriesBytes) {
    return TooLarge("expected at most 64 KiB of further categories");
  }
  std::string lines;
  for (const std::string& path : paths) lines += (lines.empty() ? "" : "\n") + path;
  return lines;
}

std::string ItemReader::LinkText() const {
  const std::string link = UndoEntities(Text(F::kLink));
  if (link.empty() || link.starts_with("http")) return link;
  if (link.starts_with("www.")) return "https://" + link;
  return std::string(layout_.link_before) + link + std::string(layout_.link_after);
}

std::string ItemReader::ImageText() const {
  std::string image = UndoEntities(Text(F::kImage));
  // Several addresses with commas between them; one may have a comma of its own.
  const size_t next = image.find(',');
  if (next != std::string::npos && image.find("http", next) != std::string::npos &&
      !image.starts_with("data:")) {
    image = FirstOfList(image);
  }
  if (image.empty() || image.starts_with("http") || layout_.image_before.empty()) return image;
  return std::string(layout_.image_before) + image;
}

// A sale price without dates holds; one whose dates cannot be read does not.
bool ItemReader::SaleHolds() {
  std::string_view from = Text(F::kSaleFrom);
  std::string_view to = Text(F::kSaleTo);
  const std::string_view dates = Text(F::kSaleDates);
  if (!dates.empty()) {
    const size_t middle = dates.find('/');
    from = Trim(dates.substr(0, middle));
    to = middle == std::string_view::npos ? "" : Trim(dates.substr(middle + 1));
  }
  for (const auto& [text, is_end] : {std::pair(from, false), {to, true}}) {
    if (text.empty()) continue;
    const Result<Time> time = ReadTime(text, TimesOf());
    if (text.starts_with("0000-00-00")) continue;  // databases write so that there is no limit
    if (!time.ok() || !IsPlausible(*time)) {
      ++sales_not_understood_;
      return false;
    }
    const bool is_number = text.find_first_not_of("0123456789") == std::string_view::npos;
    const bool is_day =
        text.find(':') == std::string_view::npos && (!is_number || text.size() == 8);
    const Time end = *time + (is_day ? kMsPerDay : 0);  // a day alone is meant whole
    if (is_end ? sales_.now >= end : sales_.now < *time) return false;
  }
  return true;
}

// The order of days and months as said, or as the file's own dates prove it.
TimeFormat ItemReader::TimesOf() const {
  TimeFormat format = sales_.format;
  if (format.dates == DateOrder::kUnknown) format.dates = evidence_.dates.Proven();
  return format;
}

Status ItemReader::ReadSince(size_t* slot, FeedItem* item) const {
  const std::string_view text = Text(F::kSince, slot);
  if (text.empty()) return {};
  const Result<Time> time = ReadTime(text, TimesOf());
  if (!time.ok()) return time.error();
  if (IsPlausible(*time)) item->since_day = DayOf(*time);
  return {};
}

Status ItemReader::ReadPrice(size_t* slot, FeedItem* item) {
  const std::string_view text = Text(F::kPrice, slot);
  const std::string_view currency = Text(F::kCurrency);
  if (text.empty()) return Malformed("expected a price, got nothing");
  const Result<int32_t> price = evidence_.money.Read(text, currency);
  if (!price.ok()) return price.error();
  item->price_minor = *price;
  net_prices_ += HasWord(layout_.net_prices, source_.names()[*slot]) ? 1 : 0;
  size_t sale_slot = 0;
  const std::string_view sale_text = Text(F::kSalePrice, &sale_slot);
  if (sale_text.empty()) {
    const Result<int32_t> before = evidence_.money.Read(Text(F::kPriceBefore), currency);
    if (before.ok() && *before > *price) item->regular_minor = *before;
    return {};
  }
  const Result<int32_t> sale = evidence_.money.Read(sale_text, currency);
  if (!sale.ok()) {
    *slot = sale_slot;
    return sale.error();
  }
  const bool is_lower = *sale > 0 && *sale < *price;
  if (!is_lower || !SaleHolds()) return {};
  item->regular_minor = item->price_minor;
  item->price_minor = *sale;
  return {};
}

Status ItemReader::ReadAvailability(size_t* slot, FeedItem* item) const {
  const std::string_view word = Text(F::kAvailability, slot);
  if (!word.empty()) {
    const std::optional<Availability> availability = AvailabilityOf(word);
    if (!availability) {
      return Malformed("expected in_stock, out_of_stock, preorder or backorder, got " +
                       Quoted(word));
    }
    item->availability = *availability;
    return {};
  }
  const std::string_view stock = Text(F::kStock, slot);
  if (stock.empty()) return {};
  if (stock.find_first_not_of("0123456789.,-+") != std::string_view::npos) {
    const std::optional<Availability> said = AvailabilityOf(stock);
    if (!said) return Malformed("expected a number of pieces, got " + Quoted(stock));
    item->availability = *said;
    return {};
  }
  const bool is_some = stock.find_first_of("123456789") != std::string_view::npos;
  if (is_some && !stock.starts_with('-')) return {};
  const Slots& counted = slots_[static_cast<size_t>(F::kStockIsCounted)];
  if (!counted.empty() && Text(F::kStockIsCounted).empty()) return {};
  const bool sells = IsYes(Text(F::kSellsWithoutStock));
  item->availability = sells ? Availability::kBackorder : Availability::kOutOfStock;
  return {};
}

std::optional<ItemError> ItemReader::Fill(FeedItem* item) {
  size_t slot = RecordSource::kWhole;
  const auto failed = [&](FeedField field, const Status& status) {
    const std::string name(kFeedFieldNames[static_cast<size_t>(field)]);
    return ItemError{slot, name + ": " + status.error().message};
  };
  const auto set = [&](FeedField field, F column, const std::string& text) {
    slot = RecordSource::kWhole;
    Text(column, &slot);
    return SetField(field, text, evidence_.money.money(), item);
  };
  const std::pair<FeedField, std::pair<F, std::string>> texts[] = {
      {FeedField::kId, {F::kId, IdText()}},
      {FeedField::kTitle, {F::kTitle, TitleText()}},
      {FeedField::kBrand, {F::kBrand, PlainText(Text(F::kBrand))}},
      {FeedField::kProductType,
       {F::kProductType, evidence_.categories.Read(PlainText(Text(F::kProductType)))}},
      {FeedField::kGoogleProductCategory, {F::kGoogleCategory, GoogleText()}},
      {FeedField::kGoogleProductCategory,
       {F::kGoogleCategory,
        evidence_.google_categories.Read(
            PathBesideNumber(PlainText(Text(F::kGoogleCategory))).value_or(""))}},
      {FeedField::kLink, {F::kLink, LinkText()}},
      {FeedField::kImageLink, {F::kImage, ImageText()}},
      {FeedField::kItemGroupId, {F::kGroup, GroupText()}}};
  for (const auto& [field, from] : texts) {
    if (const Status status = set(field, from.first, from.second); !status.ok()) {
      return failed(field, status);
    }
  }
  slot = RecordSource::kWhole;
  if (const Status status = ReadPrice(&slot, item); !status.ok()) {
    return failed(FeedField::kPrice, status);
  }
  if (const Status status = ReadAvailability(&slot, item); !status.ok()) {
    return failed(FeedField::kAvailability, status);
  }
  if (const Status status = ReadSince(&slot, item); !status.ok()) {
    return failed(FeedField::kAvailabilityDate, status);
  }
  Result<std::string> further = FurtherCategories(*item);
  if (!further.ok()) {
    slot = RecordSource::kWhole;
    return failed(FeedField::kProductType, further.error());
  }
  item->further_categories = *std::move(further);
  item->gtin = ParseGtin(Text(F::kGtin));
  if (const Status status = CheckFeedItem(*item); !status.ok()) {
    return ItemError{RecordSource::kWhole, status.error().message};
  }
  return std::nullopt;
}

ReadItem ItemReader::Read() {
  if (source_.names().size() != names_known_) FindSlots();
  ReadItem read;
  KeepParent();
  FindParent();
  read.left_out = LeftOut();
  if (read.left_out.empty() && SaysNothingOfAnItem()) read.left_out = "rows of pictures alone";
  if (!read.left_out.empty()) return read;
  FeedItem item;
  read.error = Fill(&item);
  if (!read.error) read.item = std::move(item);
  return read;
}

}  // namespace hearth
