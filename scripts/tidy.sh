#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs clang-tidy over the sources, or over those whose path matches:
#
#   scripts/tidy.sh [--quick] [PATTERN]
#
# --quick leaves out the static analyzer, which takes as long as all else: what ./test does. The common
# headers are compiled once, in a build of their own.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/build.sh
checks=()
if [[ ${1:-} == --quick ]]; then
  checks=(--checks=-clang-analyzer-*)
  shift
fi
configure lint >&2
mapfile -t headers < <(targets lint 'magneto_precompiled_.*')
build lint "${headers[@]}" >&2
git ls-files 'src/*.cc' 'bench/*.cc' | grep -v '_test\.cc$' | grep -E -- "${1:-}" |
  xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/lint --quiet "${checks[@]}"
