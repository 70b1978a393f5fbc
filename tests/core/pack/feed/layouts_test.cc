// One catalog, written as each platform writes it, reads as the same items.
#include "pack/feed/layouts.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>

#include "pack/feed/feed.h"

namespace hearth {
namespace {

struct Product {
  std::string id, title, brand, department, category;
  int minor;
  bool in_stock;
  std::string Price(const char* mark = ".") const {
    char text[32];
    std::snprintf(text, sizeof text, "%d%s%02d", minor / 100, mark, minor % 100);
    return text;
  }
};

const std::vector<Product> kProducts = {
    {"A-1", "Salt & pepper mill, \"Duo\"", "Hill & Son", "Kitchen", "Mills", 2400, true},
    {"A-2", "Crème brûlée set <4>", "Hill & Son", "Kitchen", "Baking", 129900, false},
    {"0003", "24\" monitor arm; black", "", "Office", "Desks", 99, true},
    {"b 4", "Öl, kalt gepresst | 0,5 l", "Müller", "Food", "Oil", 1250, true},
};

std::string Quoted(std::string text) {
  for (size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2)) {
    text.insert(at, "\"");
  }
  return "\"" + text + "\"";
}

std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '"')
      escaped += "&quot;";
    else
      escaped += c;
  }
  return escaped;
}

// As JSON writes a string.
std::string Json(const std::string& text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped + "\"";
}

// A line for each product, with the fields that `fields` gives, quoted.
std::string Table(const std::string& header, char delimiter,
                  const std::function<std::vector<std::string>(const Product&)>& fields) {
  std::string text = header + "\n";
  for (const Product& product : kProducts) {
    std::string line;
    for (const std::string& field : fields(product)) {
      if (!line.empty()) line += delimiter;
      line += Quoted(field);
    }
    text += line + "\n";
  }
  return text;
}

std::string Joined(const std::function<std::string(const Product&)>& write,
                   const char* between = "") {
  std::string text;
  for (const Product& product : kProducts) text += (text.empty() ? "" : between) + write(product);
  return text;
}

std::string GoogleXmlFields(const Product& p) {
  return "<g:id>" + p.id + "</g:id><title>" + Escaped(p.title) + "</title><g:price>" + p.Price() +
         " EUR</g:price><g:brand>" + Escaped(p.brand) + "</g:brand><g:product_type>" +
         p.department + " &gt; " + p.category + "</g:product_type><g:availability>" +
         (p.in_stock ? "in stock" : "out of stock") +
         "</g:availability><g:shipping><g:price>4.95 EUR</g:price></g:shipping>";
}

std::string SchemaFields(const Product& p) {
  return "\"name\":" + Json(p.title) + ",\"brand\":{\"@type\":\"Brand\",\"name\":" + Json(p.brand) +
         "},\"category\":" + Json(p.department + " > " + p.category);
}

std::string SchemaVariant(const Product& p) {
  return "\"sku\":" + Json(p.id) + ",\"offers\":{\"@type\":\"Offer\",\"price\":\"" + p.Price() +
         "\",\"priceCurrency\":\"EUR\",\"availability\":\"https://schema.org/" +
         (p.in_stock ? "InStock" : "OutOfStock") + "\"}";
}

struct Written {
  const char* format;
  std::string text;
};

