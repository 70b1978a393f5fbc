#include "pack/orders/order_layouts.h"

#include <algorithm>
#include <utility>

#include "input/letters.h"
#include "input/words.h"

namespace hearth {
namespace {

using enum OrderField;

constexpr OrderColumn kShopify[] = {
    {kOrder, true, "name"},
    {kCustomer, true, "customerid|email|phone|shippingphone|billingphone"},
    {kTime, true, "createdat|processedat|paidat"},
    {kName, true, "lineitemname"},
    {kQuantity, true, "lineitemquantity"},
    {kId, false, "lineitemsku"},
    {kPrice, false, "lineitemprice"},
    {kStatus, false, "financialstatus"},
    {kCancelled, false, "cancelledat|canceledat"},
    {kTest, false, "test"},
};

constexpr OrderColumn kMagento[] = {
    {kQuantity, true, "qtyordered|qtyinvoiced"},
    {kOrder, true, "incrementid|orderincrementid|ordernumber|orderid|order"},
    {kCustomer, true, "customerid|customeremail|email"},
    {kTime, true, "createdat|orderdate|ordercreatedat|purchasedate|orderedat"},
    {kId, true, "sku|productsku|itemsku|productid"},
    {kName, false, "name|productname|itemname"},
    {kPrice, false, "price|itemprice|originalprice"},
    {kStatus, false, "status|orderstatus|state"},
    {kPartOf, false, "parentitemid"},
    {kTakenBack, false, "qtyrefunded|qtycanceled|qtycancelled"},
};

constexpr OrderColumn kWoo[] = {
    {kNone, true,
     "emailbilling|billingemail|itemsku|itemcost|quantityrefund|itemquantity|customeruserid|"
     "customernote"},
    {kOrder, true, "ordernumber|orderid|ordernumberformatted|id"},
    {kCustomer, true,
     "customeruserid|customerid|userid|emailbilling|billingemail|customeremail|email|"
     "customerusername"},
    {kTime, true, "orderdate|date|datecreated|createdat|paiddate|completeddate"},
    {kStatus, true, "orderstatus|status"},
    {kName, true, "itemname|productname|itemtitle|name"},
    {kQuantity, true, "quantityrefund|itemquantity|quantity|qty"},
    {kId, false, "sku|itemsku|productsku|itemproductid|productid|itemid"},
    {kPrice, false, "itemcost|itemprice|productprice|price"},
};

constexpr OrderColumn kOnlineRetail[] = {
    {kOrder, true, "invoiceno|invoice"}, {kId, true, "stockcode"},
    {kTime, true, "invoicedate"},        {kCustomer, true, "customerid"},
    {kQuantity, true, "quantity"},       {kPrice, false, "unitprice|price"},
    {kName, false, "description"},
};

constexpr OrderColumn kInstacart[] = {
    {kOrder, true, "orderid"},
    {kCustomer, true, "userid"},
    {kId, true, "productid"},
    {kNone, true, "dayssincepriororder|addtocartorder|ordernumber"},
    {kNone, true, "ordernumber|reordered|orderdow"},
    {kName, false, "productname"},
    {kTime, true, "time|date|orderdate|datetime|timestamp"},
};

constexpr OrderColumn kDocumented[] = {
    {kCustomer, true, "customer"},  {kOrder, true, "order"},
    {kTime, true, "time"},          {kId, true, "id"},
    {kQuantity, false, "quantity"}, {kPrice, false, "price"},
};

constexpr OrderColumn kPlain[] = {
    {kCustomer, true,
     "customer|customerid|customernumber|customerno|user|userid|client|clientid|buyer|buyerid|"
     "shopper|member|memberid|account|accountid|email|customeremail|useremail|buyeremail"},
    {kOrder, true,
     "order|orderid|ordernumber|orderno|ordername|incrementid|invoice|invoiceid|invoiceno|"
     "invoicenumber|transaction|transactionid|receipt|receiptid|basket|basketid|purchaseid"},
    {kTime, true,
     "time|datetime|timestamp|createdat|orderedat|purchasedat|orderdate|ordertime|purchasedate|"
     "invoicedate|transactiondate|datecreated|createddate|created|date|day"},
    {kId, true,
     "sku|itemsku|productsku|productid|itemid|variantid|articleid|articlenumber|item|product|"
     "article|stockcode|itemcode|productcode|id"},
    {kQuantity, false, "quantity|qty|qtyordered|units|pieces|count|itemquantity|amountordered"},
    {kPrice, false, "price|unitprice|itemprice|priceeach|priceperunit"},
    {kName, false, "title|productname|itemname|producttitle|itemtitle|description"},
    {kStatus, false, "status|orderstatus|financialstatus|state"},
    {kCancelled, false, "cancelledat|canceledat"},
    {kTest, false, "test|istest"},
};

constexpr OrderColumn kWooAnalytics[] = {
    {kNone, true, "order"}, {kNone, true, "products"}, {kNone, true, "itemssold"}};
constexpr OrderColumn kWooOneRow[] = {{kNone, true, "orderid|ordernumber"},
                                      {kNone, true, "lineitem1|lineitems|product1name"}};
constexpr OrderColumn kMagentoGrid[] = {
    {kNone, true, "purchasepoint"}, {kNone, true, "purchasedate"}, {kNone, true, "billtoname"}};
constexpr OrderColumn kInstacartOrders[] = {
    {kNone, true, "orderid"}, {kNone, true, "userid"}, {kNone, true, "evalset"}};
constexpr OrderColumn kInstacartItems[] = {
    {kNone, true, "orderid"}, {kNone, true, "productid"}, {kNone, true, "addtocartorder"}};
constexpr OrderColumn kInstacartUndated[] = {{kNone, true, "orderid"},
                                             {kNone, true, "userid"},
                                             {kNone, true, "productid"},
                                             {kNone, true, "ordernumber|dayssincepriororder"}};

constexpr std::string_view kOneRowAnItem =
    "it has the items of an order in one cell or none at all; export one row for each line item, "
    "with its SKU";
constexpr std::string_view kJoinInstacart =
    "it is one of two files; join orders and order_products by order_id into order_id, user_id, "
    "product_id and a column `time`";
constexpr std::string_view kNeedsDates =
    "it has no dates; add a column `time`, such as a day of the first order plus the sum of "
    "days_since_prior_order so far";

// The first that fits. What is read comes before what is refused, so that a refusal is the last
// word; the documented names before any other meaning of theirs.
constexpr OrderLayout kLayouts[] = {
    {"order lines", kDocumented},
    {.name = "Shopify orders export", .columns = kShopify, .rows_inherit = true},
    {.name = "Magento order items", .columns = kMagento, .closed_means_refunded = true},
    {.name = "Online Retail lines", .columns = kOnlineRetail, .invoices_have_letters = true},
    {.name = "WooCommerce line items", .columns = kWoo},
    {.name = "Instacart orders", .columns = kInstacart},
    {"WooCommerce Analytics orders export", kWooAnalytics, kOneRowAnItem},
    {"WooCommerce orders export", kWooOneRow, kOneRowAnItem},
    {"Magento orders grid", kMagentoGrid, kOneRowAnItem},
    {"Instacart orders.csv", kInstacartOrders, kJoinInstacart},
    {"Instacart orders", kInstacartUndated, kNeedsDates},
    {"order lines", kPlain},
    {"Instacart order_products.csv", kInstacartItems, kJoinInstacart},
};

std::vector<size_t> ColumnsNamed(std::string_view names, std::span<const std::string> header) {
  std::vector<size_t> columns;
  const auto add = [&](std::string_view name) {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found != header.end()) columns.push_back(static_cast<size_t>(found - header.begin()));
  };
  ForEachWord(names, add, '|');
  return columns;
}

// The required columns that `header` lacks.
std::vector<const OrderColumn*> Missing(const OrderLayout& layout,
                                        std::span<const std::string> header) {
  std::vector<const OrderColumn*> missing;
  for (const OrderColumn& column : layout.columns) {
    if (column.is_required && ColumnsNamed(column.names, header).empty()) {
      missing.push_back(&column);
    }
  }
  return missing;
}

OrderPositions PositionsOf(const OrderLayout& layout, std::span<const std::string> header) {
  OrderPositions positions{&layout, {}};
  for (const OrderColumn& column : layout.columns) {
    if (column.field == kNone) continue;
    positions.columns[static_cast<size_t>(column.field)] = ColumnsNamed(column.names, header);
  }
  return positions;
}

// Of the layouts that can be read, the one of whose required columns the largest share is there.
const OrderLayout& NearestTo(std::span<const std::string> header) {
  const OrderLayout* nearest = &kLayouts[0];
  double best = 0;
  for (const OrderLayout& layout : kLayouts) {
    if (!layout.refused.empty()) continue;
    const auto required = static_cast<double>(
        std::count_if(layout.columns.begin(), layout.columns.end(),
                      [](const OrderColumn& column) { return column.is_required; }));
    const double share = 1 - static_cast<double>(Missing(layout, header).size()) / required;
    if (share <= best) continue;
    best = share;
    nearest = &layout;
  }
  return *nearest;
}

Error NoLayout(std::span<const std::string> header) {
  const OrderLayout& nearest = NearestTo(header);
  std::string missing;
  for (const OrderColumn* column : Missing(nearest, header)) {
    const std::string first(column->names.substr(0, column->names.find('|')));
    missing += (missing.empty() ? "a column \"" : " and \"") + first + "\"";
  }
  return Malformed("expected " + missing + " (the nearest layout is " + std::string(nearest.name) +
                   ")");
}

}  // namespace

