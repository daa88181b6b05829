# Copies the contents of unlogged tables, which replication does not carry. The source must be frozen. All of them are emptied and
# filled in one transaction, so running it twice has the same effect as once. Values pass as text: the runner gives both sessions the same
# settings for it, and both sides have the same encoding, so nothing is converted.
# Runs on the machine of planrunner, with the connections source and target. Params: tables, triggers_off, triggers_on (from
# unlogged-tables.sql).

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tab=$(printf '\t')

printf '%s\n' "$tables" >"$work/tables"
: >"$work/rows"
set -- --command="$triggers_off"
while IFS="$tab" read -r name encoding columns; do
    test -n "$name" || continue
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=service=source \
        --command="COPY $name ($columns) TO STDOUT (ENCODING '$encoding')" </dev/null >>"$work/rows"
    printf '%s\n' '\.' >>"$work/rows"
    emptied="${emptied:+$emptied, }ONLY $name"
    set -- "$@" --command="COPY $name ($columns) FROM STDIN (ENCODING '$encoding')"
done <"$work/tables"
test -n "${emptied:-}" || exit 0

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=service=target --single-transaction \
    --command="TRUNCATE $emptied" "$@" --command="$triggers_on" <"$work/rows"
