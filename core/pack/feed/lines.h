// Goes through a text line by line and puts file and line in front of errors.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/feed_values.h"

namespace hearth {

// Calls `read(line)` -> Status for every line that is not blank; stops at the first error.
template <typename Read>
Status ForEachLine(std::string_view text, const std::string& file_name, Read read) {
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (const Status status = read(line); !status.ok()) {
      const Error& error = status.error();
      return Error{error.code, file_name + ":" + std::to_string(number) + ": " + error.message};
    }
  }
  return {};
}

}  // namespace hearth
