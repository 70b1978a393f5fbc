#include "support/numbers.h"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "numbers_table.h"  // made of tests/numbers.json by tests/CMakeLists.txt

namespace hearth {
namespace {

#if defined(__EMSCRIPTEN__)
constexpr std::string_view kRunner = "_wasm";
#elif defined(__SANITIZE_ADDRESS__)
constexpr std::string_view kRunner = "_sanitized";
#else
constexpr std::string_view kRunner = "";
#endif

const NumbersRow* Find(std::string_view name) {
  for (const NumbersRow& row : kNumbersTable) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

bool IsSoak() {
  const char* const column = std::getenv("HEARTH_NUMBERS");
  return column != nullptr && std::string_view(column) == "soak";
}

}  // namespace

uint64_t NumberOf(std::string_view name) {
  const NumbersRow* row = Find(std::string(name).append(kRunner));
  if (row == nullptr) row = Find(name);
  if (row == nullptr) {
    std::fprintf(stderr, "tests/numbers.json has no row %s\n", std::string(name).c_str());
    std::abort();
  }
  return IsSoak() ? row->soak : row->test;
}

}  // namespace hearth
