#!/bin/sh
# Validates and dry-runs generated plans of 10,000 and 100,000 steps, and prints seconds for each and how much ten times the steps
# cost (the ratio; 10 is linear). Contacts nothing.
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
command=${1:-$home/planrunner}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make() {
  mkdir -p "$work/$1/environments"
  printf 'environment: here\nconnections:\n  db: { host: 127.0.0.1, database: app, username: app }\n' >"$work/$1/environments/here.yaml"
  awk -v n="$1" 'BEGIN {
    print "plan: many\nversion: 1\nconnections:\n  db: { description: One }\nvariables:\n  schema: { type: string, default: app }\nsteps:"
    for (i = 1; i <= n; i++)
      printf "  - id: step-%d\n    title: Step %d\n    sql: { on: db, text: \"INSERT INTO {{ schema | sql.ident }}.t VALUES (%d)\" }\n", i, i, i
  }' >"$work/$1/plan.yaml"
}
seconds() {
  start=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  echo "$start $end" | awk '{ printf "%.2f", ($2 - $1) / 1e9 }'
}
make 10000
make 100000
"$command" --version >/dev/null
for what in validate dry-run; do
  options=
  [ "$what" = dry-run ] && options='--offline --env here'
  # shellcheck disable=SC2086
  small=$(seconds "$command" "$what" "$work/10000" $options)
  # shellcheck disable=SC2086
  large=$(seconds "$command" "$what" "$work/100000" $options)
  echo "$what: 10,000 steps $small s, 100,000 steps $large s, ratio $(echo "$large $small" | awk '{ printf "%.1f", $1 / $2 }')"
done
