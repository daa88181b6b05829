# Is this machine's pg_dump new enough for the source, and not too new for the target?
# Runs on the machine of planrunner. Params: source, target (version numbers, from server-facts.sql).

version=$(pg_dump --version)
number=$(printf '%s\n' "$version" | sed -e 's/^.*(PostgreSQL) *\([0-9]*\).*$/\1/')
if test "$number" -lt $((source / 10000)); then
    echo "error: the source is version $((source / 10000)), and this machine's pg_dump is older: $version" >&2
    echo "Install the client programs of version $((source / 10000)) and put them first in PATH ($(command -v pg_dump) is the one now)." >&2
    exit 1
fi
if test "$number" -ge 17 && test $((target / 10000)) -lt 17; then
    echo "error: the target is version $((target / 10000)), and what this machine's pg_dump writes needs 17 or later: $version" >&2
    echo "Install the client programs of version $((source / 10000)) to 16 and put them first in PATH ($(command -v pg_dump) is the one now)." >&2
    exit 1
fi
