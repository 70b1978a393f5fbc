// The types that bindings.cpp hands over, in place of all that Embind knows: 2 KB of the download.
//
// Embind registers every built-in type, and its JavaScript for each then stays in the glue. That
// list is all that is in its library of objects, so that it is not linked (CMakeLists.txt).
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <climits>
#include <cstddef>
#include <cstring>
#include <string>
#include <typeinfo>

extern "C" {

// For errors about types that nobody registered; there are none.
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info*) { return strdup("?"); }

EMSCRIPTEN_KEEPALIVE __attribute__((constructor)) void
__embind_register_native_and_builtin_types() {
  using namespace emscripten::internal;
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_bool(TypeID<bool>::get(), "bool", sizeof(bool), true, false);
  _embind_register_integer(TypeID<size_t>::get(), "size_t", sizeof(size_t), 0, UINT_MAX);
  // By this name texts are UTF-8.
  _embind_register_std_string(TypeID<std::string>::get(), "std::string");
}
}
