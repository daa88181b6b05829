#!/bin/sh
# Prints the folder of every plan that the commits since BASE touch: its plan, its environments, its templates or its SQL.
#   changed-plans.sh BASE [PLANS]     PLANS is the folder that plans are looked for in, the working folder where nothing is said
# Templates outside of a plan's folder may be anybody's: a change of one prints every plan.
set -eu
base=${1:?usage: changed-plans.sh BASE [PLANS]}
root=${2:-.}
changed=$(git diff --name-only --diff-filter=ACDMR "$base...HEAD")
all=$(find "$root" -name plan.yaml -not -path '*/.*' -exec dirname {} \; | sed 's|^\./||' | sort)
for plan in $all; do
  if printf '%s\n' "$changed" | grep -q -e "^$plan/" -e '^templates/'; then
    printf '%s\n' "$plan"
  fi
done
