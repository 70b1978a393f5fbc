// Said now and then while something long goes on: what is being done, and how much of it is.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace hearth {

using Progress = std::function<void(std::string_view stage, size_t done, size_t total)>;

}  // namespace hearth
