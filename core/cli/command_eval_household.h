// `hearth eval household`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalHousehold(std::span<const std::string> args);

}  // namespace hearth
