#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs one fuzz target of the fuzz preset for a while, from its corpus in fuzz/corpus/TARGET where it has one:
#
#   scripts/fuzz.sh TARGET [SECONDS]
#
# What it finds is kept in build/fuzz/found/TARGET, and is where the next run starts.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 seconds=${2:-60}
program=$(find build/fuzz -name "$target" -type f -perm -u+x -print -quit)
[[ -n $program ]] || { echo "no such target: $target" >&2; exit 2; }

found=build/fuzz/found/$target
mkdir -p "$found"
corpora=("$found")
[[ -d fuzz/corpus/$target ]] && corpora+=("fuzz/corpus/$target")
exec "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
  -artifact_prefix="build/fuzz/$target-" -print_final_stats=1 "${corpora[@]}"
