// Goes through a text line by line and puts file and line in front of errors.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/feed_values.h"

namespace hearth {

// Calls `visit(number, line)` -> bool for every line that is not blank, numbers from 1, until it
// says false.
template <typename Visit>
void ForEachNumberedLine(std::string_view text, Visit visit) {
  for (size_t number = 1; !text.empty(); ++number) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && !visit(number, line)) return;
  }
}

// Calls `read(line)` -> Status for every line that is not blank; stops at the first error.
template <typename Read>
Status ForEachLine(std::string_view text, const std::string& file_name, Read read) {
  Status status;
  ForEachNumberedLine(text, [&](size_t number, std::string_view line) {
    status = read(line);
    if (status.ok()) return true;
    const Error& error = status.error();
    status = Error{error.code, file_name + ":" + std::to_string(number) + ": " + error.message};
    return false;
  });
  return status;
}

}  // namespace hearth
