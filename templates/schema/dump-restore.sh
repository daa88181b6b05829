# Copies the schema, without data, from the source to the target.
# Runs on the machine of the runner, with the connections source and target.
# Variables: schemas (empty: all), leave_out_of_schema (patterns over the dump's list of contents).
#
# The archive format and pg_restore, not a script and psql: a script is run by psql, whose commands a hostile source could put
# into it. One transaction: the target has the whole schema or nothing of it. pg_dump must be at least as new as the source; if it
# is 17 or later, the target must be too. The schema planrunner holds the runner's markers: each side has its own, or none.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

pg_dump --dbname=service=source --format=custom --schema-only --lock-wait-timeout=10s \
    --no-owner --no-privileges --no-publications --no-subscriptions --exclude-schema=planrunner \
    {{~ if (schemas | array.size) > 0 ~}}
    --schema=planrunner_sentinel \
    {{~ for schema in schemas ~}}
    --schema={{ schema | sql.ident | sh.quote }} \
    {{~ end ~}}
    {{~ end ~}}
    --file="$work/schema.dump"

pg_restore --list "$work/schema.dump" >"$work/contents"
{{~ for pattern in leave_out_of_schema ~}}
grep -v -e {{ pattern | sh.quote }} "$work/contents" >"$work/kept" || test $? -eq 1
mv "$work/kept" "$work/contents"
{{~ end ~}}

pg_restore --dbname=service=target --no-owner --no-privileges --single-transaction --exit-on-error \
    --use-list="$work/contents" "$work/schema.dump"
