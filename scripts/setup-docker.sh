#!/bin/sh
# Sees to it that a Docker engine answers, and that it has the images of Postgres that the tests start.
#   scripts/setup-docker.sh up FILE    writes into FILE what the tests need in their environment; where there can be no engine, fails
#                                      and writes why
#   scripts/setup-docker.sh down       stops the engine again, where this script had started it, and removes what the tests left
# An engine that answers already is used, and not stopped. Otherwise, as root on Debian, the distribution's is installed and started
# in a folder of its own.
# The images are made of the Postgres servers of this machine, named planrunner-test/postgres:MAJOR: no registry is asked. Where the
# machine's programs cannot run in a container (macOS) the tests start the official ones.
set -eu
. "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/install.sh"
scripts=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

prefix=planrunner-test
home=${PLANRUNNER_DOCKER_HOME:-/var/cache/planrunner/docker}
socket=$home/docker.sock
own="unix://$socket"

answers() { docker version --format '{{.Server.APIVersion}}' 2>/dev/null; }

why() { say "no container tests: $*"; exit 1; }

start_engine() {
  is_root || why "no Docker engine answers, and starting one needs root"
  if ! command -v dockerd >/dev/null 2>&1; then
    command -v apt-get >/dev/null 2>&1 || why "no Docker engine answers, and none could be installed"
    say 'Installing docker.io with the package manager …'
    mkdir -p "$home"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io iptables) >"$home/install.log" 2>&1 \
      || why "docker.io could not be installed: $(tail -n 1 "$home/install.log")"
    # The package starts an engine where it can; it may be the one that answers now.
    unset DOCKER_HOST
    if [ -n "$(answers)" ]; then return 0; fi
  fi
  export DOCKER_HOST="$own"
  if [ -n "$(answers)" ]; then return 0; fi
  mkdir -p "$home/data" "$home/exec"
  # vfs works on every file system, also where this machine is itself a container.
  setsid nohup dockerd --storage-driver=vfs --data-root "$home/data" --exec-root "$home/exec" --host "$own" --pidfile "$home/pid" \
    >"$home/log" 2>&1 </dev/null &
  engine=$!
  tries=0
  until [ -n "$(answers)" ]; do
    tries=$((tries + 1))
    if ! kill -0 "$engine" 2>/dev/null || [ "$tries" -ge 120 ]; then
      why "the Docker engine did not start: $(grep -v level=info "$home/log" | tail -n 1)"
    fi
    sleep 0.25
  done
}

# A file with the libraries that it needs, at their own places below $root.
add_program() {
  for file in "$@"; do
    case $file in /*) path=$file ;; *) path=$(command -v "$file") ;; esac
    mkdir -p "$root$(dirname "$path")"
    cp -L "$path" "$root$path"
    ldd "$path" 2>/dev/null | sed -n -e 's/.*=> \(\/[^ ]*\) .*/\1/p' -e 's/^[[:space:]]*\(\/[^ ]*\) .*/\1/p' | while read -r library; do
      if [ ! -e "$root$library" ]; then
        mkdir -p "$root$(dirname "$library")"
        cp -L "$library" "$root$library"
      fi
    done
  done
}

# What every image has: a shell, some small programs, a user, time zones.
make_base() {
  chmod 755 "$root"
  mkdir -p "$root/bin" "$root/usr/bin" "$root/etc" "$root/tmp" "$root/run" "$root/var/lib/postgresql" "$root/docker-entrypoint-initdb.d" \
    "$root/usr/share" "$root/usr/lib/locale" "$root/usr/local/bin"
  chmod 1777 "$root/tmp"
  for program in sh bash cat chmod chown cp cut dirname env false grep head id ldd ln ls mkdir mv readlink rm sed setpriv sleep sort tail tar test tr true uname; do
    add_program "$(command -v "$program" | grep / || echo "/usr/bin/$program")"
  done
  if [ -e "$root/usr/bin/sh" ] && [ ! -e "$root/bin/sh" ]; then ln -s /usr/bin/sh "$root/bin/sh"; fi
  if [ -e "$root/usr/bin/bash" ] && [ ! -e "$root/bin/bash" ]; then ln -s /usr/bin/bash "$root/bin/bash"; fi
  printf 'root:x:0:0:root:/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\npostgres:x:999:\n' >"$root/etc/group"
  cp -R /usr/share/zoneinfo "$root/usr/share/zoneinfo" 2>/dev/null || true
  cp -R /usr/lib/locale/C.* "$root/usr/lib/locale/" 2>/dev/null || true
  cp "$scripts/image/entry.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  chmod 755 "$root/usr/local/bin/docker-entrypoint.sh"
}

