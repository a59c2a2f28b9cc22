#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds one fuzz target and runs it for a while, from its corpus in fuzz/corpus/TARGET where it has one:
#
#   scripts/fuzz.sh TARGET [SECONDS]
#
# What it finds is kept in build/asan/found/TARGET, and is where the next run starts.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/build.sh
target=$1 seconds=${2:-60}
configure asan >&2
# Several targets may be run at once, but not several builds.
(flock 9 && build asan "$target" >&2) 9>build/asan/fuzz.lock
program=$(find build/asan -name "$target" -type f -perm -u+x -print -quit)

found=build/asan/found/$target
mkdir -p "$found"
corpora=("$found")
[[ -d fuzz/corpus/$target ]] && corpora+=("fuzz/corpus/$target")
exec "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
  -artifact_prefix="build/asan/$target-" -print_final_stats=1 "${corpora[@]}"
