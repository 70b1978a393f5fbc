# Header-only libraries, seen through one private include folder in the build tree. Emscripten must
# never get -I/usr/include (it would shadow its own libc), so each library's folder is linked there.
set(third_party_dir ${CMAKE_BINARY_DIR}/third_party)
file(MAKE_DIRECTORY ${third_party_dir})

function(link_header_only name entry)
  find_path(${name}_dir ${entry} PATHS /usr/include /usr/local/include /opt/homebrew/include
            NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${name}_dir)
    message(FATAL_ERROR "${entry} not found: install the ${name} headers (see CONTRIBUTING.md)")
  endif()
  string(REGEX REPLACE "/.*" "" top ${entry})
  file(CREATE_LINK ${${name}_dir}/${top} ${third_party_dir}/${top} SYMBOLIC)
endfunction()

link_header_only(nlohmann nlohmann/json.hpp)
link_header_only(flatbuffers flatbuffers/flatbuffers.h)
link_header_only(xxhash xxhash.h)

add_library(third_party INTERFACE)
target_include_directories(third_party SYSTEM INTERFACE ${third_party_dir})

find_program(FLATC flatc NO_CMAKE_FIND_ROOT_PATH REQUIRED)
