#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes what can be installed, in build/package:
#
#   magneto_VERSION_ARCHITECTURE.deb            for Debian 12: program, systemd unit, user `magneto`
#   libmagneto-dev_VERSION_ARCHITECTURE.deb     for Debian 12: headers and libraries of the C++ client
#                                               and of the embedded database
#   magneto-VERSION-linux-ARCHITECTURE.tar.gz   for other systems with glibc 2.36 and OpenSSL 3: the
#                                               program, and the libraries that few systems have
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh
source scripts/build.sh

version=$(sed -n 's/^project(magneto VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
out=$PWD/build/package

# Libraries that the tarball relies on the system for.
system_libraries='^(linux-vdso|ld-linux.*|libc|libm|libpthread|libdl|librt|libgcc_s|libstdc\+\+|libssl|libcrypto|libz)\.so'

# libraries PROGRAM: the files of the shared libraries that the tarball has to bring.
libraries() {
  ldd "$1" | awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}' | grep -Ev "$system_libraries" | cut -d ' ' -f 2
}

make_tarball() {
  local name=magneto-$version-linux-$(uname -m)
  local top=$out/$name library
  rm -rf "$top"
  cmake --install build/release --component program --prefix "$top" --strip >/dev/null
  mkdir -p "$top/lib/magneto"
  for library in $(libraries build/release/magneto); do
    cp -L "$library" "$top/lib/magneto/"
  done
  cp README.md LICENSE packaging/magneto.service "$top/"
  tar --sort=name --owner=0 --group=0 --numeric-owner -C "$out" -czf "$out/$name.tar.gz" "$name"
  rm -rf "$top"
  echo "$out/$name.tar.gz"
}

# depends ROOT: the packages that the program in ROOT needs, as dpkg-shlibdeps finds them.
depends() {
  local work=$out/shlibdeps
  mkdir -p "$work/debian"
  printf 'Source: magneto\n\nPackage: magneto\nArchitecture: any\n' >"$work/debian/control"
  (cd "$work" && dpkg-shlibdeps -O "$1/usr/bin/magneto" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
  rm -rf "$work"
}

# pack NAME ROOT DEPENDS: makes the Debian package of ROOT, which it removes.
pack() {
  local root=$2 file
  file=$out/$1_${version}_$architecture.deb
  mkdir -p "$root/DEBIAN"
  sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@DEPENDS@/$3/" \
    -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f 1)/" \
    "packaging/debian/$1.control.in" >"$root/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$root" "$file" >/dev/null
  rm -rf "$root"
  echo "$file"
}

make_program_deb() {
  local root=$out/root document=usr/share/doc/magneto
  cmake --install build/release --component program --prefix "$root/usr" --strip >/dev/null
  install -Dm 644 packaging/magneto.service "$root/lib/systemd/system/magneto.service"
  install -Dm 644 packaging/debian/magneto.default "$root/etc/default/magneto"
  install -Dm 644 -t "$root/$document" README.md
  install -Dm 644 LICENSE "$root/$document/copyright"
  mkdir "$root/DEBIAN"
  echo /etc/default/magneto >"$root/DEBIAN/conffiles"
  install -m 755 -t "$root/DEBIAN" packaging/debian/postinst packaging/debian/prerm packaging/debian/postrm
  pack magneto "$root" "$(depends "$root")"
}

make_development_deb() {
  local root=$out/root
  cmake --install build/release --component development --prefix "$root/usr" >/dev/null
  strip --strip-debug --enable-deterministic-archives "$root"/usr/lib/*.a
  install -Dm 644 LICENSE "$root/usr/share/doc/libmagneto-dev/copyright"
  pack libmagneto-dev "$root" ""
}

install_missing "${build_packages[@]}" dpkg-dev
[[ -f build/release/build.ninja ]] || configure release -DMAGNETO_TESTS=OFF -DMAGNETO_BENCH=OFF >&2
build release magneto magneto-client magneto-embedded >&2
rm -rf "$out"
mkdir -p "$out"
make_tarball
if command -v dpkg-deb >/dev/null; then
  architecture=$(dpkg --print-architecture)
  make_program_deb
  make_development_deb
fi
