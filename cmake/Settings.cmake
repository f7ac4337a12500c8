# Language, warnings and sanitizers, the same for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(GRIDLORE_BUILD_TESTS "Build the tests" ON)
option(GRIDLORE_BUILD_BENCHMARKS "Build tests/bench" OFF)
option(GRIDLORE_BUILD_FUZZERS "Build tests/fuzz (needs Clang)" OFF)
option(GRIDLORE_PRECOMPILED_HEADERS "Parse the headers that most tests include once" ON)
set(GRIDLORE_SANITIZER "" CACHE STRING "Value of -fsanitize= for every target, or empty")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_C_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
  # Without this ccache keeps nothing that uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

# One interface target carries the flags, so that no directory-wide flag exists.
add_library(gridlore_settings INTERFACE)
target_compile_options(gridlore_settings INTERFACE -Wall -Wextra -Werror -Wpedantic -Wshadow)
target_include_directories(gridlore_settings INTERFACE "${CMAKE_SOURCE_DIR}")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees an overlap in `"text" + std::string` where there is none (GCC bug 105651).
  target_compile_options(gridlore_settings INTERFACE -Wno-restrict)
endif()
if(GRIDLORE_SANITIZER)
  target_compile_options(gridlore_settings INTERFACE -fsanitize=${GRIDLORE_SANITIZER} -fno-omit-frame-pointer)
  target_link_options(gridlore_settings INTERFACE -fsanitize=${GRIDLORE_SANITIZER})
  if(GRIDLORE_SANITIZER MATCHES "undefined")
    # The check of virtual tables opens a pipe to see whether it may read an object, and so accuses every object of a
    # process that may open no more files; it also knows nothing of types that a library keeps to itself.
    target_compile_options(gridlore_settings INTERFACE -fno-sanitize=vptr)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented code hides from g++ what is initialised; release and debug builds keep the warning.
    target_compile_options(gridlore_settings INTERFACE -Wno-maybe-uninitialized)
    if(GRIDLORE_SANITIZER STREQUAL "thread")
      # Asio uses atomic_thread_fence, which g++ warns of because its ThreadSanitizer does not model it.
      target_compile_options(gridlore_settings INTERFACE -Wno-tsan)
    endif()
  endif()
endif()
if(GRIDLORE_BUILD_FUZZERS)
  # The libraries report to the fuzzer what was reached, and undefined behaviour is a finding. Clang 14 cannot emit the
  # check of function types for coroutines.
  target_compile_options(gridlore_settings INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined
                         -fno-sanitize=function)
endif()