Result<OrderPositions> RecognizeOrders(std::span<const std::string_view> header) {
  std::vector<std::string> folded;
  for (const std::string_view name : header) folded.push_back(FoldedColumn(name));
  for (const OrderLayout& layout : kLayouts) {
    if (!Missing(layout, folded).empty()) continue;
    if (layout.refused.empty()) return PositionsOf(layout, folded);
    return Malformed("this looks like " + std::string(layout.name) + ": " +
                     std::string(layout.refused));
  }
  return NoLayout(folded);
}

std::optional<LeftOut> LeftOutByStatus(std::string_view status, const OrderLayout& layout) {
  if (layout.closed_means_refunded && FoldedColumn(status) == "closed") return LeftOut::kRefunded;
  switch (OrderStateOf(status)) {
    case OrderState::kTaken:
      return std::nullopt;
    case OrderState::kCancelled:
      return LeftOut::kCancelled;
    case OrderState::kRefunded:
      return LeftOut::kRefunded;
    case OrderState::kDraft:
      return LeftOut::kDraft;
    case OrderState::kTest:
      return LeftOut::kTest;
  }
  return std::nullopt;
}

bool IsGuest(std::string_view customer) {
  constexpr size_t kLongest = 14;
  if (customer.empty()) return true;
  constexpr std::string_view kBegin = "gGaAnNuUvVwW0-_?.([#";
  if (customer.size() > kLongest || kBegin.find(customer.front()) == std::string_view::npos) {
    return false;
  }
  const bool is_zero = customer.find_first_not_of("0.") == std::string_view::npos;
  const bool is_signs = customer.find_first_not_of("-_?. ") == std::string_view::npos;
  if (is_zero || is_signs) return true;
  return IsOneOf(SmallLetters(customer), {"guest",
                                          "guests",
                                          "guest user",
                                          "guest customer",
                                          "guest checkout",
                                          "anonymous",
                                          "anonym",
                                          "anon",
                                          "null",
                                          "none",
                                          "nil",
                                          "nan",
                                          "n/a",
                                          "na",
                                          "unknown",
                                          "-1",
                                          "undefined",
                                          "not logged in",
                                          "gast",
                                          "(none)",
                                          "(null)",
                                          "(not set)",
                                          "#n/a",
                                          "[guest]",
                                          "visitor",
                                          "walk-in",
                                          "walkin"});
}

}  // namespace hearth
