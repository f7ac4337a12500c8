# Every library from outside, found once; a layer links the imported target that it needs.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS url json)
find_package(date 3.0 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(EXPAT 2.5 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto SSL)
pkg_check_modules(SERD REQUIRED IMPORTED_TARGET serd-0)
pkg_check_modules(SORD REQUIRED IMPORTED_TARGET sord-0)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(LIBXML2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(POSTGRESQL REQUIRED IMPORTED_TARGET libpq)

# SOCI comes without a package configuration. Its headers include those of libpq by name. Its library for PostgreSQL is
# not linked but loaded when it is needed (adapter/sql/postgresql_library.h).
find_path(SOCI_INCLUDE_DIR soci/postgresql/soci-postgresql.h REQUIRED)
foreach(part core sqlite3)
  find_library(SOCI_${part}_LIBRARY soci_${part} REQUIRED)
endforeach()
if(NOT TARGET soci::soci)
  add_library(soci::soci INTERFACE IMPORTED GLOBAL)
  target_include_directories(soci::soci SYSTEM INTERFACE "${SOCI_INCLUDE_DIR}" ${POSTGRESQL_INCLUDE_DIRS})
  target_link_libraries(soci::soci INTERFACE "${SOCI_sqlite3_LIBRARY}" "${SOCI_core_LIBRARY}" PkgConfig::SQLITE
    ${CMAKE_DL_LIBS})
endif()

# prometheus-cpp-dev cannot be installed beside libraptor2-dev: scripts/setup unpacks its headers into the build
# folder, and the library comes from libprometheus-cpp-core1.0, which has no development symlink.
set(GRIDLORE_PROMETHEUS_HEADERS "${CMAKE_CURRENT_LIST_DIR}/../build/prometheus-cpp/usr/include" CACHE PATH
    "The folder that holds prometheus/registry.h")
find_path(PROMETHEUS_INCLUDE_DIR prometheus/registry.h HINTS "${GRIDLORE_PROMETHEUS_HEADERS}")
find_library(PROMETHEUS_CORE_LIBRARY NAMES prometheus-cpp-core libprometheus-cpp-core.so.1.0)
if(NOT PROMETHEUS_INCLUDE_DIR OR NOT PROMETHEUS_CORE_LIBRARY)
  message(FATAL_ERROR "prometheus-cpp was not found: run scripts/setup first (the Makefile's targets do).")
endif()
if(NOT TARGET prometheus-cpp::core)
  add_library(prometheus-cpp::core SHARED IMPORTED GLOBAL)
  set_target_properties(prometheus-cpp::core PROPERTIES
    IMPORTED_LOCATION "${PROMETHEUS_CORE_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${PROMETHEUS_INCLUDE_DIR}")
endif()

# libcsv comes without a file for pkg-config or CMake.
find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
if(NOT TARGET libcsv::csv)
  add_library(libcsv::csv UNKNOWN IMPORTED GLOBAL)
  set_target_properties(libcsv::csv PROPERTIES
    IMPORTED_LOCATION "${CSV_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${CSV_INCLUDE_DIR}")
endif()

# Debian's own Python: the one that has the pytest of scripts/setup, whatever else is on the path.
if(NOT Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
  set(Python3_EXECUTABLE /usr/bin/python3)
endif()