std::vector<Written> TablesOfPlatforms() {
  const auto google = [](const Product& p) -> std::vector<std::string> {
    return {p.id,
            p.title,
            p.Price() + " EUR",
            p.brand,
            p.department + " > " + p.category,
            p.in_stock ? "in_stock" : "out_of_stock"};
  };
  const std::string columns = "id,title,price,brand,product_type,availability";
  std::string tabs = columns;
  for (char& c : tabs) c = c == ',' ? '\t' : c;
  return {
      {"Google product data, comma, UTF-8", Table(columns, ',', google)},
      {"Google product data, tab, UTF-8", Table(tabs, '\t', google)},
      {"Meta catalog, comma, UTF-8",
       Table("# Required | A unique id,# Required | The title,# Required,# Optional,# Optional,"
             "# Required,# Optional\n" +
                 columns + ",fb_product_category",
             ',',
             [&](const Product& p) {
               std::vector<std::string> fields = google(p);
               fields.push_back("home");
               return fields;
             })},
      {"Shopify products export, comma, UTF-8",
       Table(
           "Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,"
           "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
           "Status",
           ',',
           [](const Product& p) -> std::vector<std::string> {
             return {"h" + std::to_string(p.minor),
                     p.title,
                     p.brand,
                     p.department + " > " + p.category,
                     "TRUE",
                     "Title",
                     "Default Title",
                     p.id,
                     "shopify",
                     p.in_stock ? "3" : "0",
                     "deny",
                     p.Price(),
                     "active"};
           })},
      {"Shopify products export, comma, UTF-8",
       Table("Title,URL handle,Vendor,Type,Published on online store,Option1 value,SKU,"
             "Inventory tracker,Inventory quantity,Continue selling when out of stock,Price,Status",
             ',',
             [](const Product& p) -> std::vector<std::string> {
               return {p.title,
                       "h" + std::to_string(p.minor),
                       p.brand,
                       p.department + " > " + p.category,
                       "TRUE",
                       "Default Title",
                       p.id,
                       "shopify",
                       p.in_stock ? "3" : "0",
                       "deny",
                       p.Price(),
                       "Active"};
             })},
      {"WooCommerce products export, comma, UTF-8",
       Table("ID,Type,SKU,Name,Published,Visibility in catalog,In stock?,Sale price,Regular price,"
             "Categories,Images,Parent,Brands",
             ',',
             [](const Product& p) -> std::vector<std::string> {
               return {"7",
                       "simple",
                       p.id,
                       p.title,
                       "1",
                       "visible",
                       p.in_stock ? "1" : "0",
                       "",
                       p.Price(),
                       p.department + " > " + p.category + ", " + p.department,
                       "",
                       "",
                       p.brand};
             })},
      {"Magento products export, comma, UTF-8",
       Table("sku,attribute_set_code,product_type,categories,name,product_online,price,url_key,qty,"
             "is_in_stock,manufacturer",
             ',',
             [](const Product& p) -> std::vector<std::string> {
               return {p.id,
                       "Default",
                       "simple",
                       "Default Category/" + p.department + "/" + p.category +
                           ",Default Category/" + p.department,
                       p.title,
                       "1",
                       p.Price() + "0000",
                       "key",
                       p.in_stock ? "5.0000" : "0.0000",
                       p.in_stock ? "1" : "0",
                       p.brand};
             })},
      {"table, bar, UTF-8", Table("SKU|Name|Category|Brand|Price|Stock", '|',
                                  [](const Product& p) -> std::vector<std::string> {
                                    return {p.id,
                                            p.title,
                                            p.department + " / " + p.category,
                                            p.brand,
                                            p.Price(",") + " €",
                                            p.in_stock ? "12" : "0"};
                                  })},
  };
}

std::vector<Written> OtherFormats() {
  return {
      {"Google Merchant feed, UTF-8",
       "<?xml version=\"1.0\"?><rss xmlns:g=\"http://base.google.com/ns/1.0\" "
       "version=\"2.0\"><channel>"
       "<title>Shop</title>" +
           Joined([](const Product& p) { return "<item>" + GoogleXmlFields(p) + "</item>"; }) +
           "</channel></rss>"},
      {"Google Merchant feed, UTF-8",
       "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:g=\"http://base.google.com/ns/1.0\">"
       "<title>Shop</title>" +
           Joined([](const Product& p) {
             return "<entry><id>tag:shop.example,2026:" + p.id + "</id>" + GoogleXmlFields(p) +
                    "</entry>";
           }) +
           "</feed>"},
      {"YML, UTF-8", "<yml_catalog><shop><categories>" + Joined([](const Product& p) {
                       return "<category id=\"" + p.department + "\">" + p.department +
                              "</category><category id=\"" + p.category + "\" parentId=\"" +
                              p.department + "\">" + p.category + "</category>";
                     }) + "</categories><offers>" +
                         Joined([](const Product& p) {
                           return "<offer id=\"" + p.id + "\" available=\"" +
                                  (p.in_stock ? "true" : "false") + "\"><name>" + Escaped(p.title) +
                                  "</name><price>" + p.Price() +
                                  "</price><currencyId>EUR</currencyId><categoryId>" + p.category +
                                  "</categoryId><vendor>" + Escaped(p.brand) + "</vendor></offer>";
                         }) +
                         "</offers></shop></yml_catalog>"},
      {"Shopify products.json, UTF-8",
       "{\"products\":[" +
           Joined(
               [](const Product& p) {
                 return "{\"id\":7,\"title\":" + Json(p.title) +
                        ",\"handle\":\"h\",\"vendor\":" + Json(p.brand) +
                        ",\"product_type\":" + Json(p.department + " > " + p.category) +
                        ",\"variants\":[{\"id\":8,\"title\":\"Default Title\",\"sku\":" +
                        Json(p.id) + ",\"price\":\"" + p.Price() +
                        "\",\"available\":" + (p.in_stock ? "true" : "false") + "}],\"images\":[]}";
               },
               ",\n") +
           "]}"},
      {"schema.org products, UTF-8", Joined([](const Product& p) {
         return "{\"@context\":\"https://schema.org\",\"@type\":\"Product\"," + SchemaFields(p) +
                "," + SchemaVariant(p) + "}\n";
       })},
      {"schema.org products, UTF-8",
       "{\"@graph\":[{\"@type\":\"Organization\",\"name\":\"Shop\"}," +
           Joined(
               [](const Product& p) {
                 return "{\"@type\":\"ProductGroup\"," + SchemaFields(p) +
                        ",\"hasVariant\":[{\"@type\":\"Product\"," + SchemaVariant(p) + "}]}";
               },
               ",") +
           "]}"},
      {"Google product data in JSON, UTF-8",
       "[" +
           Joined(
               [](const Product& p) {
                 return "{\"id\":" + Json(p.id) + ",\"title\":" + Json(p.title) +
                        ",\"price\":{\"value\":\"" + p.Price() +
                        "\",\"currency\":\"EUR\"},\"brand\":" + Json(p.brand) +
                        ",\"productTypes\":[" + Json(p.department + " > " + p.category) +
                        "],\"availability\":\"" + (p.in_stock ? "in stock" : "out of stock") +
                        "\"}";
               },
               ",") +
           "]"},
  };
}

