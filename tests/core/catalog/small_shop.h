// A shop of six items with a known answer to everything; built in memory, the same on every
// machine.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "catalog/builder.h"

namespace hearth {

FeedItem MakeItem(std::string sku, std::string title, int32_t price_minor, std::string category,
                  std::string brand = "");

// Clocks, candles and a mug; every statistic, neighbours and embeddings are there.
std::unique_ptr<OwnedColumns> SmallShopColumns();
std::vector<uint8_t> SmallShopPack();

// Makes the header's content hash match the payload, as an attacker would.
void FixHash(std::vector<uint8_t>* pack);

}  // namespace hearth