# $1: the folder of the server's programs; $2: its major; $3: the folder of the client programs.
make_image() {
  bin=$1
  major=$2
  clients=$3
  # The same programs and the same script make the same image.
  mark=$( (stat -c '%n %s %Y' "$bin/postgres" "$clients/psql"; cat "$scripts/image/entry.sh" "$0") | sha256sum | cut -c 1-32)
  name=$prefix/postgres:$major
  if [ "$(docker image inspect --format '{{index .Config.Labels "planrunner.made-of"}}' "$name" 2>/dev/null)" = "$mark" ]; then return 0; fi
  root=$(mktemp -d)
  make_base
  for program in "$bin"/*; do add_program "$program"; done
  for library in "$(dirname "$bin")"/lib/*.so; do add_program "$library"; done
  tree=$(dirname "$bin")
  mkdir -p "$root$tree"
  cp -R "$tree/lib" "$root$tree/"
  if [ -d "$tree/share" ]; then cp -R "$tree/share" "$root$tree/"; else
    mkdir -p "$root/usr/share/postgresql"
    cp -R "/usr/share/postgresql/$major" "$root/usr/share/postgresql/"
  fi
  # The packaged servers of later majors come without clients.
  for client in psql pg_dump pg_restore pg_isready; do
    if [ ! -e "$root$bin/$client" ]; then add_program "$clients/$client"; fi
  done
  path=$bin
  if [ "$clients" != "$bin" ]; then path=$bin:$clients; fi
  tar -C "$root" -c . | docker import \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' --change 'ENV PGDATA=/var/lib/postgresql/data' \
    --change "ENV PATH=$path:/usr/local/bin:/usr/bin:/bin" --change "ENV PG_MAJOR=$major" \
    --change "LABEL planrunner.made-of=$mark" \
    --message 'made by scripts/setup-docker.sh of the programs of a machine; not the official image' - "$name" >/dev/null
  rm -rf "$root"
}

make_images() {
  clients=
  seen=' '
  for bin in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /var/cache/planrunner/postgres/*/native/bin "${XDG_CACHE_HOME:-$HOME/.cache}"/planrunner/postgres/*/native/bin; do
    if [ ! -x "$bin/postgres" ] || [ ! -x "$bin/initdb" ]; then continue; fi
    if [ -z "$clients" ] && [ -x "$bin/psql" ]; then clients=$bin; fi
    if [ -z "$clients" ]; then continue; fi
    major=$("$bin/postgres" --version | sed -n 's/.*) \([0-9]*\).*/\1/p')
    case $seen in *" $major "*) continue ;; esac
    seen="$seen$major "
    make_image "$bin" "$major" "$clients"
  done
  [ "$seen" != ' ' ] || why 'there is no Postgres of which an image could be made'
}

up() {
  command -v docker >/dev/null 2>&1 && version=$(answers) || version=
  if [ -z "$version" ]; then start_engine; fi
  version=$(answers)
  {
    if [ -n "${DOCKER_HOST:-}" ]; then echo "export DOCKER_HOST='$DOCKER_HOST'"; fi
    echo "export DOCKER_API_VERSION='$version'"
    if [ "$(uname -s)" = Linux ]; then echo "export TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX='$prefix'"; fi
  } >"$1.new"
  if [ "$(uname -s)" = Linux ]; then make_images; fi
  mv "$1.new" "$1"
}

down() {
  if [ ! -e "$home/pid" ] || ! kill -0 "$(cat "$home/pid")" 2>/dev/null; then return 0; fi
  engine=$(cat "$home/pid")
  left=$(docker --host "$own" ps --all --quiet 2>/dev/null || true)
  # shellcheck disable=SC2086 # One word a container.
  if [ -n "$left" ]; then docker --host "$own" rm --force --volumes $left >/dev/null 2>&1 || true; fi
  kill "$engine"
  while kill -0 "$engine" 2>/dev/null; do sleep 0.1; done
}

case ${1:-} in
  up) up "$2" ;;
  down) down ;;
  *) sed -n '2,7s/^# //p' "$0" >&2; exit 64 ;;
esac