void ExpectTheProducts(const Written& written) {
  FeedOptions options;
  options.money = {"EUR", 2};
  options.now = 1'764'000'000'000;
  const Result<Feed> feed = ReadFeed({{"feed", written.text}}, options);
  ASSERT_TRUE(feed.ok()) << written.format << ": " << feed.error().message;
  EXPECT_EQ(feed->files[0].format, written.format);
  ASSERT_EQ(feed->items.size(), kProducts.size()) << written.format;
  for (size_t i = 0; i < kProducts.size(); ++i) {
    const Product& product = kProducts[i];
    const FeedItem& item = feed->items[i];
    EXPECT_EQ(item.sku, product.id) << written.format;
    EXPECT_EQ(item.title, product.title) << written.format;
    EXPECT_EQ(item.brand, product.brand) << written.format;
    EXPECT_EQ(item.category, product.department + " > " + product.category) << written.format;
    EXPECT_EQ(item.price_minor, product.minor) << written.format;
    EXPECT_EQ(item.availability == Availability::kInStock, product.in_stock) << written.format;
  }
}

TEST(Layouts, ReadOneCatalogAsTheSameItemsFromEveryTable) {
  for (const Written& written : TablesOfPlatforms()) ExpectTheProducts(written);
}

TEST(Layouts, ReadOneCatalogAsTheSameItemsFromXmlAndJson) {
  for (const Written& written : OtherFormats()) ExpectTheProducts(written);
}

Feed Read(const std::string& text) {
  FeedOptions options;
  options.money = {"EUR", 2};
  Result<Feed> feed = ReadFeed({{"feed", text}}, options);
  EXPECT_TRUE(feed.ok()) << feed.error().message;
  return feed.ok() ? *std::move(feed) : Feed{};
}

TEST(Layouts, ReadVariantsOfShopifyBelowTheirProduct) {
  const Feed feed = Read(
      "Handle,Title,Vendor,Type,Published,Option1 Value,Option2 Value,Variant SKU,"
      "Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Status\n"
      "shirt,Shirt,Hill,Shirts,TRUE,S,Red,'001,0,continue,45.00,https://x.example/a.jpg,active\n"
      "shirt,,,,,M,Red,,0,deny,46.00,,\n"
      "shirt,,,,,,,,,,,https://x.example/b.jpg,\n"
      "old,Old,Hill,Mugs,FALSE,Default Title,,M,1,deny,8.00,,draft\n"
      "old,,,,,Large,,M2,1,deny,8.00,,\n");
  ASSERT_EQ(feed.items.size(), 2u);
  EXPECT_EQ(feed.items[0].sku, "001");
  EXPECT_EQ(feed.items[0].title, "Shirt - S / Red");
  EXPECT_EQ(feed.items[0].availability, Availability::kBackorder);
  EXPECT_EQ(feed.items[0].link, "/products/shirt");
  EXPECT_EQ(feed.items[1].sku, "shirt-M-Red");
  EXPECT_EQ(feed.items[1].title, "Shirt - M / Red");
  EXPECT_EQ(feed.items[1].category, "Shirts");
  EXPECT_EQ(feed.items[1].image, "https://x.example/a.jpg");
  EXPECT_EQ(feed.items[1].availability, Availability::kOutOfStock);
  EXPECT_EQ(feed.files[0].left_out.at("draft"), 2u);
  EXPECT_EQ(feed.files[0].left_out.at("rows of pictures alone"), 1u);
}

