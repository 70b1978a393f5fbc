// `hearth eval coldstart`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalColdStart(std::span<const std::string> args);

}  // namespace hearth
