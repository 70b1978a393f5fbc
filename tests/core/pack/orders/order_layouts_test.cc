// Order files of platforms, written after their public manuals.
#include "pack/orders/order_layouts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pack/orders/orders.h"

namespace hearth {
namespace {

const MoneyFormat kEuros = {"EUR", 2};

std::string Shown(const Orders& orders) {
  std::string text;
  for (const OrderLine& line : orders.lines) {
    std::string sku = orders.skus[line.sku];
    if (sku.starts_with(kByName)) sku[0] = '~';
    text += orders.customers[line.customer] + " " + orders.orders[line.order] + " " + sku + " " +
            std::to_string(line.quantity) + "\n";
  }
  return text;
}

// The lines, what was recognised and what was left out; or the error.
std::string Read(const std::string& text) {
  const Result<Orders> orders = ReadOrders(text, "o.csv", kEuros);
  if (!orders.ok()) return orders.error().message;
  const std::string left_out = orders->report.LeftOutInWords();
  return orders->report.layout + "\n" + Shown(*orders) + (left_out.empty() ? "" : left_out + "\n");
}

constexpr const char* kShopify =
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem sku,Cancelled at,Test\n";

TEST(OrderLayouts, ReadsShopifyWhoseFurtherRowsLeaveOutTheOrder) {
  const std::string first =
      "#7,Ann@Mail.example,paid,2026-01-05 21:49:28 +0500,2,Mug - Blue,8.00,M-B,,\n";
  const std::string second = "#7,,,,1,Mug - Red,8.00,,,\n";
  const std::string others =
      "#8,bob@mail.example,refunded,2026-01-06 09:10:00 +0500,1,Mug - Blue,8.00,M-B,,\n"
      "#8,,,,1,Mug - Red,8.00,M-R,,\n"
      "#9,cy@mail.example,paid,2026-01-07 10:00:00 +0500,1,Mug - Blue,8.00,M-B,"
      "2026-01-07 11:00:00 +0500,\n"
      "#10,dee@mail.example,paid,2026-01-07 10:00:00 +0500,1,Mug - Blue,8.00,M-B,,true\n"
      "#11,,paid,2026-01-07 10:00:00 +0500,1,Mug - Blue,8.00,M-B,,\n"
      "#7,,,,,,,,,\n";
  const std::string rest = "1 cancelled, 2 refunded, 1 tests, 1 of guests\n";
  EXPECT_EQ(Read(kShopify + first + second + others),
            "Shopify orders export\nann@mail.example #7 M-B 2\nann@mail.example #7 ~Mug - Red 1\n" +
                rest);
  EXPECT_EQ(
      Read(kShopify + second + others + first),
      "Shopify orders export\nann@mail.example #7 ~Mug - Red 1\nann@mail.example #7 M-B 2\n" + rest)
      << "a spreadsheet was sorted";
  const auto orders = ReadOrders(kShopify + first + second, "o.csv", kEuros);
  EXPECT_EQ(orders->lines[1].time, *ParseTime("2026-01-05T16:49:28Z"));
  EXPECT_EQ(orders->lines[1].price_minor, 800);
}

TEST(OrderLayouts, ReadsBothFormsOfWooCommerceLineItems) {
  EXPECT_EQ(Read("Order Number,Order Status,Order Date,Email (Billing),SKU,Item Name,"
                 "Quantity (- Refund),Item Cost\n"
                 "11,Completed,2026-01-05 10:00,ann@x.example,T-1,Tea,2,3.00\n"
                 "11,Completed,2026-01-05 10:00,ann@x.example,,Old tin,1,3.00\n"
                 "12,Failed,2026-01-05 10:00,bob@x.example,T-1,Tea,2,3.00\n"
                 "13,Refunded,2026-01-05 10:00,bob@x.example,T-1,Tea,2,3.00\n"
                 "14,Completed,2026-01-05 10:00,bob@x.example,T-1,Tea,0,3.00\n"),
            "WooCommerce line items\nann@x.example 11 T-1 2\nann@x.example 11 ~Old tin 1\n"
            "1 cancelled, 1 refunded, 1 returns\n");
  EXPECT_EQ(Read("order_id,order_number,date,status,customer_id,billing_email,item_name,item_sku,"
                 "item_quantity\n"
                 "91,11,2026-01-05 10:00,wc-processing,5,ann@x.example,Tea,T-1,2\n"
                 "92,12,2026-01-05 10:00,wc-checkout-draft,5,ann@x.example,Tea,T-1,2\n"
                 "93,13,2026-01-05 10:00,wc-on-hold,0,bob@x.example,Tea,T-1,2\n"),
            "WooCommerce line items\n5 11 T-1 2\nbob@x.example 13 T-1 2\n1 drafts\n");
}

TEST(OrderLayouts, ReadsMagentoItemsOnceWhereAProductHasParts) {
  EXPECT_EQ(Read("increment_id,created_at,customer_id,status,sku,name,qty_ordered,qty_refunded,"
                 "price,parent_item_id\n"
                 "100,2026-01-05 10:00:00,7,complete,S-1,Shirt,1.0000,0.0000,45.0000,\n"
                 "100,2026-01-05 10:00:00,7,complete,S-1,Shirt M,1.0000,0.0000,0.0000,55\n"
                 "101,2026-01-05 10:00:00,8,complete,S-1,Shirt,1.0000,1.0000,45.0000,\n"
                 "102,2026-01-05 10:00:00,9,closed,S-1,Shirt,1.0000,0.0000,45.0000,\n"
                 "103,2026-01-05 10:00:00,,complete,S-1,Shirt,1.0000,0.0000,45.0000,\n"),
            "Magento order items\n7 100 S-1 1\n2 refunded, 1 said twice over, 1 of guests\n");
}

TEST(OrderLayouts, ReadsOnlineRetailOneAndTwo) {
  EXPECT_EQ(Read("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
                 "489434,85048,BALL,12,2009-12-01 07:45:00,6.95,13085.0,UK\n"
                 "C489449,22087,BUNTING,-12,2009-12-01 10:33:00,2.95,16321.0,Australia\n"
                 "A506401,B,Adjust bad debt,1,2010-04-29 13:36:00,-53594.36,,UK\n"
                 "489464,21733,damages,-96,2009-12-01 10:52:00,0.0,,UK\n"
                 "489521,21646,HOOK,1,2009-12-01 11:44:00,0.0,,UK\n"),
            "Online Retail lines\n13085 489434 85048 12\n2 cancelled, 1 returns, 1 of guests\n");
  EXPECT_EQ(
      Read("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
           "536365,85123A,HEART,6,12/1/2010 8:26,2.55,17850,UK\n"
           "536366,71053,LANTERN,6,12/13/2010 8:26,3.39,17850,UK\n"),
      "Online Retail lines\n17850 536365 85123A 6\n17850 536366 71053 6\n");
}

TEST(OrderLayouts, ReadsInstacartOnceItHasDates) {
  EXPECT_EQ(Read("order_id,user_id,product_id,order_number,days_since_prior_order,date\n"
                 "2,202279,33120,3,8.0,2026-01-05\n"),
            "Instacart orders\n202279 2 33120 1\n");
  EXPECT_NE(Read("order_id,user_id,product_id,order_number,days_since_prior_order\n2,2,3,3,8.0\n")
                .find("it has no dates; add a column `time`"),
            std::string::npos);
  EXPECT_NE(Read("order_id,user_id,eval_set,order_number,order_dow\n1,2,train,3,4\n")
                .find("join orders and order_products by order_id"),
            std::string::npos);
  EXPECT_NE(Read("order_id,product_id,add_to_cart_order,reordered\n2,33120,1,1\n")
                .find("join orders and order_products by order_id"),
            std::string::npos);
}

TEST(OrderLayouts, ReadsTheUsualNamesOfPlainColumns) {
  EXPECT_EQ(Read("Order ID,Customer-ID,Order Date,SKU,Product Name,Qty,Unit Price,Status\n"
                 "1,ann,2026-01-05,T-1,Tea,2,3.00,shipped\n1,ann,2026-01-05,,Old tin,2,3.00,\n"
                 "2,ann,2026-01-05,T-1,Tea,2,3.00,cancelled\n"),
            "order lines\nann 1 T-1 2\nann 1 ~Old tin 2\n1 cancelled\n");
  EXPECT_EQ(Read("id,order_id,user_id,created_at,product_id\n501,1,ann,2026-01-05,T-1\n"),
            "order lines\nann 1 T-1 1\n")
      << "the id of a row is no item";
  EXPECT_EQ(Read("customer,order,time,id,sku\nann,1,2026-01-05,T-1,other\n"),
            "order lines\nann 1 T-1 1\n")
      << "the documented names mean what they are documented to mean";
}

TEST(OrderLayouts, RefusesOrdersWhoseItemsLieInOneCell) {
  EXPECT_NE(Read("Date,Order #,Net Sales,Status,Customer,Customer type,Product(s),Items sold\n"
                 "2026-01-05,11,9.00,completed,Ann,new,2x Tea,2\n")
                .find("export one row for each line item"),
            std::string::npos);
  EXPECT_NE(Read("ID,Purchase Point,Purchase Date,Bill-to Name,Status\n1,Main,2026-01-05,Ann,x\n")
                .find("Magento orders grid"),
            std::string::npos);
}

TEST(OrderLayouts, NamesTheNearestLayoutAndWhatItLacks) {
  EXPECT_EQ(Read("Name,Email,Lineitem name,Lineitem quantity\nx,y,z,1\n"),
            "o.csv:1:1: expected a column \"createdat\" (the nearest layout is Shopify orders "
            "export)");
  EXPECT_EQ(Read("colour,size\nx,y\n"),
            "o.csv:1:1: expected a column \"customer\" and \"order\" and \"time\" and \"id\" (the "
            "nearest layout is order lines)");
}

TEST(OrderLayouts, HoldsEveryStatusThatIsNoPurchase) {
  const OrderLayout plain = {"order lines", {}};
  for (const char* status : {"", "paid", "Complete", "partially_refunded", "pending", "closed"}) {
    EXPECT_FALSE(LeftOutByStatus(status, plain).has_value()) << status;
  }
  EXPECT_EQ(LeftOutByStatus("VOIDED", plain), LeftOut::kCancelled);
  EXPECT_EQ(LeftOutByStatus("wc-refunded", plain), LeftOut::kRefunded);
  EXPECT_EQ(LeftOutByStatus("Auto-Draft", plain), LeftOut::kDraft);
}

}  // namespace
}  // namespace hearth
