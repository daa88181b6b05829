#!/bin/sh
# Prints the folder of every plan that the commits since BASE touch: its plan, its environments, its templates or its SQL. Of a plan
# that they removed too: its folder has no plan.yaml any more.
#   changed-plans.sh BASE [PLANS]     PLANS is the folder that plans are looked for in, the working folder where nothing is said
# Templates outside a plan's folder may be anybody's: a change of one prints every plan. To a plan at the repository's root
# everything belongs that lies in no other plan's folder.
set -eu
base=${1:?usage: changed-plans.sh BASE [PLANS]}
root=${2:-.}
root=${root%/}
# Paths as they are, without quotes around special ones.
changed=$(git -c core.quotePath=false diff --relative --no-renames --name-only --diff-filter=ACDMR "$base...HEAD")
there=$(find "$root" -name plan.yaml -not -path '*/.*' -exec dirname {} \; | sed 's|^\./||')
removed=$(git -c core.quotePath=false diff --relative --no-renames --name-only --diff-filter=D "$base...HEAD" -- "$root" \
  | sed -n -e 's|^plan\.yaml$|.|p' -e 's|/plan\.yaml$||p')
all=$(printf '%s\n%s\n' "$there" "$removed" | sed '/^$/d' | sort -u)

# Everything in no plan's folder but the root's.
outside() {
  rest=$changed
  while IFS= read -r other; do
    [ "$other" = . ] || rest=$(printf '%s\n' "$rest" | awk -v inside="$other/" 'index($0, inside) != 1')
  done <<PLANS
$all
PLANS
  [ -n "$rest" ]
}

printf '%s\n' "$all" | while IFS= read -r plan; do
  [ -n "$plan" ] || continue
  if [ "$plan" = . ]; then
    if outside; then printf '.\n'; fi
  elif printf '%s\n' "$changed" | awk -v inside="$plan/" 'index($0, inside) == 1 || index($0, "templates/") == 1 { found = 1 } END { exit !found }'; then
    printf '%s\n' "$plan"
  fi
done
