#include "import/history_layouts.h"

#include <algorithm>

#include "input/words.h"

namespace hearth {
namespace {

using enum HistoryField;

constexpr std::string_view kAmazonGift = "giftmessage giftrecipientcontactdetails giftsendername";

// "Retail.OrderHistory.1.csv" and "Order History.csv" of a request for one's data.
constexpr HistoryColumn kAmazon[] = {
    {kTime, "orderdate"},  {kOrder, "orderid"},     {kSku, "asin"},
    {kGtin, "asin"},       {kTitle, "productname"}, {kQuantity, "quantity originalquantity"},
    {kPrice, "unitprice"}, {kCurrency, "currency"}, {kStatus, "orderstatus"},
    {kSite, "website"},    {kGift, kAmazonGift},
};

// The report of items that the site made until 2023.
constexpr HistoryColumn kAmazonReport[] = {
    {kTime, "orderdate"},    {kOrder, "orderid"},
    {kSku, "asinisbn"},      {kGtin, "asinisbn"},
    {kTitle, "title"},       {kCategory, "category"},
    {kQuantity, "quantity"}, {kPrice, "purchasepriceperunit"},
    {kCurrency, "currency"}, {kStatus, "orderstatus"},
    {kSite, "website"},      {kGift, kAmazonGift},
};

// "Digital Items.csv" of a request for one's data.
constexpr HistoryColumn kAmazonDigital[] = {
    {kTime, "orderdate"},
    {kOrder, "orderid"},
    {kSku, "asin"},
    {kGtin, "asin"},
    {kTitle, "productname title"},
    {kQuantity, "quantityordered originalquantity"},
    {kPrice, "ourprice"},
    {kCurrency, "ourpricecurrencycode"},
    {kSite, "marketplace website"},
    {kGift, kAmazonGift},
};

constexpr std::string_view kPlainGift =
    "isgift gift giftmessage giftnote giftrecipient giftrecipientname giftsendername giftwrap "
    "giftwrapped giftwrapping geschenk geschenknachricht cadeau regalo";

constexpr HistoryColumn kPlain[] = {
    {kTime,
     "time datetime timestamp date orderdate ordertime orderedat purchasedate purchasedat "
     "createdat "
     "created datecreated invoicedate transactiondate day datum bestelldatum kaufdatum fecha "
     "fechadepedido datedecommande dateachat data"},
    {kOrder,
     "order orderid ordernumber orderno ordername invoice invoiceid invoiceno invoicenumber "
     "transactionid receipt receiptid receiptnumber basket bestellnummer bestellung auftragsnummer "
     "rechnungsnummer pedido numerodepedido commande numerodecommande ordine"},
    {kSku,
     "sku itemsku lineitemsku productsku productid itemid itemnumber itemno articleid "
     "articlenumber "
     "articleno variantid stockcode itemcode productcode code artikelnummer artikelnr referencia "
     "reference id"},
    {kGtin, "gtin gtin13 gtin14 gtin12 gtin8 ean ean13 upc barcode isbn isbn13 variantbarcode"},
    {kTitle,
     "title producttitle itemtitle productname itemname lineitemname product item article "
     "description productdescription itemdescription artikel artikelname artikelbezeichnung "
     "bezeichnung produkt produktname produit article articulo producto nombre prodotto name"},
    {kCategory,
     "category productcategory producttype itemcategory department kategorie categorie categoria "
     "rubrique abteilung"},
    {kBrand, "brand manufacturer vendor maker marke hersteller marque marca"},
    {kQuantity,
     "quantity qty lineitemquantity qtyordered itemquantity units pieces count menge anzahl "
     "quantite "
     "cantidad quantita"},
    {kPrice,
     "price unitprice itemprice lineitemprice priceeach priceperunit preis einzelpreis stueckpreis "
     "prix prixunitaire precio prezzo"},
    {kCurrency, "currency currencycode waehrung devise moneda valuta"},
    {kStatus, "status orderstatus financialstatus state bestellstatus statut estado stato"},
    {kCancelled, "cancelledat canceledat cancelled"},
    {kReturned,
     "returned returnedquantity qtyreturned refundedquantity qtyrefunded refunded qtycanceled"},
    {kSite, "website site"},
    {kGift, kPlainGift},
};

// A word in the name of a column that no list above has.
struct Word {
  HistoryField field;
  std::string_view words;
};
constexpr Word kWords[] = {
    {kTime, "date time datum fecha"},
    {kOrder, "orderid ordernumber orderno invoice receipt bestell"},
    {kGtin, "gtin barcode ean"},
    {kSku, "sku articlen artikeln itemid productid"},
    {kQuantity, "quantity qty menge anzahl"},
    {kPrice, "unitprice price preis prix precio"},
    {kCurrency, "currency"},
    {kTitle, "title productname product item article artikel description name"},
    {kCategory, "category kategorie department"},
    {kBrand, "brand marke"},
    {kStatus, "status"},
};

constexpr HistoryLayout kLayouts[] = {
    {.name = "Amazon digital orders",
     .signature = "asin orderid orderdate ourprice quantityordered",
     .columns = kAmazonDigital,
     .foreign = "amazon:",
     .not_available_is_blank = true,
     .dates_by_site = true},
    {.name = "Amazon order history",
     .signature = "asin orderid orderdate productname unitprice",
     .columns = kAmazon,
     .foreign = "amazon:",
     .not_available_is_blank = true,
     .dates_by_site = true},
    {.name = "Amazon order history report",
     .signature = "asinisbn orderid orderdate title purchasepriceperunit",
     .columns = kAmazonReport,
     .foreign = "amazon:",
     .not_available_is_blank = true,
     .dates_by_site = true},
};

constexpr HistoryLayout kPlainLayout = {.name = "table", .signature = "", .columns = kPlain};

size_t ColumnNamed(std::string_view name, std::span<const std::string> folded) {
  const auto found = std::find(folded.begin(), folded.end(), name);
  return found == folded.end() ? kNoColumn : static_cast<size_t>(found - folded.begin());
}

bool HasAll(std::string_view names, std::span<const std::string> folded) {
  bool has = true;
  ForEachWord(names,
              [&](std::string_view name) { has = has && ColumnNamed(name, folded) != kNoColumn; });
  return has;
}

bool IsTaken(const std::array<size_t, kHistoryFields>& columns, size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

const HistoryLayout* RecognizeHistory(std::span<const std::string> folded) {
  for (const HistoryLayout& layout : kLayouts) {
    if (HasAll(layout.signature, folded)) return &layout;
  }
  return nullptr;
}

const HistoryLayout& PlainHistory() { return kPlainLayout; }

bool IsGiftColumn(std::string_view folded) { return HasWord(kPlainGift, folded); }

std::array<size_t, kHistoryFields> GuessColumns(std::span<const std::string> folded,
                                                bool by_words) {
  std::array<size_t, kHistoryFields> columns;
  columns.fill(kNoColumn);
  for (const HistoryColumn& column : kPlain) {
    size_t& at = columns[static_cast<size_t>(column.field)];
    ForEachWord(column.names, [&](std::string_view name) {
      const size_t found = ColumnNamed(name, folded);
      if (at == kNoColumn && found != kNoColumn && !IsTaken(columns, found)) at = found;
    });
  }
  for (const Word& word : kWords) {
    size_t& at = columns[static_cast<size_t>(word.field)];
    if (!by_words) break;
    ForEachWord(word.words, [&](std::string_view part) {
      for (size_t i = 0; i < folded.size() && at == kNoColumn; ++i) {
        if (folded[i].find(part) != std::string::npos && !IsTaken(columns, i)) at = i;
      }
    });
  }
  return columns;
}

}  // namespace hearth
