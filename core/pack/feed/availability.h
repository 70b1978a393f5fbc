// Whether an item can be bought, in the words of Google, Meta, schema.org, Shopify, WooCommerce,
// Magento, YML and of shops in other languages.
#pragma once

#include <optional>
#include <string_view>

#include "catalog/catalog.h"

namespace hearth {

// Nothing for a word that nobody uses for it.
std::optional<Availability> AvailabilityOf(std::string_view text);

}  // namespace hearth
