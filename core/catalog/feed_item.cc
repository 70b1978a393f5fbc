#include "catalog/feed_item.h"

#include <algorithm>

#include "base/utf8.h"

namespace hearth {
namespace {

constexpr size_t kMaxPathBytes = 2048;
constexpr size_t kMaxGroupBytes = 512;

Status CheckText(std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) {
    return TooLarge("expected at most " + std::to_string(max_bytes) + " bytes, got " +
                    std::to_string(text.size()));
  }
  if (!IsCleanUtf8(text)) return Malformed("expected valid UTF-8 without NUL");
  return {};
}

Status CheckLink(std::string_view link, bool safe) {
  Status status = CheckText(link, kMaxLinkBytes);
  if (!status.ok() || safe) return status;
  return Malformed("expected an http or https address or a path, got " + Quoted(link));
}

Status CheckCategory(std::string_view path) {
  Status status = CheckText(path, kMaxPathBytes);
  while (status.ok() && !path.empty()) {
    const size_t end = path.find('>');
    const std::string_view name = Trim(path.substr(0, end));
    if (name.empty()) return Malformed("expected names separated by \" > \", got an empty name");
    status = CheckText(name, kMaxNameBytes);
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
    if (path.empty()) return Malformed("expected a name after the last \">\"");
  }
  return status;
}

Status StoreText(std::string_view value, Status checked, std::string* text) {
  if (checked.ok()) text->assign(value);
  return checked;
}

// A category of Google's product taxonomy: digits alone are its number, all else is its path. A
// number that is too large names nothing.
Status StoreGoogleCategory(std::string_view value, FeedItem* item) {
  uint32_t number = 0;
  for (const char c : value) {
    if (c < '0' || c > '9') return StoreText(value, CheckCategory(value), &item->google_path);
    number = std::min(number * 10 + static_cast<uint32_t>(c - '0'), kMaxGoogleCategory + 1);
  }
  item->google_category = number > kMaxGoogleCategory ? 0 : number;
  return {};
}

Status CheckRequired(std::string_view text, size_t max_bytes) {
  if (text.empty()) return Malformed("expected a value, got nothing");
  return CheckText(text, max_bytes);
}

Status CheckPrice(int32_t price_minor) {
  return price_minor < 0 ? Status(Malformed("expected a price, got nothing")) : Status();
}

Status CheckDay(int32_t day) {
  const bool known = day >= DayOf(kMinTime) && day < DayOf(kMaxTime);
  return day == 0 || known ? Status() : Status(Malformed("expected a day from 2000 to 2199"));
}

Status StorePrice(std::string_view value, const MoneyFormat& money, FeedItem* item) {
  const Result<int32_t> price = ParsePrice(value, money);
  if (!price.ok()) return price.error();
  item->price_minor = *price;
  return {};
}

Status StoreAvailability(std::string_view value, FeedItem* item) {
  const Result<Availability> availability = ParseAvailability(value);
  if (!availability.ok()) return availability.error();
  item->availability = *availability;
  return {};
}

Status StoreDate(std::string_view value, FeedItem* item) {
  const Result<Time> time = ParseTime(value);
  if (!time.ok()) return time.error();
  item->since_day = DayOf(*time);
  return {};
}

}  // namespace

std::optional<FeedField> FeedFieldOf(std::string_view name) {
  std::string plain(Trim(name));
  for (char& c : plain) {
    if (c == ' ') c = '_';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (size_t i = 0; i < kFeedFieldNames.size(); ++i) {
    if (plain == kFeedFieldNames[i]) return static_cast<FeedField>(i);
  }
  return std::nullopt;
}

Status SetField(FeedField field, std::string_view value, const MoneyFormat& money, FeedItem* item) {
  value = Trim(value);
  if (value.empty()) return {};
  switch (field) {
    case FeedField::kId:
      return StoreText(value, CheckText(value, kMaxSkuBytes), &item->sku);
    case FeedField::kTitle:
      return StoreText(value, CheckText(value, kMaxTitleBytes), &item->title);
    case FeedField::kPrice:
      return StorePrice(value, money, item);
    case FeedField::kBrand:
      return StoreText(value, CheckText(value, kMaxNameBytes), &item->brand);
    case FeedField::kProductType:
      return StoreText(value, CheckCategory(value), &item->category);
    case FeedField::kGoogleProductCategory:
      return StoreGoogleCategory(value, item);
    case FeedField::kAvailability:
      return StoreAvailability(value, item);
    case FeedField::kLink:
      return StoreText(value, CheckLink(value, IsSafeLink(value)), &item->link);
    case FeedField::kImageLink:
      return StoreText(value, CheckLink(value, IsSafeImage(value)), &item->image);
    case FeedField::kAvailabilityDate:
      return StoreDate(value, item);
    case FeedField::kItemGroupId:
      return StoreText(value, CheckText(value, kMaxGroupBytes), &item->group);
  }
  return {};
}

Status CheckFeedItem(const FeedItem& item) {
  struct Check {
    std::string_view field;
    Status status;
  };
  const std::array<Check, 10> checks = {{
      {"id", CheckRequired(item.sku, kMaxSkuBytes)},
      {"title", CheckRequired(item.title, kMaxTitleBytes)},
      {"price", CheckPrice(item.price_minor)},
      {"product_type", CheckCategory(item.category)},
      {"google_product_category", CheckCategory(item.google_path)},
      {"brand", CheckText(item.brand, kMaxNameBytes)},
      {"link", CheckLink(item.link, IsSafeLink(item.link))},
      {"image_link", CheckLink(item.image, IsSafeImage(item.image))},
      {"availability_date", CheckDay(item.since_day)},
      {"item_group_id", CheckText(item.group, kMaxGroupBytes)},
  }};
  for (const Check& check : checks) {
    if (check.status.ok()) continue;
    const Error& error = check.status.error();
    return Error{error.code, std::string(check.field) + ": " + error.message};
  }
  return {};
}

}  // namespace hearth
