# SPDX-License-Identifier: Apache-2.0
#
# The Debian packages that building and testing need, and how they are installed. Sourced.

build_packages=(
  g++ cmake ninja-build
  libboost-dev libcli11-dev libedit-dev libexpat1-dev librocksdb-dev libsimdjson-dev libssl-dev libxxhash-dev libzstd-dev zlib1g-dev
)

test_packages=(
  git ccache mold debootstrap pkg-config
  libgtest-dev libbenchmark-dev
  clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev
  python3 python3-boto3 python3-pytest python3-pytest-rerunfailures python3-venv
  awscli ca-certificates curl openssl zstd
  fish zsh
)

# install_missing PACKAGE...: installs those that are not there, with sudo unless we are root. On a
# system without dpkg it does nothing: say_needed tells what is needed when the build fails.
install_missing() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() package installed
  # dpkg-query fails as soon as it does not know one of the packages.
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true
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
  "${as_root[@]}" apt-get update -qq >&2 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    { echo "apt-get could not install: ${missing[*]}" >&2; return 1; }
}

# say_needed PACKAGE...: on a system where install_missing cannot install, says what has to be there.
say_needed() {
  command -v dpkg-query >/dev/null && return
  echo "This is not a Debian system. Building needs what these packages of Debian 12 contain: $*" >&2
}

# install_node: Node.js and npm for the JavaScript SDK's tests. Debian's are as good as any others.
install_node() {
  command -v node >/dev/null || install_missing nodejs || return
  command -v npm >/dev/null || install_missing npm
}
