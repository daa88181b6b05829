#!/bin/sh
# How much processor time 10,000 renders of a template of some twenty lines take, beside Scriban alone, which tracks neither trust, secrets nor
# places, in the same process, round by round in turn. Given a commit, the engine of that commit too, built from git and run in
# turn with this one: the last line is this one's time by that one's, below 1 where this one is the faster.
#   benchmarks/templates.sh [COMMIT]
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
out=$home/.build/benchmark/templates
build() {
  dotnet build "$home/benchmarks/templates" --configuration Release --output "$out/$1" --no-incremental --verbosity quiet --nologo \
    -p:RunAnalyzers=false -p:Engine="$2/src/Templating/Templating.csproj" -p:Work="$1"
}
build now "$home"
if [ $# -eq 0 ]; then
  exec dotnet "$out/now/templates.dll"
fi
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
git -C "$home" archive "$1" | tar -x -C "$before"
build before "$before"
for round in 1 2 3 4 5; do
  for which in before now; do
    dotnet "$out/$which/templates.dll" | sed "s/^/$round $which: /"
  done
done | tee "$out/rounds.txt"
median() { awk -v which="$1:" '$2 == which { print $4 }' "$out/rounds.txt" | sort -n | sed -n 3p; }
echo "$(median now) $(median before) $1" | awk '{ printf "10,000 renders: %s ms, at %s %s ms, ratio %.2f\n", $1, $3, $2, $1 / $2 }'
