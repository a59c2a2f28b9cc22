# What is installed: the program (component `program`), and libraries with the headers of include/magneto
# (component `development`), for find_package(Magneto) and pkg-config.
#
#   magneto_library(client ROOMS table credentials PKG_CONFIG magneto)
#
# makes the static library magneto::client (libmagneto-client.a) out of the rooms and all that they use, and
# magneto.pc for it. Of the libraries those are installed that have been built: the client alone is enough.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The rooms that `rooms` use, directly or through others, and the libraries that are no rooms.
function(magneto_closure rooms rooms_result libraries_result)
  set(left ${rooms})
  set(found "")
  set(libraries "")
  while(left)
    list(POP_FRONT left target)
    if(target IN_LIST found)
      continue()
    endif()
    list(APPEND found ${target})
    get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
    foreach(link IN LISTS links)
      if(link MATCHES "^magneto_flags$")
        continue()
      elseif(link MATCHES "^magneto_")
        list(APPEND left ${link})
      elseif(link)
        list(APPEND libraries ${link})
      endif()
    endforeach()
  endwhile()
  list(REMOVE_DUPLICATES libraries)
  set(${rooms_result} ${found} PARENT_SCOPE)
  set(${libraries_result} ${libraries} PARENT_SCOPE)
endfunction()

# The libraries' names after -l for those who use pkg-config.
function(magneto_linker_flags libraries result)
  set(flags "")
  foreach(library IN LISTS libraries)
    if(library STREQUAL "Threads::Threads")
      list(APPEND flags -pthread)
    else()
      string(TOLOWER "${library}" name)
      string(REGEX REPLACE "^[a-z]+::" "" name "${name}")
      string(REPLACE "zlib" "z" name "${name}")
      list(APPEND flags -l${name})
    endif()
  endforeach()
  list(JOIN flags " " flags)
  set(${result} ${flags} PARENT_SCOPE)
endfunction()

function(magneto_library name)
  cmake_parse_arguments(LIBRARY "" "PKG_CONFIG" "ROOMS" ${ARGN})
  list(TRANSFORM LIBRARY_ROOMS REPLACE "/" "_")
  list(TRANSFORM LIBRARY_ROOMS PREPEND magneto_)
  magneto_closure("${LIBRARY_ROOMS}" rooms libraries)

  set(objects "")
  foreach(room IN LISTS rooms)
    get_target_property(type ${room} TYPE)
    if(NOT type STREQUAL "INTERFACE_LIBRARY")
      list(APPEND objects $<TARGET_OBJECTS:${room}>)
    endif()
  endforeach()

  set(target magneto-${name})
  add_library(${target} STATIC EXCLUDE_FROM_ALL ${objects})
  add_library(magneto::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX EXPORT_NAME ${name})
  target_compile_features(${target} INTERFACE cxx_std_20)
  target_include_directories(${target} INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                             $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(${target} PRIVATE ${libraries})
  magneto_linker_flags("${libraries}" private_libraries)
  file(RELATIVE_PATH up_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  set(pc ${PROJECT_BINARY_DIR}/${LIBRARY_PKG_CONFIG}.pc)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/magneto.pc.in ${pc} @ONLY)
  if(PROJECT_IS_TOP_LEVEL)
    magneto_install_library(${name} ${target} ${pc})
  endif()
endfunction()

function(magneto_install_library name target pc)
  install(TARGETS ${target} EXPORT magneto-${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          COMPONENT development OPTIONAL)
  install(EXPORT magneto-${name} NAMESPACE magneto:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/magneto
          FILE magneto-${name}-targets.cmake COMPONENT development)
  install(CODE "if(EXISTS \"$<TARGET_FILE:${target}>\")
  file(INSTALL \"${pc}\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/pkgconfig\")
endif()" COMPONENT development)
endfunction()

# After all calls of magneto_library.
function(magneto_install)
  install(TARGETS magneto RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  install(DIRECTORY include/magneto DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
          FILES_MATCHING PATTERN "*.h")
  # In lower case, so that find_package(Magneto) and find_package(magneto) both find it.
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/magneto)
  set(config ${PROJECT_BINARY_DIR}/magneto-config.cmake)
  set(version ${PROJECT_BINARY_DIR}/magneto-config-version.cmake)
  configure_package_config_file(cmake/magneto-config.cmake.in ${config} INSTALL_DESTINATION ${folder}
                                PATH_VARS CMAKE_INSTALL_LIBDIR)
  write_basic_package_version_file(${version} COMPATIBILITY SameMinorVersion)
  install(FILES ${config} ${version} DESTINATION ${folder} COMPONENT development)
endfunction()
