#include "catalog/small_shop.h"

#include <cstring>
#include <span>

#include "base/hash.h"
#include "catalog/pack_format.h"
#include "pack/writer/pack_writer.h"

namespace hearth {
namespace {

// Each item's neighbours are all items after it in the ring, the nearest first.
void FillStatistics(OwnedColumns* columns) {
  const size_t n = columns->item_count();
  columns->k = 5;
  columns->customers = 120;
  columns->as_of = 1323388800000;
  columns->neighbour_start.assign(1, 0);
  for (size_t i = 0; i < n; ++i) {
    columns->item_customers[i] = static_cast<uint32_t>(10 * (i + 1));
    columns->recent_customers[i] = static_cast<uint32_t>(5 + i);
    columns->repeat_permille[i] = static_cast<uint16_t>(100 * i);
    columns->gap_days[i] = static_cast<uint16_t>(7 * i);
    columns->since_day[i] = 15000;
    for (size_t step = 1; step <= 3; ++step) {
      columns->neighbour_item.push_back(static_cast<uint32_t>((i + step) % n));
      columns->neighbour_weight.push_back(static_cast<uint16_t>(60000 / step));
    }
    columns->neighbour_start.push_back(static_cast<uint32_t>(columns->neighbour_item.size()));
    for (size_t d = 0; d < kEmbeddingDims; ++d) {
      columns->embedding.push_back(d == i ? 127 : 0);
    }
  }
}

}  // namespace

FeedItem MakeItem(std::string sku, std::string title, int32_t price_minor, std::string category,
                  std::string brand) {
  FeedItem item;
  item.sku = std::move(sku);
  item.title = std::move(title);
  item.price_minor = price_minor;
  item.category = std::move(category);
  item.brand = std::move(brand);
  return item;
}

std::unique_ptr<OwnedColumns> SmallShopColumns() {
  CatalogBuilder builder("Corner Shop", {"GBP", 2});
  FeedItem items[] = {
      MakeItem("C1", "Alarm Clock", 1250, "Home > Decor > Clocks", "Tick"),
      MakeItem("C2", "Wall Clock", 2250, "Home > Decor > Clocks", "Tick"),
      MakeItem("C3", "Kitchen Clock", 1750, "Home > Decor > Clocks"),
      MakeItem("L1", "Scented Candle", 350, "Home > Decor > Candles", "Glow"),
      MakeItem("L2", "Caf\xC3\xA9 Candle", 450, "Home > Decor > Candles", "Glow"),
      MakeItem("M1", "Mug", 595, "Kitchen > Mugs"),
  };
  items[5].link = "https://shop.example/mug";
  items[5].image = "images/mug.jpg";
  for (FeedItem& item : items) {
    const Status status = builder.Add(std::move(item));
    if (!status.ok()) return nullptr;
  }
  Result<std::unique_ptr<OwnedColumns>> columns = builder.Build();
  if (!columns.ok()) return nullptr;
  FillStatistics(columns->get());
  return *std::move(columns);
}

std::vector<uint8_t> SmallShopPack() {
  Result<std::vector<uint8_t>> bytes = EncodePack(*SmallShopColumns());
  return bytes.ok() ? *std::move(bytes) : std::vector<uint8_t>();
}

void FixHash(std::vector<uint8_t>* pack) {
  const uint64_t hash = Hash64(std::span<const uint8_t>(*pack).subspan(kPackHeaderBytes));
  std::memcpy(pack->data() + kPackHashAt, &hash, sizeof(hash));
}

}  // namespace hearth
