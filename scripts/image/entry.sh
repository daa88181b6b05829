#!/bin/sh
# Makes a cluster on the first start, as the official image of Postgres does, and runs the server: honours POSTGRES_USER,
# POSTGRES_PASSWORD, POSTGRES_DB, PGPORT, the scripts in /docker-entrypoint-initdb.d and the server's arguments.
set -eu
if [ "${1:-}" != postgres ]; then exec "$@"; fi
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --clear-groups -- "$0" "$@"
fi
export HOME=/var/lib/postgresql
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  umask 077
  printf '%s\n' "$POSTGRES_PASSWORD" >/tmp/password
  initdb --username="$user" --pwfile=/tmp/password --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 --no-sync
  rm /tmp/password
  printf 'host all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
  pg_ctl start -w -s -D "$PGDATA" -l "$PGDATA/first.log" -o "-c listen_addresses='' -c unix_socket_directories=/tmp"
  if [ "$database" != postgres ]; then
    psql --host=/tmp --username="$user" --dbname=postgres --no-psqlrc --quiet --set=name="$database" <<'SQL'
CREATE DATABASE :"name";
SQL
  fi
  for script in /docker-entrypoint-initdb.d/*.sh; do
    if [ -f "$script" ]; then . "$script"; fi
  done
  pg_ctl stop -w -s -m fast -D "$PGDATA"
fi
exec "$@" -c unix_socket_directories=/tmp
