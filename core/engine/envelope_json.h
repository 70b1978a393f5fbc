// The envelopes of engine/README.md.
#pragma once

#include <string>

#include "base/result.h"
#include "catalog/catalog.h"
#include "household/household.h"

namespace hearth {

std::string ErrorEnvelope(const Error& error);
std::string CatalogEnvelope(const Catalog& catalog);
std::string RestoredEnvelope(const Household& household);

}  // namespace hearth
