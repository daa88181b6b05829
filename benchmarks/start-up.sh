#!/bin/sh
# How long `validate` of the flagship plan takes from a cold process (what scripts/publish.sh makes), beside `sqitch --version` on the same
# machine in the same run: a peer that does nothing but start. Prints hyperfine's table; the last line is the ratio of the medians.
# Needs hyperfine and sqitch: apt-get install hyperfine sqitch
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
for tool in hyperfine sqitch jq; do
  command -v "$tool" >/dev/null || { echo "$tool is needed: apt-get install hyperfine sqitch jq" >&2; exit 1; }
done
out=$home/.build/benchmark
mkdir -p "$out"
"$home/scripts/publish.sh" "$out/bin"
hyperfine --warmup 3 --runs 30 --export-json "$out/start-up.json" \
  --command-name planrunner "$out/bin/planrunner validate $home/plans/examples/aurora-to-planetscale" \
  --command-name sqitch 'sqitch --version'
jq -r '.results | "validate median \(.[0].median * 1000 | round) ms, sqitch --version median \(.[1].median * 1000 | round) ms, ratio \(.[0].median / .[1].median * 100 | round / 100)"' "$out/start-up.json"
