# SPDX-License-Identifier: Apache-2.0
#
# Configuring and building a preset, quietly where there is nothing to do. Sourced.

command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache

# configure PRESET [-DOPTION=VALUE...]: writes build/PRESET/build.ninja where it is not there yet, and
# again where it was written with other values of the options.
configure() {
  local preset=$1 option cache=build/$1/CMakeCache.txt as_wanted=1
  shift
  [[ -f build/$preset/build.ninja ]] || as_wanted=0
  for option; do
    option=${option#-D}
    grep -qs -- "^${option%%=*}:[A-Z]*=${option#*=}\$" "$cache" || as_wanted=0
  done
  ((as_wanted)) || cmake --preset "$preset" "$@"
}

# build PRESET TARGET...
build() {
  local preset=$1
  shift
  configure "$preset" && ninja -C "build/$preset" "$@"
}

# targets PRESET PATTERN: the names of the preset's targets that match the extended regular expression.
# What a change of CMakeLists.txt has added since build.ninja was written is among them.
targets() {
  ninja -C "build/$1" build.ninja >/dev/null || return
  ninja -C "build/$1" -t targets all | sed -n 's/: phony$//p' |
    grep -v '^cmake_object_order_' | grep -Ex -- "$2" | sort -u
}
