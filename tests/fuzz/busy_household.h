// A household with a bit of everything, and changes that can happen to it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "household/household.h"

namespace hearth::fuzz {

// Anna, an adult with choices; Ben, a child; Cleo, locked; Dora, removed a minute ago. Each member
// who is left has events, some of them secret, and there are events of nobody. One gift's date has
// come, another's has not.
Household BusyHousehold();

// Changes of every kind to that household, by name.
std::vector<std::pair<std::string, Changes>> ChangesToIt();

}  // namespace hearth::fuzz
