# One static library per room (src/<room>/*.cc), one test program (src/<room>/*_test.cc), one fuzz
# target per fuzz/<room>_*_fuzz.cc.
#
#   magneto_room(value USES base LIBRARIES some::library)

add_library(magneto_flags INTERFACE)
target_include_directories(magneto_flags INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_compile_options(magneto_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       -Wno-sign-conversion)
# Newer compilers warn of more; that must not stop those who only want the libraries.
if(MAGNETO_TESTS)
  target_compile_options(magneto_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(magneto_flags INTERFACE -Wthread-safety)
endif()
if(MAGNETO_SANITIZE)
  target_compile_options(magneto_flags INTERFACE -fsanitize=${MAGNETO_SANITIZE}
                         -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # Where the sanitizers add branches, GCC sees uninitialised values in std::regex, and frees in
  # std::variant of what was not allocated.
  target_compile_options(magneto_flags INTERFACE
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-free-nonheap-object>)
  # What this check puts in front of functions, Clang 14 cannot put in front of coroutines: "Cannot
  # represent a difference across sections".
  target_compile_options(magneto_flags INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
  target_link_options(magneto_flags INTERFACE -fsanitize=${MAGNETO_SANITIZE})
endif()
if(MAGNETO_FUZZ)
  target_compile_options(magneto_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# Links a test program in a tenth of the time.
find_program(MAGNETO_MOLD mold)
if(MAGNETO_MOLD)
  target_link_options(magneto_flags INTERFACE -fuse-ld=mold)
endif()

include(precompiled)

# Adds the files that match `pattern` in the room's folder and in its folders that are no rooms.
function(magneto_room_files result pattern)
  file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${pattern})
  file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_CURRENT_SOURCE_DIR}/*)
  foreach(folder IN LISTS folders)
    if(IS_DIRECTORY ${folder} AND NOT EXISTS ${folder}/CMakeLists.txt)
      file(GLOB more CONFIGURE_DEPENDS ${folder}/${pattern})
      list(APPEND found ${more})
    endif()
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# `path` is the room's folder below src: "value", "operations/items".
function(magneto_room path)
  string(REPLACE "/" "_" room ${path})
  cmake_parse_arguments(ROOM "" "" "USES;LIBRARIES" ${ARGN})
  set(links "")
  foreach(used IN LISTS ROOM_USES)
    string(REPLACE "/" "_" used ${used})
    list(APPEND links magneto_${used})
  endforeach()

  magneto_room_files(sources *.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  if(sources)
    add_library(magneto_${room} STATIC ${sources})
    target_link_libraries(magneto_${room} PUBLIC magneto_flags ${links} ${ROOM_LIBRARIES})
    magneto_precompile(magneto_${room} ${room})
  else()
    add_library(magneto_${room} INTERFACE)
    target_link_libraries(magneto_${room} INTERFACE magneto_flags ${links} ${ROOM_LIBRARIES})
  endif()

  if(MAGNETO_TESTS AND tests)
    add_executable(${room}_test ${tests})
    target_link_libraries(${room}_test PRIVATE magneto_${room} GTest::gtest GTest::gtest_main)
    add_test(NAME ${room} COMMAND ${room}_test)
    set_tests_properties(${room} PROPERTIES TIMEOUT 600)
  endif()

  if(MAGNETO_FUZZ)
    file(GLOB fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fuzz/${room}_*_fuzz.cc)
    foreach(fuzzer IN LISTS fuzzers)
      get_filename_component(name ${fuzzer} NAME_WE)
      add_executable(${name} ${fuzzer})
      target_link_libraries(${name} PRIVATE magneto_${room})
      target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()
