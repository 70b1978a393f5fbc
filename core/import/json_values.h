// The JSON values of a file: of the file itself, or of the scripts of a page. What is broken costs
// nothing else, and is told with its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "import/history_file.h"

namespace hearth {

struct JsonValues {
  RowUnit unit = RowUnit::kLine;  // what places count
  std::vector<Json> values;
  std::vector<size_t> places;      // of values
  std::vector<SkippedRow> broken;  // with their units
};

// Of a text that is one value, or has one on each line, of which any may be broken. Where all are,
// or 10,000, the text is.
JsonValues JsonOf(std::string_view text);

// Adds those of a page's scripts of JSON-LD. As HTML has it, tags may have capitals, and a script
// ends at "</script" before a blank, "/" or ">"; what stands in a comment is none. Answers how many
// scripts there were; the first is number `before` + 1.
size_t AddScripts(std::string_view page, size_t before, JsonValues* found);

}  // namespace hearth
