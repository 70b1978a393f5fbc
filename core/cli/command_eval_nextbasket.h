// `hearth eval nextbasket`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalNextBasket(std::span<const std::string> args);

}  // namespace hearth
