// `hearth eval basket`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalBasket(std::span<const std::string> args);

}  // namespace hearth
