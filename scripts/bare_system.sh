# SPDX-License-Identifier: Apache-2.0
#
# A minimal Debian 12 in a directory: what a new machine has, and bash, git and ca-certificates. Sourced,
# by root, in the top directory of the checkout.
#
# It uses the package sources, proxies and certificates of the machine around it, and shares its network.
# All its processes and mounts end with the command that was run in it. What debootstrap made and the
# packages that were loaded are kept in build/bare, so the next system is there in seconds.

bare_cache=$PWD/build/bare

# Variables through which programs learn of proxies and certificates.
bare_variables='^(https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|[A-Z_]*CA_BUNDLE|NODE_EXTRA_CA_CERTS'
bare_variables+='|SSL_CERT_(FILE|DIR)|GIT_SSL_CAINFO|PIP_CERT|PIP_INDEX_URL|npm_config_[a-z]+)='

# bare_problem: says why no such system can be made here; nothing where it can.
bare_problem() {
  if ((EUID != 0)); then
    echo "needs root"
  elif ! command -v debootstrap >/dev/null; then
    echo "needs debootstrap"
  elif ! unshare --mount --propagation private true 2>/dev/null; then
    echo "needs leave to make mount namespaces"
  fi
}

# The machine's own sources of Debian 12, one per line as in sources.list.
bare_sources() {
  command -v apt-get >/dev/null || return 0
  apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' 2>/dev/null | grep -E ' bookworm(-updates|-security)? ' | sort -u
}

bare_base() {
  local archive=$bare_cache/base.tar system=$bare_cache/base mirror
  [[ -f $archive ]] && return
  mirror=$(bare_sources | awk '$3 == "bookworm" {print $2; exit}')
  rm -rf "$system"
  mkdir -p "$system"
  debootstrap --variant=minbase --include=ca-certificates,git bookworm "$system" ${mirror:+"$mirror"} || return
  chroot "$system" apt-get clean
  tar --numeric-owner -C "$system" -cf "$archive.new" . && mv "$archive.new" "$archive"
  rm -rf "$system"
}

# Copies what the system needs to reach the same registries as the machine around it.
bare_settings() {
  local system=$1 file
  bare_sources >"$bare_cache/sources"
  [[ -s $bare_cache/sources ]] && cp "$bare_cache/sources" "$system/etc/apt/sources.list"
  for file in /etc/apt/apt.conf /etc/apt/apt.conf.d /etc/apt/auth.conf /etc/apt/auth.conf.d \
    /etc/apt/trusted.gpg.d /etc/ssl/certs/ca-certificates.crt /usr/local/share/ca-certificates /etc/resolv.conf /etc/hosts \
    /etc/npmrc /usr/etc/npmrc ~root/.npmrc /etc/pip.conf; do
    [[ -e $file ]] || continue
    mkdir -p "$system$(dirname "$file")"
    cp -aLT --remove-destination "$file" "$system$file"
  done
  # Packages that were loaded once are kept for the next system.
  printf '%s\n' '#clear DPkg::Post-Invoke;' 'APT::Keep-Downloaded-Packages "true";' \
    'Binary::apt-get::APT::Keep-Downloaded-Packages "true";' >"$system/etc/apt/apt.conf.d/zz-keep"
  # Nobody needs this system after a crash.
  echo force-unsafe-io >"$system/etc/dpkg/dpkg.cfg.d/unsafe-io"
}

# bare_make DIRECTORY: makes a system there, with this checkout (as it lies, committed or not) in /magneto.
bare_make() {
  local system=$1
  mkdir -p "$bare_cache/archives/partial"
  (flock 8 && bare_base) 8>"$bare_cache/base.lock" || return
  rm -rf --one-file-system "$system"
  mkdir -p "$system/magneto"
  tar --numeric-owner -xpf "$bare_cache/base.tar" -C "$system" || return
  bare_settings "$system"
  git ls-files -z --cached --others --exclude-standard |
    tar --null --files-from - --ignore-failed-read -cf - 2>/dev/null | tar -xf - -C "$system/magneto"
  bare_do "$system" 'git config --global user.name bare && git config --global user.email bare@localhost &&
    git config --global --add safe.directory /magneto && git init -q && git add -A && git commit -qm checkout'
}

# bare_user DIRECTORY: adds the user `builder`, who may use sudo and owns the checkout.
bare_user() {
  bare_do "$1" 'apt-get update -qq && apt-get install -y -qq --no-install-recommends sudo && useradd -m builder &&
    echo "builder ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/builder &&
    echo "Defaults env_keep += \"http_proxy https_proxy no_proxy\"" >>/etc/sudoers.d/builder &&
    chown -R builder: /magneto'
}

# bare_do DIRECTORY COMMAND [USER]: runs a line of bash in /magneto of the system.
bare_do() {
  local system=$1 command=$2 user=${3:-root} home=/root carried
  [[ $user == root ]] || home=/home/$user
  mapfile -t carried < <(env | grep -E "$bare_variables")
  unshare --mount --pid --fork --kill-child --propagation private bash -euc '
    system=$1 archives=$2
    shift 2
    mount -t proc proc "$system/proc"
    mount --rbind /dev "$system/dev"
    mount --rbind /sys "$system/sys"
    mount --bind "$archives" "$system/var/cache/apt/archives"
    exec chroot "$@"' bash "$system" "$bare_cache/archives" \
    --userspec="$user" "$system" env -i "${carried[@]}" HOME="$home" USER="$user" LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /magneto && $command"
}