TEST(Layouts, ReadGtinsWhereTheFeedHasThemAndTheyFit) {
  for (const char* text :
       {"id,title,price,gtin\nA,Mug,1.00,4006381333931\nB,Cup,2.00,4006381333932\n",
        "Handle,Title,Variant Price,Variant SKU,Variant Barcode\n"
        "mug,Mug,1.00,A,'4006381333931\ncup,Cup,2.00,B,\n",
        "[{\"@type\":\"Product\",\"sku\":\"A\",\"name\":\"Mug\",\"gtin13\":\"4006381333931\","
        "\"offers\":{\"price\":1}},{\"@type\":\"Product\",\"sku\":\"B\",\"name\":\"Cup\","
        "\"offers\":{\"price\":2}}]"}) {
    const Feed feed = Read(text);
    ASSERT_EQ(feed.items.size(), 2u) << text;
    EXPECT_EQ(feed.items[0].gtin, 4006381333931u) << text;
    EXPECT_EQ(feed.items[1].gtin, 0u) << text;
  }
}

TEST(Layouts, ReadVariationsOfWooCommerceBelowTheirProduct) {
  const Feed feed = Read(
      "ID,Type,SKU,Name,Published,In stock?,Sale price,Regular price,Categories,Images,Parent\n"
      "44,variable,hoodie,Hoodie,1,1,,,Clothing > Hoodies,https://x.example/h.jpg,\n"
      "45,variation,hoodie-blue,Hoodie - Blue,1,1,39,45,,,id:44\n"
      "46,variation,hoodie-red,Hoodie - Red,1,backorder,,45,,,hoodie\n"
      "47,simple,draft,Draft,0,1,,45,,,\n"
      "5,simple,44,Whisky,1,1,,30,Spirits,,\n"
      "48,variation,hoodie-green,Hoodie - Green,1,1,,45,,,id:44\n");
  ASSERT_EQ(feed.items.size(), 4u);
  EXPECT_EQ(feed.items[3].category, "Clothing > Hoodies") << "44 is the SKU of another";
  EXPECT_EQ(feed.items[0].price_minor, 3900);
  EXPECT_EQ(feed.items[0].category, "Clothing > Hoodies");
  EXPECT_EQ(feed.items[1].category, "Clothing > Hoodies");
  EXPECT_EQ(feed.items[1].image, "https://x.example/h.jpg");
  EXPECT_EQ(feed.items[1].availability, Availability::kBackorder);
  EXPECT_EQ(feed.files[0].left_out.size(), 2u);
}

TEST(Layouts, ReadWhatPrestaShopExports) {
  const Feed feed = Read(
      "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Price tax included;"
      "Reference #;Manufacturer;Quantity\n"
      "1;1;Mug;Home,Mugs;10.000000;12.000000;M-1;Hill;0\n"
      "2;0;Old mug;Home,Mugs;10.000000;12.000000;M-2;Hill;3\n");
  ASSERT_EQ(feed.items.size(), 1u);
  EXPECT_EQ(feed.items[0].sku, "M-1");
  EXPECT_EQ(feed.items[0].price_minor, 1200);
  EXPECT_EQ(feed.items[0].category, "Mugs");
  EXPECT_EQ(feed.items[0].availability, Availability::kOutOfStock);
  EXPECT_EQ(feed.files[0].left_out.at("switched off"), 1u);
  EXPECT_EQ(feed.files[0].net_prices, 0u);
  const Feed net = Read(
      "Product ID;Name *;Categories (x,y,z...);Price tax excluded\n1;Mug;Home,Mugs;10.000000\n");
  EXPECT_EQ(net.files[0].net_prices, 1u);
}

TEST(Layouts, NameTheNearestAndWhatItLacks) {
  const Result<const Layout*> layout =
      RecognizeLayout(FileFormat::kTable, {"handle", "title", "vendor", "variant_sku"});
  ASSERT_FALSE(layout.ok());
  EXPECT_NE(
      layout.error().message.find("\"Shopify products export\", which lacks \"variant_price\""),
      std::string::npos)
      << layout.error().message;
}

}  // namespace
}  // namespace hearth
