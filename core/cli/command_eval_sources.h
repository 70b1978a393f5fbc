// `hearth eval sources`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalSources(std::span<const std::string> args);

}  // namespace hearth
