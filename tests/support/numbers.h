// How much each random test tries. The numbers stand in tests/numbers.json: a row a test, with a
// column `test` (make test) and a column `soak` (make soak, which sets HEARTH_NUMBERS=soak).
#pragma once

#include <cstdint>
#include <string_view>

namespace hearth {

// The row `name`; where the table has it, the row `name`_sanitized in a build with sanitizers and
// `name`_wasm in WebAssembly, which has no environment and so only the column `test`. A name that
// the table lacks ends the program.
uint64_t NumberOf(std::string_view name);

}  // namespace hearth
