# Copies the contents of unlogged tables, which replication does not carry. The source must be frozen. Each table is emptied and
# filled in one transaction, so running it twice is the same as once.
# Runs on the machine of the runner, with the connections source and target. Param: tables (from unlogged-tables.sql).

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tab=$(printf '\t')

printf '%s\n' "$tables" >"$work/tables"
while IFS="$tab" read -r name columns; do
    test -n "$name" || continue
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=service=source --command="COPY $name ($columns) TO STDOUT" </dev/null >"$work/rows"
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=service=target --single-transaction \
        --command="TRUNCATE ONLY $name" --command="COPY $name ($columns) FROM STDIN" <"$work/rows"
done <"$work/tables"
