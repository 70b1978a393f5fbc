// `hearth eval nextclick`; see commands.h.
#pragma once

#include <span>
#include <string>

namespace hearth {

int CommandEvalNextClick(std::span<const std::string> args);

}  // namespace hearth
