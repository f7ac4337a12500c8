# add_layer(gridlore_store HEADERS quad_store.h SOURCES quad_store.cpp DEPENDS gridlore_pattern PRIVATE_DEPENDS lmdb)
#
# One library for one folder. HEADERS go into a file set, so that the build can prove each of them stands alone
# (CMAKE_VERIFY_INTERFACE_HEADER_SETS). DEPENDS shows in the folder's headers; PRIVATE_DEPENDS does not.
function(add_layer name)
  cmake_parse_arguments(LAYER "" "" "HEADERS;SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  if(LAYER_SOURCES)
    add_library(${name} STATIC ${LAYER_SOURCES})
    target_link_libraries(${name} PUBLIC gridlore_settings ${LAYER_DEPENDS} PRIVATE ${LAYER_PRIVATE_DEPENDS})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${LAYER_HEADERS})
    if(TARGET gridlore_precompiled_layers)
      target_precompile_headers(${name} REUSE_FROM gridlore_precompiled_layers)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE gridlore_settings ${LAYER_DEPENDS})
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${LAYER_HEADERS})
  endif()
endfunction()
