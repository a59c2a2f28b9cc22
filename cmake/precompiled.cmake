# For first builds and for those under the sanitizers: precompiled headers, and no debug information where no
# sanitizer wants to name lines. Two thirds of such a build's time go into the standard library's headers and the
# API's structs; here they are compiled once, for all rooms.
#
# GCC's warnings are off: it gives false ones about what is in a precompiled header.
#
# With ccache a build without is better: what that kept is then valid in every checkout. And only a build
# without finds missing #includes, so ./test makes its release build without.
option(MAGNETO_FAST_BUILD "Precompile common headers" OFF)

# Rooms that see the API's structs.
set(magneto_rooms_with_model "^(model|json|checks|transfers|server|operations.*)$")
# Rooms that see the client library.
set(magneto_rooms_with_client "^(client|table|transfer|commands|encryption)$")

if(MAGNETO_FAST_BUILD)
  target_compile_options(magneto_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-w>)
  if(NOT MAGNETO_SANITIZE)
    target_compile_options(magneto_flags INTERFACE -g0)
  endif()
  foreach(name IN ITEMS standard model client)
    add_library(magneto_precompiled_${name} OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled/empty.cc)
    target_link_libraries(magneto_precompiled_${name} PRIVATE magneto_flags)
    target_precompile_headers(magneto_precompiled_${name} PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled/${name}.h)
    # ccache gives back one of before a change in comments, and GCC then takes a header for another.
    set_target_properties(magneto_precompiled_${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  endforeach()
endif()

# The commands beside `serve`, and what only they use, need not be the fastest where the point is to serve soon.
set(magneto_rooms_of_commands "^(client|table|transfer|commands|credentials|endpoint|profile)$")

# Lets the target, which belongs to the room, use the precompiled headers.
function(magneto_precompile target room)
  if(NOT MAGNETO_FAST_BUILD)
    return()
  endif()
  if(room MATCHES "${magneto_rooms_of_commands}" AND NOT MAGNETO_SANITIZE AND NOT MAGNETO_TESTS)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-O1>)
  endif()
  if(room MATCHES "${magneto_rooms_with_model}")
    target_precompile_headers(${target} REUSE_FROM magneto_precompiled_model)
  elseif(room MATCHES "${magneto_rooms_with_client}")
    target_precompile_headers(${target} REUSE_FROM magneto_precompiled_client)
  else()
    target_precompile_headers(${target} REUSE_FROM magneto_precompiled_standard)
  endif()
endfunction()
