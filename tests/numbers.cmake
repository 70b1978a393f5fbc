# Writes tests/numbers.json as a header: numbers_table.h in the folder `output`.
function(write_numbers_table json output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${json})
  file(READ ${json} table)
  string(JSON rows LENGTH "${table}")
  math(EXPR last "${rows} - 1")
  set(lines "")
  foreach(i RANGE ${last})
    string(JSON name MEMBER "${table}" ${i})
    string(JSON test GET "${table}" ${name} test)
    string(JSON soak GET "${table}" ${name} soak)
    string(APPEND lines "    {\"${name}\", ${test}, ${soak}},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${output}/numbers_table.h CONTENT [==[
#pragma once
#include <cstdint>
#include <string_view>
namespace hearth {
struct NumbersRow {
  std::string_view name;
  uint64_t test, soak;
};
inline constexpr NumbersRow kNumbersTable[] = {
@lines@};
}  // namespace hearth
]==] @ONLY)
endfunction()
