#!/bin/sh
# Makes the page of a dry run of 2,000 steps of which 5 changed, opens it in Chromium several times, and prints the medians of the
# milliseconds from the navigation to the load, and to the first picture after a filter was pressed.
#   benchmarks/page.sh [OPENINGS] [COMMAND]
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
openings=${1:-9}
command=${2:-$home/planrunner}
. "$home/scripts/build.sh"
need_dotnet
"$home/scripts/setup-chromium.sh"
# The tests' package drives the browser here too.
driver=$home/tests/PlanRunner.Tests/bin/Debug/net10.0/.playwright
[ -d "$driver" ] || dotnet build "$home/tests/PlanRunner.Tests" --verbosity quiet >&2
node=$(find "$driver/node" -name node -type f | head -n 1)
for browser in "${PLANRUNNER_CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do
  if browser=$(command -v "$browser"); then break; fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/environments"
printf 'environment: here\nconnections: {}\n' >"$work/environments/here.yaml"
awk 'BEGIN {
  print "plan: many\nversion: 1\nconnections: {}\nsteps:"
  for (i = 0; i < 2000; i++) {
    if (i % 20 == 0) printf "  - id: part-%d\n    steps:\n", i / 20
    printf "      - id: step-%d\n        title: Step %d\n        shell: { run: \": does nothing, %d\" }\n        undo: none\n", i, i, i
  }
}' >"$work/plan.yaml"
echo 'Running 2,000 steps that do nothing …' >&2
(cd "$work" && "$command" apply plan.yaml --env here --yes --quiet >apply.log 2>&1) || { cat "$work/apply.log" >&2; exit 1; }
sed -i -E 's/nothing, (7|407|807|1207|1607)"/nothing new, \1"/' "$work/plan.yaml"
(cd "$work" && "$command" dry-run plan.yaml --env here --output html >page.html 2>dry-run.log) || [ -s "$work/page.html" ] || { cat "$work/dry-run.log" >&2; exit 1; }
"$node" "$home/benchmarks/page.js" "$driver/package" "$browser" "$work/page.html" "$openings"
