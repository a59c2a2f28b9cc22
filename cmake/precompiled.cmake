# For a first build: precompiled headers, no debug information, no warnings. Two thirds of that build's time go into
# the standard library's headers and the API's structs; here they are compiled once, for all rooms.
#
# Warnings are off: GCC gives false ones about what is in a precompiled header, and other compilers' are
# nothing that should keep somebody from trying the program.
#
# With ccache it is better without: what that kept is then valid in every checkout. And only a build
# without finds missing #includes, so ./test builds without.
option(MAGNETO_FAST_BUILD "Precompile common headers; no debug information, no warnings" OFF)

# Rooms that see the API's structs.
set(magneto_rooms_with_model "^(model|json|checks|transfers|server|operations.*)$")

if(MAGNETO_FAST_BUILD)
  target_compile_options(magneto_flags INTERFACE -g0 -w)
  foreach(name IN ITEMS standard model)
    add_library(magneto_precompiled_${name} OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled/empty.cc)
    target_link_libraries(magneto_precompiled_${name} PRIVATE magneto_flags)
    target_precompile_headers(magneto_precompiled_${name} PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled/${name}.h)
  endforeach()
endif()

# Lets the target, which belongs to the room, use the precompiled headers.
function(magneto_precompile target room)
  if(NOT MAGNETO_FAST_BUILD)
    return()
  endif()
  if(room MATCHES "${magneto_rooms_with_model}")
    target_precompile_headers(${target} REUSE_FROM magneto_precompiled_model)
  else()
    target_precompile_headers(${target} REUSE_FROM magneto_precompiled_standard)
  endif()
endfunction()
