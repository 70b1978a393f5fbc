// schema.org Order (https://schema.org/Order), as shops put it into pages and mails.
#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "base/sort.h"
#include "import/history_formats.h"
#include "import/row_reader.h"
#include "input/gtin.h"
#include "input/json_records.h"

namespace hearth {
namespace {

using enum HistoryField;

constexpr size_t kMaxDepth = kMaxJsonDepth;
constexpr size_t kMostOffers = 16;  // of one thing in an order: beyond them none is looked at

// Of a text, a number, or the first of a list of them; of an object its name or value.
std::string TextOf(const Json* value) {
  for (size_t depth = 0; value != nullptr && depth < kMaxDepth; ++depth) {
    if (value->is_string()) return std::string(Trim(value->string()));
    if (value->is_number()) return PlainNumber(*value);
    if (value->is_boolean()) return value->boolean() ? "true" : "false";
    if (value->is_array()) {
      value = value->size() > 0 ? &(*value)[0] : nullptr;
    } else {
      const Json* const name = value->find("name");
      const Json* const id = value->find("@id");
      value = name != nullptr ? name : value->find("value") != nullptr ? value->find("value") : id;
    }
  }
  return "";
}

// The first of the object's values that says something.
std::string TextOf(const Json& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    std::string text = TextOf(object.find(name));
    if (!text.empty()) return text;
  }
  return "";
}

bool IsOfType(const Json& object, std::string_view type) {
  const Json* said = object.find("@type");
  if (said == nullptr) return false;
  const auto fits = [&](const Json& each) {
    if (!each.is_string()) return false;
    std::string_view name = each.string();
    name.remove_prefix(std::min(name.size(), name.find_last_of("/:#") + 1));
    return name == type;
  };
  if (!said->is_array()) return fits(*said);
  return std::any_of(said->elements().begin(), said->elements().end(), fits);
}

// Calls `visit` for one or for each of a list.
template <typename Visit>
void ForEachOf(const Json* value, Visit visit) {
  if (value == nullptr) return;
  if (value->is_object()) visit(*value);
  if (!value->is_array()) return;
  for (const Json& each : value->elements()) {
    if (each.is_object()) visit(each);
  }
}

class Orders {
 public:
  Orders(RowReader* reader, bool observes) : reader_(*reader), observes_(observes) {}

  size_t count() const { return count_; }

  void Visit(const Json& value, size_t depth = 0) {
    if (depth > kMaxDepth) return;
    if (value.is_array()) {
      for (const Json& each : value.elements()) Visit(each, depth + 1);
    }
    if (!value.is_object()) return;
    if (IsOfType(value, "Order")) return ReadOrder(value);
    for (const Json::Entry& entry : value.entries()) Visit(entry.value, depth + 1);
  }

 private:
  void ReadOrder(const Json& order) {
    ++count_;
    RawRow row;
    row.Of(kTime) = TextOf(order, {"orderDate"});
    row.Of(kOrder) = TextOf(order, {"orderNumber", "confirmationNumber", "@id"});
    row.Of(kStatus) = TextOf(order, {"orderStatus"});
    row.Of(kCurrency) = TextOf(order, {"priceCurrency"});
    row.Of(kGift) = TextOf(order, {"isGift"});
    size_t items = 0;
    IndexOffers(order);
    ForEachOf(order.find("orderedItem"), [&](const Json& item) {
      ++items;
      ReadItem(item, row);
    });
    if (items == 0) {
      ForEachOf(order.find("acceptedOffer"),
                [&](const Json& offer) { ReadOffer(offer, row, &items); });
    }
    if (items == 0) Take(row);  // which is skipped and named, as it has no item
  }

  // The price of a thing ordered is often told by its offer alone. By SKU and by title.
  void IndexOffers(const Json& order) {
    offers_.clear();
    offer_of_.clear();
    ForEachOf(order.find("acceptedOffer"), [&](const Json& offer) {
      const Json* offered = offer.find("itemOffered");
      if (offered == nullptr || !offered->is_object()) return;
      RawRow row;
      TakeProduct(*offered, &row);
      for (const HistoryField by : {kSku, kTitle}) {
        offer_of_.emplace_back(KeyOf(row, by), static_cast<uint32_t>(offers_.size()));
      }
      offers_.push_back(&offer);
    });
    Sort(offer_of_);
  }

