# core_flags: what every target of ours is compiled with. Asserts stay on in every build: they are
# cheap, and a debug build and a release build must differ in speed, never in answers.
add_library(core_flags INTERFACE)
target_compile_options(core_flags INTERFACE -Wall -Wextra -Werror -ffp-contract=off -UNDEBUG)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 sees overlaps where "text" + std::string is inlined (GCC bug 105651).
  target_compile_options(core_flags INTERFACE -Wno-restrict)
endif()
if(EMSCRIPTEN)
  # Every browser with SIMD has the others too.
  set(wasm_features -msimd128 -mbulk-memory -msign-ext -mnontrapping-fptoint)
  target_compile_options(core_flags INTERFACE ${wasm_features})
endif()
if(HEARTH_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(core_flags INTERFACE ${sanitizers})
  target_link_options(core_flags INTERFACE ${sanitizers})
endif()
if(HEARTH_FUZZ)
  target_compile_options(core_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
