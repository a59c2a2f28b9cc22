# SPDX-License-Identifier: Apache-2.0
#
# Configuring and building a preset, quietly where there is nothing to do. Sourced.

command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache

# configure PRESET: writes build/PRESET/build.ninja where it is not there yet.
configure() {
  [[ -f build/$1/build.ninja ]] || cmake --preset "$1"
}

# build PRESET TARGET...
build() {
  local preset=$1
  shift
  configure "$preset" && ninja -C "build/$preset" "$@"
}

# targets PRESET PATTERN: the names of the preset's targets that match the extended regular expression.
targets() {
  ninja -C "build/$1" -t targets all | sed -n 's/: phony$//p' |
    grep -v '^cmake_object_order_' | grep -Ex -- "$2" | sort -u
}
