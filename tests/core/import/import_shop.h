// A shop of five items, three of them with GTINs, into which the tests import.
#pragma once

#include <string>
#include <string_view>

#include "catalog/builder.h"
#include "catalog/small_shop.h"
#include "import/history_import.h"
#include "pack/writer/pack_writer.h"

namespace hearth {

inline constexpr Time kImportNow = 1'764'500'000'000;  // 2025-11-30

class ImportShop {
 public:
  ImportShop() : items_(MakeItems()), import_(items_) {}

  HistoryImport& Read(std::string_view text, HistoryOptions options = {},
                      std::span<const KnownPurchase> known = {}) {
    if (options.now == kMaxTime) options.now = kImportNow;
    status_ = import_.Read(text, options, known);
    return import_;
  }
  bool ok() const { return status_.ok(); }
  std::string error() const { return status_.ok() ? "" : status_.error().message; }

 private:
  static ShopItems MakeItems() {
    CatalogBuilder builder("Corner Shop", {"EUR", 2});
    FeedItem items[] = {
        MakeItem("C1", "Alarm Clock", 1250, "Home > Decor > Clocks", "Tick"),
        MakeItem("00042", "Caf\u00E9 Lamp", 2250, "Home > Decor > Lamps", "Glow"),
        MakeItem("L1", "Scented Candle", 350, "Home > Decor > Candles", "Glow"),
        MakeItem("4006381333931", "Blue Pen", 120, "Office > Pens", "Stabilo"),
        MakeItem("B1", "The Book", 1999, "Books", ""),
        MakeItem("K1", "Pillow", 999, "Home > Pillows", ""),
        MakeItem("K2", "Pillow", 1999, "Home > Pillows", ""),
    };
    items[2].gtin = 5901234123457;
    items[4].gtin = 9780306406157;
    for (FeedItem& item : items) (void)builder.Add(std::move(item));
    const auto columns = builder.Build();
    (*columns)->gtin = builder.Gtins();
    return *ShopItems::FromPack(*EncodePack(**columns));
  }

  ShopItems items_;
  HistoryImport import_;
  Status status_;
};

}  // namespace hearth
