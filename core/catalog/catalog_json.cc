// Catalogs and feed items written as JSON.
#include "base/hash.h"
#include "base/json.h"
#include "catalog/builder.h"
#include "catalog/catalog.h"
#include "catalog/feed_item.h"

namespace hearth {
namespace {

Result<Json> Parse(std::string_view text) {
  if (text.size() > kMaxPackBytes) return TooLarge("expected at most 512 MiB of JSON");
  return Json::Parse(text);
}

Error At(const std::string& place, const Error& error) {
  return {error.code, place + error.message};
}

Status SetFieldFromJson(FeedField field, const Json& value, const MoneyFormat& money,
                        FeedItem* item) {
  if (value.is_null()) return {};
  if (value.is_string()) {
    return SetField(field, value.string(), money, item);
  }
  if (field == FeedField::kPrice && value.is_number()) {
    const Result<int32_t> price = PriceOfNumber(value.number_text(), money);
    if (price.ok()) item->price_minor = *price;
    return price.ok() ? Status() : Status(price.error());
  }
  const bool is_id = field == FeedField::kId || field == FeedField::kItemGroupId;
  if (is_id && value.is_number_unsigned()) {
    return SetField(field, value.number_text(), money, item);
  }
  return Malformed(field == FeedField::kPrice ? "expected a number or a string"
                                              : "expected a string");
}

Result<FeedItem> ReadFeedItem(const Json& object, const MoneyFormat& money) {
  if (!object.is_object()) return Malformed("expected an object");
  FeedItem item;
  for (size_t i = 0; i < kFeedFieldNames.size(); ++i) {
    const std::string name(kFeedFieldNames[i]);
    const Json* found = object.find(name);
    if (found == nullptr) continue;
    const Status status = SetFieldFromJson(static_cast<FeedField>(i), *found, money, &item);
    if (!status.ok()) return At(name + ": ", status.error());
  }
  if (const Status status = CheckFeedItem(item); !status.ok()) return status.error();
  return item;
}

Result<std::string> ReadText(const Json& object, const char* name) {
  const Json* found = object.find(name);
  if (found == nullptr || !found->is_string()) {
    return Malformed(std::string(name) + ": expected a string");
  }
  return found->string();
}

Result<CatalogBuilder> StartBuilder(const Json& root) {
  if (!root.is_object()) return Malformed("expected an object with shop, currency and items");
  const Result<std::string> shop = ReadText(root, "shop");
  if (!shop.ok()) return shop.error();
  const Result<std::string> currency = ReadText(root, "currency");
  if (!currency.ok()) return currency.error();
  const Result<MoneyFormat> money = MoneyFormatOf(*currency);
  if (!money.ok()) return At("currency: ", money.error());
  return CatalogBuilder(*shop, *money);
}

Status AddItems(const Json& root, const MoneyFormat& money, CatalogBuilder* builder) {
  const Json* items = root.find("items");
  if (items == nullptr || !items->is_array()) return Malformed("items: expected an array");
  if (items->size() > kMaxItems) {
    return TooLarge("items: expected at most " + std::to_string(kMaxItems));
  }
  for (size_t i = 0; i < items->size(); ++i) {
    const std::string place = "items[" + std::to_string(i) + "]";
    Result<FeedItem> item = ReadFeedItem((*items)[i], money);
    if (!item.ok()) {
      return At((*items)[i].is_object() ? place + "." : place + ": ", item.error());
    }
    const Status status = builder->Add(*std::move(item));
    if (!status.ok()) return At(place + ".", status.error());
  }
  return {};
}

}  // namespace

Result<FeedItem> ParseFeedItem(std::string_view json_text, const MoneyFormat& money) {
  const Result<Json> object = Parse(json_text);
  if (!object.ok()) return object.error();
  return ReadFeedItem(*object, money);
}

Result<Catalog> Catalog::FromJson(std::string_view text) {
  const Result<Json> root = Parse(text);
  if (!root.ok()) return root.error();
  Result<CatalogBuilder> builder = StartBuilder(*root);
  if (!builder.ok()) return builder.error();
  const Status added = AddItems(*root, builder->money(), &*builder);
  if (!added.ok()) return added.error();
  Result<std::unique_ptr<OwnedColumns>> columns = builder->Build();
  if (!columns.ok()) return columns.error();

  Catalog catalog;
  const std::shared_ptr<const OwnedColumns> built = *std::move(columns);
  catalog.columns_ = built->Columns();
  catalog.built_ = built;
  catalog.content_hash_ = Hash64(text);
  catalog.IndexCategories();
  return catalog;
}

}  // namespace hearth
