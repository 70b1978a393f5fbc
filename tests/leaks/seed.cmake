# Writes LEAK's file to OUTPUT with the leak in it:
#   cmake -DLEAK=name -DCORE=.../core -DOUTPUT=file -P seed.cmake
function(leak name file text replacement)
  if(NOT name STREQUAL LEAK)
    return()
  endif()
  file(READ ${CORE}/${file} source)
  string(FIND "${source}" "${text}" first)
  string(FIND "${source}" "${text}" last REVERSE)
  if(first EQUAL -1)
    message(FATAL_ERROR "leak ${name}: core/${file} no longer has its text (tests/leaks/leaks.cmake):\n"
                        "${text}")
  elseif(NOT first EQUAL last)
    message(FATAL_ERROR "leak ${name}: core/${file} has its text more than once (tests/leaks/leaks.cmake):\n"
                        "${text}")
  endif()
  string(REPLACE "${text}" "${replacement}" source "${source}")
  # What is the same stays as it is, and is not compiled anew.
  if(EXISTS ${OUTPUT})
    file(READ ${OUTPUT} written)
    if(written STREQUAL source)
      return()
    endif()
  endif()
  file(WRITE ${OUTPUT} "${source}")
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/leaks.cmake)
