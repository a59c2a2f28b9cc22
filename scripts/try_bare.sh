#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tries the project's commands on a minimal Debian 12 (bare_system.sh), as root or as a user with sudo:
#
#   scripts/try_bare.sh [--user] configure      ./run, as far as the configured build
#   scripts/try_bare.sh [--user] run            ./run, until the server answers
#   scripts/try_bare.sh [--user] test [WHAT]    ./test WHAT (quick)
#
# The exit status is 0 when that went well, 77 when no such system can be made here. The last system is
# kept in build/bare/system with --keep.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/bare_system.sh

user=root keep=0
while [[ ${1:-} == --* ]]; do
  case $1 in
    --user) user=builder ;;
    --keep) keep=1 ;;
    *) sed -n '4,11s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
  shift
done

system=$bare_cache/system
problem=$(bare_problem)
[[ -z $problem ]] || { echo "No bare system is tried: this $problem."; exit 77; }
exec 9>"$(mkdir -p "$bare_cache" && echo "$bare_cache/lock")"
flock 9

# In place of ninja: says what would be built, and leaves a program that says how it was called.
configured_only() {
  cat >"$system/usr/local/bin/ninja" <<'STUB'
#!/bin/sh
[ "$3" = magneto ] || exec /usr/bin/ninja "$@"
/usr/bin/ninja -C "$2" -t commands magneto >/tmp/commands || exit 1
echo "$(wc -l </tmp/commands) steps would build magneto"
if grep -qE 'gtest|benchmark' /tmp/commands; then echo "serving needs no test library"; exit 1; fi
printf '#!/bin/sh\necho "magneto $*"\n' >"$2/magneto"
chmod +x "$2/magneto"
STUB
  chmod +x "$system/usr/local/bin/ninja"
}

try_configure() {
  configured_only
  [[ $(bare_do "$system" './run --port 8000' "$user" | tee /dev/stderr | tail -n 1) == "magneto serve --port 8000" ]]
}

# healthy PORT: whether a server answers GET / there with 200.
healthy() {
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return
  printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r -t 5 line <&3
  exec 3>&-
  [[ $line == "HTTP/1.1 200"* ]]
}

try_run() {
  local port=$((20000 + RANDOM % 20000)) started=$SECONDS process status=1
  bare_do "$system" "./run --port $port" "$user" &
  process=$!
  while kill -0 "$process" 2>/dev/null; do
    if healthy "$port"; then
      echo "./run answered after $((SECONDS - started)) s"
      status=0
      break
    fi
    sleep 1
  done
  kill "$process" 2>/dev/null || true
  wait "$process" || true
  return $status
}

try_test() {
  bare_do "$system" "./test ${1:-quick}" "$user"
}

what=${1:-}
[[ $(type -t "try_$what") == function ]] || { sed -n '4,11s/^# \{0,1\}//p' "$0"; exit 2; }
bare_make "$system"
[[ $user == root ]] || bare_user "$system"
status=0
"try_$what" "${@:2}" || status=1
((keep)) || rm -rf --one-file-system "$system"
if ((status)); then echo "try_bare: $what failed"; else echo "try_bare: $what went well"; fi
exit $status
