#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Tries the project's commands on a minimal Debian 12 (bare_system.sh), as root or as a user with sudo:
#
#   scripts/try_bare.sh [--user] configure      ./run, as far as the configured build; then, where there is
#                                               one, with the program of build/release in place of a build
#   scripts/try_bare.sh [--user] run            ./run, until the server has kept an item and found it again
#   scripts/try_bare.sh [--user] test [WHAT]    ./test WHAT (quick)
#   scripts/try_bare.sh package                 the tarball and the Debian packages of build/package:
#                                               installed, served, written to, started again, removed;
#                                               programs built with the client alone and with the database
#
# The exit status is 0 when that went well, 77 when no such system can be made here. The system is
# kept in build/bare/WHAT with --keep.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/bare_system.sh

user=root keep=0
while [[ ${1:-} == --* ]]; do
  case $1 in
    --user) user=builder ;;
    --keep) keep=1 ;;
    *) sed -n '4,15s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
  shift
done

problem=$(bare_problem)
[[ -z $problem ]] || { echo "No bare system is tried: this $problem."; exit 77; }

# In place of ninja: says what would be built, and leaves a program that says how it was called, or the one
# in /tmp/built.
configured_only() {
  cat >"$system/usr/local/bin/ninja" <<'STUB'
#!/bin/sh
[ "$3" = magneto ] || exec /usr/bin/ninja "$@"
/usr/bin/ninja -C "$2" -t commands magneto >/tmp/commands || exit 1
echo "$(wc -l </tmp/commands) steps would build magneto"
if grep -qE 'gtest|benchmark' /tmp/commands; then echo "serving needs no test library"; exit 1; fi
rm -f "$2/magneto"
cp /tmp/built "$2/magneto" 2>/dev/null || printf '#!/bin/sh\necho "magneto $*"\n' >"$2/magneto"
chmod +x "$2/magneto"
STUB
  chmod +x "$system/usr/local/bin/ninja"
}

try_configure() {
  configured_only
  [[ $(bare_do "$system" './run --port 8000' "$user" | tee /dev/stderr | tail -n 1) == "magneto serve --port 8000" ]] ||
    return
  [[ -x build/release/magneto ]] || return 0
  cp build/release/magneto "$system/tmp/built"
  serves ./run "$user" write
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

# ends PROCESS: ends what bare_do runs in the background as PROCESS, as an operator would, or by force.
ends() {
  local unshared inner
  unshared=$(pgrep -P "$1") && inner=$(pgrep -P "$unshared") && kill "$inner" || true
  for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  [[ -z $unshared ]] || kill -KILL "$unshared" 2>/dev/null || true
  wait "$1" || true
}

try_run() {
  local port=$((20000 + RANDOM % 20000)) started=$SECONDS process status=1
  bare_do "$system" "exec ./run --port $port" "$user" &
  process=$!
  while kill -0 "$process" 2>/dev/null; do
    if healthy "$port"; then
      echo "./run answered after $((SECONDS - started)) s"
      scripts/use_server.py "http://127.0.0.1:$port" write && status=0
      break
    fi
    sleep 1
  done
  ends "$process"
  return $status
}

# serves COMMAND USER WHAT: starts the server, does WHAT (an argument of use_server.py) and stops it.
serves() {
  local port=$((20000 + RANDOM % 20000)) process tries
  bare_do "$system" "exec $1 --port $port" "$2" &
  process=$!
  for ((tries = 0; tries < 1200; tries++)); do
    if healthy "$port" || ! kill -0 "$process" 2>/dev/null; then break; fi
    sleep 0.1
  done
  local status=0
  scripts/use_server.py "http://127.0.0.1:$port" "$3" || status=1
  ends "$process"
  return $status
}

try_package() {
  local service unpacked=/opt/magneto
  cp -r build/package "$system/tmp/"
  bare_do "$system" "mkdir -p $unpacked && tar -xzf /tmp/package/magneto-*.tar.gz --strip-components 1 -C $unpacked" &&
    serves "$unpacked/bin/magneto serve --in-memory" root write || return

  bare_do "$system" 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /tmp/package/magneto_*.deb' ||
    return
  service=$(sed -n 's/^ExecStart=//p' "$system/lib/systemd/system/magneto.service")
  [[ $(stat -c %U:%a "$system/var/lib/magneto") != root:* ]] || return
  serves "$service" magneto write && serves "$service" magneto read || return
  bare_do "$system" 'apt-get purge -y -qq magneto && [ ! -e /usr/bin/magneto ] && [ -d /var/lib/magneto ]' || return

  bare_do "$system" "$(declare -f builds_programs); builds_programs"
}

# Within the system: builds tests/consumer by pkg-config against the client alone, then by CMake with the database.
builds_programs() {
  apt-get install -y -qq --no-install-recommends cmake g++ make pkg-config /tmp/package/libmagneto-dev_*.deb || return
  g++ tests/consumer/consumer.cc $(pkg-config --cflags --libs magneto) -o /tmp/consumer && /tmp/consumer || return
  apt-get install -y -qq --no-install-recommends librocksdb-dev libxxhash-dev || return
  cmake -S tests/consumer -B /tmp/built && cmake --build /tmp/built && /tmp/built/songs
}

try_test() {
  bare_do "$system" "./test ${1:-quick}" "$user"
}

what=${1:-}
[[ $(type -t "try_$what") == function ]] || { sed -n '4,15s/^# \{0,1\}//p' "$0"; exit 2; }
system=$bare_cache/$what
mkdir -p "$bare_cache"
exec 9>"$system.lock"
flock 9
[[ $what != package || -n $(ls build/package/*.deb 2>/dev/null) ]] || scripts/package.sh
bare_make "$system"
[[ $user == root ]] || bare_user "$system"
status=0
"try_$what" "${@:2}" || status=1
((keep)) || rm -rf --one-file-system "$system"
if ((status)); then echo "try_bare: $what failed"; else echo "try_bare: $what went well"; fi
exit $status
