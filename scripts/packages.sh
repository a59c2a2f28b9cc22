# SPDX-License-Identifier: Apache-2.0
#
# The Debian packages that building and testing need, and how they are installed. Sourced.

build_packages=(
  g++ cmake ninja-build
  libboost-dev libcli11-dev librocksdb-dev libsimdjson-dev libssl-dev libxxhash-dev libzstd-dev zlib1g-dev
)

test_packages=(
  libgtest-dev libbenchmark-dev
  clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev
  python3 python3-boto3 python3-pytest
  awscli ca-certificates openssl zstd
)

# install_missing PACKAGE...: installs those that are not there, with sudo where we are not root.
install_missing() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian system; make sure that these are installed: $*" >&2
    return 0
  fi
  local missing=() package installed
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
  for package; do
    grep -qFx -- "$package installed" <<<"$installed" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Please install as root: ${missing[*]}" >&2; return 1; }
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# install_node: Node.js and npm for the JavaScript SDK's tests. Debian's are as good as any others.
install_node() {
  command -v node >/dev/null || install_missing nodejs || return
  command -v npm >/dev/null || install_missing npm
}
