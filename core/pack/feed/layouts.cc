#include "pack/feed/layouts.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "input/records.h"
#include "input/words.h"

namespace hearth {
namespace {

using F = ItemField;

constexpr std::array<std::string_view, kItemFieldCount> kNames = {"id",
                                                                  "id_parts",
                                                                  "title",
                                                                  "option",
                                                                  "price",
                                                                  "sale_price",
                                                                  "sale_dates",
                                                                  "sale_from",
                                                                  "sale_to",
                                                                  "price_before",
                                                                  "currency",
                                                                  "brand",
                                                                  "product_type",
                                                                  "google_product_category",
                                                                  "availability",
                                                                  "stock",
                                                                  "stock_is_counted",
                                                                  "sells_without_stock",
                                                                  "link",
                                                                  "image_link",
                                                                  "availability_date",
                                                                  "item_group_id",
                                                                  "gtin"};

// The fields of the Google product data specification, which Meta, Pinterest and others share
// (https://support.google.com/merchants/answer/7052112).
std::vector<Layout::Column> GoogleColumns() {
  return {{F::kId, "id"},
          {F::kTitle, "title"},
          {F::kPrice, "price price.value"},
          {F::kSalePrice, "sale_price sale_price.value"},
          {F::kSaleDates, "sale_price_effective_date"},
          {F::kCurrency, "price.currency"},
          {F::kBrand, "brand"},
          {F::kProductType, "product_type product_types"},
          {F::kGoogleCategory, "google_product_category fb_product_category"},
          {F::kAvailability, "availability"},
          {F::kStock, "quantity_to_sell_on_facebook inventory"},
          {F::kLink, "link link@href"},
          {F::kImage, "image_link"},
          {F::kSince, "availability_date"},
          {F::kGroup, "item_group_id"},
          {F::kGtin, "gtin"}};
}

// What columns are called in files that no platform wrote.
std::vector<Layout::Column> PlainColumns() {
  return {
      {F::kId, "id sku item_id product_id item_number article_number item_code product_code code"},
      {F::kTitle, "title name product_name item_name product_title"},
      {F::kPrice, "price unit_price regular_price price_incl_tax"},
      {F::kSalePrice, "sale_price special_price offer_price"},
      {F::kSaleDates, "sale_price_effective_date"},
      {F::kCurrency, "currency"},
      {F::kBrand, "brand manufacturer vendor"},
      {F::kProductType,
       "product_type category categories category_path category.name categories.name"},
      {F::kGoogleCategory, "google_product_category google_category"},
      {F::kAvailability, "availability in_stock stock_status available"},
      {F::kStock, "stock qty quantity stock_quantity inventory"},
      {F::kLink, "link url product_url"},
      {F::kImage, "image_link image image_url picture"},
      {F::kSince, "availability_date"},
      {F::kGroup, "item_group_id parent_sku"},
      {F::kGtin, "gtin ean ean13 barcode upc isbn gtin13"}};
}

// Google's names, and where a file has others besides, those.
std::vector<Layout::Column> GoogleAndPlainColumns() {
  std::vector<Layout::Column> columns = GoogleColumns();
  const std::vector<Layout::Column> plain = PlainColumns();
  columns.insert(columns.end(), plain.begin(), plain.end());
  return columns;
}

// https://help.shopify.com/en/manual/products/import-export/using-csv
Layout ShopifyExport() {
  return {.name = "Shopify products export",
          .format = FileFormat::kTable,
          .signature = "handle title variant_price",
          .columns = {{F::kId, "variant_sku"},
                      {F::kIdParts, "handle option1_value option2_value option3_value"},
                      {F::kTitle, "title"},
                      {F::kOption, "option1_value option2_value option3_value"},
                      {F::kPrice, "variant_price"},
                      {F::kPriceBefore, "variant_compare_at_price"},
                      {F::kBrand, "vendor"},
                      {F::kProductType, "type custom_product_type"},
                      {F::kGoogleCategory,
                       "google_shopping_google_product_category "
                       "product_category standard_product_type"},
                      {F::kStock, "variant_inventory_qty"},
                      {F::kStockIsCounted, "variant_inventory_tracker"},
                      {F::kSellsWithoutStock, "variant_inventory_policy"},
                      {F::kLink, "handle"},
                      {F::kImage, "variant_image image_src"},
                      {F::kGroup, "handle"},
                      {F::kGtin, "variant_barcode"}},
          .skips = {{"status", "draft", "draft"},
                    {"status", "archived", "archived"},
                    {"published", "false", "not published"}},
          .parents = Parents::kRowAbove,
          .parent_key = "handle",
          .parent_of = "handle",
          .link_before = "/products/"};
}

// The same since 2024, with other names.
Layout ShopifyExportOf2024() {
  Layout layout = ShopifyExport();
  layout.signature = "url_handle title price";
  layout.columns = {
      {F::kId, "sku"},
      {F::kIdParts, "url_handle option1_value option2_value option3_value"},
      {F::kTitle, "title"},
      {F::kOption, "option1_value option2_value option3_value"},
      {F::kPrice, "price"},
      {F::kPriceBefore, "compare_at_price"},
      {F::kBrand, "vendor"},
      {F::kProductType, "type"},
      {F::kGoogleCategory, "google_shopping_google_product_category product_category"},
      {F::kStock, "inventory_quantity"},
      {F::kStockIsCounted, "inventory_tracker"},
      {F::kSellsWithoutStock, "continue_selling_when_out_of_stock"},
      {F::kLink, "url_handle"},
      {F::kImage, "variant_image_url product_image_url"},
      {F::kGroup, "url_handle"},
      {F::kGtin, "barcode"}};
  layout.skips[2].column = "published_on_online_store";
  layout.parent_key = layout.parent_of = "url_handle";
  return layout;
}

// A shop's public /products.json.
Layout ShopifyJson() {
  return {.name = "Shopify products.json",
          .format = FileFormat::kJson,
          .signature = "title handle variants.price",
          .columns = {{F::kId, "variants.sku variants.id"},
                      {F::kTitle, "title"},
                      {F::kOption, "variants.title"},
                      {F::kPrice, "variants.price"},
                      {F::kPriceBefore, "variants.compare_at_price"},
                      {F::kBrand, "vendor"},
                      {F::kProductType, "product_type"},
                      {F::kAvailability, "variants.available"},
                      {F::kLink, "handle"},
                      {F::kImage, "variants.featured_image.src images.src image.src"},
                      {F::kGroup, "handle"},
                      {F::kGtin, "variants.barcode"}},
          .variants = "variants",
          .link_before = "/products/"};
}

// https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema
Layout WooCommerceExport() {
  return {.name = "WooCommerce products export",
          .format = FileFormat::kTable,
          .signature = "type sku name published regular_price",
          .columns = {{F::kId, "sku id"},
                      {F::kTitle, "name"},
                      {F::kPrice, "regular_price"},
                      {F::kSalePrice, "sale_price"},
                      {F::kSaleFrom, "date_sale_price_starts"},
                      {F::kSaleTo, "date_sale_price_ends"},
                      {F::kBrand, "brands brand attribute_pa_brand"},
                      {F::kProductType, "categories"},
                      {F::kAvailability, "in_stock"},
                      {F::kImage, "images"},
                      {F::kGtin, "gtin_upc_ean_or_isbn gtin barcode"}},
          .skips = {{"type", "variable variable,downloadable variable,virtual grouped",
                     "products that are sold as their variations or parts"},
                    {"published", "0 -1", "not published"},
                    {"visibility_in_catalog", "hidden", "hidden"}},
          .categories = CategoryStyle::kPaths,
          .parents = Parents::kAnyAbove,
          .parent_key = "id sku",
          .parent_of = "parent"};
}

// https://experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer/data-attributes-product
Layout MagentoExport() {
  return {.name = "Magento products export",
          .format = FileFormat::kTable,
          .signature = "sku attribute_set_code product_type name price",
          .columns = {{F::kId, "sku"},
                      {F::kTitle, "name"},
                      {F::kPrice, "price"},
                      {F::kSalePrice, "special_price"},
                      {F::kSaleFrom, "special_price_from_date"},
                      {F::kSaleTo, "special_price_to_date"},
                      {F::kBrand, "manufacturer brand"},
                      {F::kProductType, "categories"},
                      {F::kAvailability, "is_in_stock"},
                      {F::kSellsWithoutStock, "allow_backorders"},
                      {F::kStock, "qty"},
                      {F::kLink, "url_key"},
                      {F::kImage, "base_image image"},
                      {F::kGtin, "gtin ean barcode upc"}},
          .skips = {{"product_type", "configurable bundle grouped",
                     "products that are sold as their variants or parts"},
                    {"product_online", "0 2", "switched off"}},
          .categories = CategoryStyle::kPaths,
          .category_root = "Default Category",
          .lists_variants = "configurable_variations",
          .link_before = "/",
          .link_after = ".html",
          .image_before = "/media/catalog/product"};
}

// The sample of its import, and what the list of products exports.
Layout PrestaShopImport() {
  return {.name = "PrestaShop products",
          .format = FileFormat::kTable,
          .signature = "product_id name categories_x_y_z price_tax_excluded",
          .columns = {{F::kId, "reference product_id"},
                      {F::kTitle, "name"},
                      {F::kPrice, "price_tax_included price_tax_excluded"},
                      {F::kBrand, "manufacturer brand"},
                      {F::kProductType, "categories_x_y_z"},
                      {F::kStock, "quantity"},
                      {F::kImage, "image_urls_x_y_z"},
                      {F::kGtin, "ean13 ean gtin upc isbn"},
                      {F::kSince, "product_available_date product_availability_date"}},
          .skips = {{"active_0_1", "0", "switched off"}},
          .categories = CategoryStyle::kNames,
          .net_prices = "price_tax_excluded"};
}

Layout PrestaShopList() {
  return {.name = "PrestaShop products list",
          .format = FileFormat::kTable,
          .signature = "product_id name reference category price_tax_excl",
          .columns = {{F::kId, "reference product_id"},
                      {F::kTitle, "name"},
                      {F::kPrice, "price_tax_incl price_tax_excl"},
                      {F::kProductType, "category"},
                      {F::kStock, "quantity"},
                      {F::kImage, "image"}},
          .skips = {{"status", "0 disabled", "switched off"}},
          .net_prices = "price_tax_excl"};
}

// https://schema.org/Product and ProductGroup
Layout SchemaOrg() {
  return {.name = "schema.org products",
          .format = FileFormat::kJson,
          .signature = "@type name",
          .columns = {{F::kId,
                       "has_variant.sku has_variant.mpn has_variant.gtin13 has_variant.gtin "
                       "has_variant.@id has_variant.product_id sku mpn product_id gtin13 gtin "
                       "gtin14 gtin12 gtin8 @id"},
                      {F::kTitle, "has_variant.name name"},
                      {F::kPrice,
                       "has_variant.offers.price has_variant.offers.low_price "
                       "has_variant.offers.price_specification.price offers.price "
                       "offers.low_price offers.price_specification.price "
                       "offers.offers.price"},
                      {F::kCurrency,
                       "has_variant.offers.price_currency offers.price_currency "
                       "offers.price_specification.price_currency "
                       "offers.offers.price_currency"},
                      {F::kBrand, "has_variant.brand.name brand.name brand manufacturer.name"},
                      {F::kProductType, "has_variant.category category category.name"},
                      {F::kAvailability,
                       "has_variant.offers.availability offers.availability "
                       "offers.offers.availability"},
                      {F::kLink, "has_variant.offers.url has_variant.url offers.url url"},
                      {F::kImage,
                       "has_variant.image has_variant.image.url image image.url "
                       "image.content_url"},
                      {F::kGroup,
                       "product_group_id is_variant_of.product_group_id "
                       "in_product_group_with_id"},
                      {F::kGtin,
                       "has_variant.gtin13 has_variant.gtin has_variant.gtin14 has_variant.gtin12 "
                       "has_variant.gtin8 gtin13 gtin gtin14 gtin12 gtin8 isbn offers.gtin13 "
                       "offers.gtin"}},
          .skips = {{"@type",
                     "breadcrumblist organization website webpage person imageobject itempage "
                     "collectionpage searchaction offercatalog",
                     "no products"}},
          .variants = "hasVariant",
          .product_of_variants = "@id name"};
}

// https://yandex.com/support/partnermarket/export/yml.html
Layout Yml() {
  return {.name = "YML",
          .format = FileFormat::kXml,
          .signature = "@id price category_id",
          .columns = {{F::kId, "@id"},
                      {F::kTitle, "name model title"},
                      {F::kPrice, "price"},
                      {F::kPriceBefore, "oldprice"},
                      {F::kCurrency, "currency_id"},
                      {F::kBrand, "vendor"},
                      {F::kProductType, "category_path"},
                      {F::kAvailability, "@available"},
                      {F::kLink, "url"},
                      {F::kImage, "picture"},
                      {F::kGroup, "@group_id"},
                      {F::kGtin, "barcode"}}};
}

std::vector<Layout> MakeLayouts() {
  const std::string_view google = "id title price";
  return {
      ShopifyExport(),
      ShopifyExportOf2024(),
      WooCommerceExport(),
      MagentoExport(),
      PrestaShopImport(),
      PrestaShopList(),
      {.name = "Meta catalog",
       .format = FileFormat::kTable,
       .signature = "id title price fb_product_category",
       .columns = GoogleAndPlainColumns()},
      {.name = "Google product data",
       .format = FileFormat::kTable,
       .signature = google,
       .columns = GoogleAndPlainColumns()},
      {.name = "table", .format = FileFormat::kTable, .signature = "", .columns = PlainColumns()},
      Yml(),
      {.name = "Google Merchant feed",
       .format = FileFormat::kXml,
       .signature = google,
       .columns = GoogleAndPlainColumns()},
      {.name = "XML", .format = FileFormat::kXml, .signature = "", .columns = PlainColumns()},
      ShopifyJson(),
      SchemaOrg(),
      {.name = "Google product data in JSON",
       .format = FileFormat::kJson,
       .signature = google,
       .columns = GoogleAndPlainColumns()},
      {.name = "Google product data in JSON",
       .format = FileFormat::kJson,
       .signature = "id title price.value",
       .columns = GoogleAndPlainColumns()},
      {.name = "JSON", .format = FileFormat::kJson, .signature = "", .columns = PlainColumns()}};
}

bool Has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The columns without which a file is not of the layout; without a signature those of id, title and
// price.
std::vector<std::string_view> MissingColumns(const Layout& layout,
                                             const std::vector<std::string>& names) {
  std::vector<std::string_view> missing;
  ForEachWord(layout.signature, [&](std::string_view name) {
    if (!Has(names, name)) missing.push_back(name);
  });
  if (!layout.signature.empty()) return missing;
  for (const F field : {F::kId, F::kTitle, F::kPrice}) {
    bool found = false;
    for (const Layout::Column& column : layout.columns) {
      if (column.field != field) continue;
      ForEachWord(column.names, [&](std::string_view name) { found = found || Has(names, name); });
    }
    if (!found) missing.push_back(kNames[static_cast<size_t>(field)]);
  }
  return missing;
}

size_t KnownColumns(const Layout& layout, const std::vector<std::string>& names) {
  size_t known = 0;
  for (const Layout::Column& column : layout.columns) {
    ForEachWord(column.names, [&](std::string_view name) { known += Has(names, name) ? 1 : 0; });
  }
  return known;
}

}  // namespace

std::span<const std::string_view> ItemFieldNames() { return kNames; }

std::span<const Layout> Layouts() {
  static const std::vector<Layout> layouts = MakeLayouts();
  return layouts;
}

Result<const Layout*> RecognizeLayout(FileFormat format, const std::vector<std::string>& names) {
  const Layout* nearest = nullptr;
  std::pair<size_t, size_t> least;  // columns that it lacks, and those of other layouts
  for (const Layout& layout : Layouts()) {
    if (layout.format != format) continue;
    const size_t lacks = MissingColumns(layout, names).size();
    if (lacks == 0) return &layout;
    const std::pair<size_t, size_t> distance = {lacks, names.size() - KnownColumns(layout, names)};
    if (nearest != nullptr && distance >= least) continue;
    nearest = &layout;
    least = distance;
  }
  std::string missing;
  for (const std::string_view name : MissingColumns(*nearest, names)) {
    missing += (missing.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  }
  return Malformed("expected the columns of a product file; the nearest is \"" +
                   std::string(nearest->name) + "\", which lacks " + missing +
                   "; --columns says what others mean");
}

Result<OwnColumns> ReadOwnColumns(std::string_view json_text) {
  const Result<Json> root = Json::Parse(json_text);
  if (!root.ok()) return root.error();
  if (!root->is_object()) return Malformed("expected an object like {\"id\": \"Number\", ...}");
  OwnColumns columns;
  columns.names.resize(kItemFieldCount);
  for (const Json::Entry& entry : root->entries()) {
    const auto* const field = std::find(kNames.begin(), kNames.end(), entry.name);
    if (field == kNames.end()) {
      return Malformed(
          entry.name.substr(0, 64) + ": expected one of the fields id, title, price, " +
          "sale_price, brand, product_type, availability, stock, link, image_link, ...");
    }
    std::string& names = columns.names[static_cast<size_t>(field - kNames.begin())];
    const auto add = [&](const Json& name) {
      if (name.is_string()) names += (names.empty() ? "" : " ") + PlainName(name.string());
      return name.is_string();
    };
    bool good = add(entry.value);
    if (entry.value.is_array()) {
      good = std::all_of(entry.value.elements().begin(), entry.value.elements().end(), add);
    }
    if (!good) return Malformed(entry.name + ": expected the name of a column, or several");
  }
  return columns;
}

Layout LayoutOf(const OwnColumns& columns, FileFormat format) {
  Layout layout = {.name = "columns as said", .format = format, .signature = "", .columns = {}};
  for (size_t i = 0; i < columns.names.size(); ++i) {
    if (columns.names[i].empty()) continue;
    layout.columns.push_back({static_cast<ItemField>(i), columns.names[i]});
  }
  // What is not said is found by its usual name.
  for (const Layout::Column& column : PlainColumns()) {
    if (columns.names[static_cast<size_t>(column.field)].empty()) layout.columns.push_back(column);
  }
  return layout;
}

}  // namespace hearth
