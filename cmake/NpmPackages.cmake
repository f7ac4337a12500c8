# fetch_npm_packages(FOLDER BUILD_FOLDER COMMENT FILES…)
#
# What package.json and package-lock.json of a folder name comes from npm, its versions and content held by the latter.
# FILES, below BUILD_FOLDER, are what the build uses of it; the calling folder's targets depend on them.
function(fetch_npm_packages folder build_folder comment)
  find_program(NPM npm REQUIRED)
  add_custom_command(
    OUTPUT ${ARGN}
    COMMAND ${CMAKE_COMMAND} -E make_directory "${build_folder}"
    COMMAND ${CMAKE_COMMAND} -E copy "${folder}/package.json" "${folder}/package-lock.json" "${build_folder}"
    COMMAND ${CMAKE_COMMAND} -E chdir "${build_folder}" ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E touch ${ARGN}
    DEPENDS "${folder}/package.json" "${folder}/package-lock.json"
    COMMENT "${comment}"
    VERBATIM)
endfunction()