  static uint64_t KeyOf(const RawRow& row, HistoryField by) {
    return Hash64(row.Of(by), static_cast<uint64_t>(by));
  }

  // The first that says it counts.
  void TakeOffered(RawRow* row) const {
    const HistoryField by = row->Of(kSku).empty() ? kTitle : kSku;
    const std::pair<uint64_t, uint32_t> key(KeyOf(*row, by), 0);
    auto at = std::lower_bound(offer_of_.begin(), offer_of_.end(), key);
    if (row->Of(by).empty()) at = offer_of_.end();
    for (size_t i = 0; i < kMostOffers && at != offer_of_.end() && at->first == key.first; ++i) {
      const Json& offer = *offers_[at++->second];
      TakePrice(offer, row);
      if (row->Of(kQuantity).empty()) row->Of(kQuantity) = TextOf(offer, {"eligibleQuantity"});
    }
  }

  // An OrderItem, or the product itself.
  void ReadItem(const Json& item, RawRow row) {
    const Json* nested = item.find("orderedItem");
    const Json& product = nested != nullptr && nested->is_object() ? *nested : item;
    TakeProduct(product, &row);
    row.Of(kQuantity) = TextOf(item, {"orderQuantity"});
    const std::string status = TextOf(item, {"orderItemStatus"});
    if (!status.empty()) row.Of(kStatus) = status;
    TakePrice(item, &row);
    if (&product != &item) TakePrice(product, &row);
    TakeOffered(&row);
    Take(row);
  }

  void ReadOffer(const Json& offer, const RawRow& order, size_t* items) {
    ForEachOf(offer.find("itemOffered"), [&](const Json& product) {
      ++*items;
      RawRow row = order;
      TakeProduct(product, &row);
      row.Of(kQuantity) = TextOf(offer, {"eligibleQuantity", "orderQuantity"});
      TakePrice(offer, &row);
      TakePrice(product, &row);
      Take(row);
    });
  }

  static void TakeProduct(const Json& product, RawRow* row) {
    row->Of(kTitle) = TextOf(product, {"name"});
    row->Of(kSku) = TextOf(product, {"sku", "productID", "mpn"});
    row->Of(kGtin) =
        TextOf(product, {"gtin13", "gtin", "gtin14", "gtin12", "gtin8", "isbn", "upc", "ean"});
    row->Of(kBrand) = TextOf(product, {"brand", "manufacturer"});
    row->Of(kCategory) = TextOf(product, {"category"});
  }

  // The first that is found counts.
  static void TakePrice(const Json& object, RawRow* row) {
    const Json* offers = object.find("offers");
    const Json& from = offers != nullptr && offers->is_object() ? *offers : object;
    if (!row->Of(kPrice).empty()) return;
    row->Of(kPrice) = TextOf(from, {"price"});
    const std::string currency = TextOf(from, {"priceCurrency"});
    if (!row->Of(kPrice).empty() && !currency.empty()) row->Of(kCurrency) = currency;
  }

  void Take(const RawRow& row) {
    if (observes_) return reader_.Observe(row);
    reader_.Read(row, count_, count_);
  }

  RowReader& reader_;
  const bool observes_;
  size_t count_ = 0;
  std::vector<const Json*> offers_;                      // of the order
  std::vector<std::pair<uint64_t, uint32_t>> offer_of_;  // by SKU or title, ascending
};

}  // namespace

std::vector<size_t> ReadOrderHistory(const std::vector<Json>& roots, const MoneyFormat& money,
                                     const HistoryOptions& options, HistoryFile* file) {
  RowReader reader(money, options, PlainHistory(), file);
  std::vector<size_t> counts(roots.size());
  for (const bool observes : {true, false}) {
    Orders orders(&reader, observes);
    for (size_t i = 0; i < roots.size(); ++i) {
      const size_t before = orders.count();
      orders.Visit(roots[i]);
      counts[i] = orders.count() - before;
    }
  }
  return counts;
}

}  // namespace hearth
