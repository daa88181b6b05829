# Copies the schema, without data, from the source to the target, in two sections: "before" the rows are copied, "after" them, or
# tries all of it and keeps nothing ("trial").
# Runs on the machine of planrunner, with the connections source and target. Arg: section.
# Variables: schemas (empty: all), ignored_extensions, leave_out_of_schema (patterns over the dump's list of contents).
#
# "before" is what pg_dump calls pre-data, the indexes that replication finds rows by, and the views and functions that need a
# primary key; "after" is the rest: other indexes, unique constraints, foreign keys, what is NOT VALID, triggers, rules, policies.
# The archive format and pg_restore, not a script and psql: a script is run by psql, whose commands a hostile source could put
# into it. Where it is tried, psql gets it as data. Each section is one transaction: the target has the whole of it or nothing.
# pg_dump must be at least as new as the source; if it is 17 or later, the target must be too. The schema planrunner holds the
# runner's markers: each side has its own, or none.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tab=$(printf '\t')

ask() {
    service=$1
    shift
    psql --no-psqlrc --quiet --no-align --tuples-only --set=ON_ERROR_STOP=1 --dbname="service=$service" "$@"
}
{{~ if args.section == 'trial' ~}}

if test "$(ask target --command="SELECT to_regclass('planrunner_sentinel.sentinel') IS NOT NULL")" = t; then
    echo 'The schema already exists.'
    exit
fi
{{~ end ~}}
{{~ if args.section == 'after' ~}}

if test "$(ask target --command="SELECT to_regclass('planrunner_sentinel.post_data') IS NOT NULL")" = t; then
    echo 'The rest of the schema already exists.'
    exit
fi
{{~ end ~}}

set --
{{~ if (schemas | array.size) > 0 ~}}
# All others are left out, not these alone taken: casts and extensions belong to no schema, and --schema leaves them behind.
ask source --set=named={{ schemas | array.join '\n' | sh.quote }} >"$work/excluded" <<'SQL'
SELECT '--exclude-schema=' || quote_ident(nspname) FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
  AND nspname <> ALL (string_to_array(:'named', E'\n'))
SQL
while IFS= read -r option; do
    set -- "$@" "$option"
done <"$work/excluded"
{{~ end ~}}
pg_dump --dbname=service=source --format=custom --schema-only --lock-wait-timeout=10s \
    --no-owner --no-privileges --no-publications --no-subscriptions --exclude-schema=planrunner \
    "$@" --file="$work/schema.dump"

# What of the list of contents needs to be known is asked by number: names in it are ambiguous.
ignored='{}'
{{~ if (ignored_extensions | array.size) > 0 ~}}
ignored=$(ask target --set=names={{ ignored_extensions | array.join '\n' | sh.quote }} <<'SQL'
SELECT string_to_array(:'names', E'\n')
SQL
)
{{~ end ~}}
there=$(ask target --command="SELECT array_agg(nspname) FROM pg_namespace WHERE nspname !~ '^pg_'")
ask source --field-separator="$tab" --set=ignored="$ignored" --set=there="$there" >"$work/facts" <<'SQL'
-- The indexes by which a change finds its row on the target. A table that is identified by whole rows may use any.
SELECT 'early', CASE WHEN k.oid IS NULL THEN format('1259 %s', i.indexrelid) ELSE format('2606 %s', k.oid) END
FROM pg_class AS c
JOIN pg_index AS i ON i.indrelid = c.oid
LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u')
WHERE i.indisprimary OR c.relkind = 'r' AND (i.indisreplident OR c.relreplident = 'f' AND i.indpred IS NULL AND i.indexprs IS NULL)
UNION ALL
-- Where these need a primary key, pg_dump puts them behind the data.
SELECT 'early', format('1259 %s', oid) FROM pg_class WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'early', format('2618 %s', oid) FROM pg_rewrite WHERE rulename = '_RETURN'
UNION ALL
SELECT 'early', format('1255 %s', oid) FROM pg_proc WHERE oid >= 16384
UNION ALL
SELECT 'out', format('2615 %s', oid) FROM pg_namespace WHERE nspname = ANY (:'there'::text[])
UNION ALL
SELECT 'out', format('3079 %s', oid) FROM pg_extension WHERE extname = ANY (:'ignored'::text[])
UNION ALL
SELECT 'out', format('0 0 COMMENT - SCHEMA %s ', translate(nspname, E'\r\n', '  ')) FROM pg_namespace WHERE nspname = ANY (:'there'::text[])
UNION ALL
SELECT 'out', '0 0 COMMENT - EXTENSION '
SQL

# An entry of the list is "number; class object TYPE schema name owner".
split='
    FILENAME == facts && $1 == "early" { early[$2] = 1; next }
    FILENAME == facts && $2 ~ /^0 0 / { beginnings[$2] = 1; next }
    FILENAME == facts { out[$2] = 1; next }
    /^;/ || /^$/ { next }
    {
        entry = $0
        sub(/^[0-9]+; /, "", entry)
        split(entry, word, " ")
        object = word[1] " " word[2]
        left = object in out
        for (beginning in beginnings)
            left = left || index(entry, beginning) == 1
        if (left)
            print >leftfile
        else if (post && !(object in early))
            print >afterfile
        else
            print >beforefile
    }'
: >"$work/before"
: >"$work/after"
: >"$work/left"
pg_restore --list --section=pre-data "$work/schema.dump" >"$work/pre-data"
pg_restore --list --section=post-data "$work/schema.dump" >"$work/post-data"
for section in pre-data post-data; do
    awk -F"$tab" -v facts="$work/facts" -v post="$(test $section = pre-data || echo 1)" -v beforefile="$work/$section.before" \
        -v afterfile="$work/after" -v leftfile="$work/$section.left" "$split" "$work/facts" "$work/$section"
    touch "$work/$section.before" "$work/$section.left"
    cat "$work/$section.before" >>"$work/before"
    cat "$work/$section.left" >>"$work/left"
done
for list in before after; do
    :
    {{~ for pattern in leave_out_of_schema ~}}
    grep -e {{ pattern | sh.quote }} "$work/$list" >>"$work/left" || test $? -eq 1
    grep -v -e {{ pattern | sh.quote }} "$work/$list" >"$work/kept" || test $? -eq 1
    mv "$work/kept" "$work/$list"
    {{~ end ~}}
done
{{~ if args.section == 'trial' ~}}
sed -e 's/^[0-9]*; [0-9]* [0-9]* /Left out: /' "$work/left"

# In the script each entry begins with a comment that names it. A comment that does not name one of those that come next is text.
cat "$work/before" "$work/after" >"$work/contents"
pg_restore --no-owner --no-privileges --no-tablespaces --use-list="$work/contents" --file="$work/schema.sql" "$work/schema.dump"
awk '
    function field(text) { gsub(/"/, "\"\"", text); return "\"" text "\"" }
    function put() {
        if (type == "")
            gsub(/(^|\n)\\restrict [A-Za-z0-9]+\n/, "\n", body)
        printf "%d,%s,%s,%s,%s\n", ++entries, field(type), field(schema), field(name), field(body)
        body = ""
    }
    FILENAME != script { sub(/^[0-9]+; [0-9]+ [0-9]+ /, ""); contents[++listed] = $0; next }
    before == "--" && /^-- Name: .*; Type: [^;]*; Schema: .*; Owner: / {
        rest = $0
        sub(/^-- Name: /, "", rest)
        sub(/; Owner: [^;]*$/, "", rest)
        at = match(rest, /; Type: [^;]*; Schema: /)
        called = substr(rest, 1, at - 1)
        of = substr(rest, at + RLENGTH)
        kind = substr(rest, at + 8, RLENGTH - 18)
        for (candidate = place + 1; candidate <= listed; candidate++)
            if (index(contents[candidate], kind " " of " " called " ") == 1)
                break
        if (candidate <= listed) {
            put()
            place = candidate
            type = kind
            schema = of
            name = called
        }
    }
    { body = body $0 "\n"; before = $0 }
    END { sub(/\n\\unrestrict [A-Za-z0-9]+\n*$/, "\n", body); put() }' script="$work/schema.sql" "$work/contents" "$work/schema.sql" >"$work/entries.csv"

cd "$work"
patterns=
{{~ if (leave_out_of_schema | array.size) > 0 ~}}
patterns={{ leave_out_of_schema | array.join '\n' | sh.quote }}
{{~ end ~}}
# Each entry in a transaction of its own inside one that is rolled back, so that all that fails is seen at once.
ask target --set=ignored="$ignored" --set=patterns="$patterns" >"$work/failures" <<'SQL'
BEGIN;
CREATE SCHEMA planrunner_trial;
CREATE TABLE planrunner_trial.entry (n integer, type text, schema text, name text, body text);
CREATE TABLE planrunner_trial.failure (n integer, sqlstate text, message text);
\copy planrunner_trial.entry FROM 'entries.csv' (FORMAT csv)
DO $trial$
DECLARE
    entry record;
BEGIN
    FOR entry IN SELECT n, body FROM planrunner_trial.entry ORDER BY n LOOP
        BEGIN
            EXECUTE entry.body;
        EXCEPTION WHEN OTHERS THEN
            INSERT INTO planrunner_trial.failure VALUES (entry.n, SQLSTATE, translate(SQLERRM, E'\r\n', '  '));
        END;
    END LOOP;
END
$trial$;
WITH failed AS (
    SELECT n, type, name, sqlstate, message, n > min(n) OVER () AND sqlstate IN ('3F000', '42P01', '42704', '42883') AS follows,
           CASE WHEN name LIKE type || ' %' THEN name ELSE format('%s %s%s', type, CASE WHEN schema <> '-' THEN schema || '.' END, name) END AS what,
           regexp_replace(format('%s %s %s ', type, schema, name), '([].*^$\\[])', '\\\1', 'g') AS pattern
    FROM planrunner_trial.failure JOIN planrunner_trial.entry USING (n)
), yaml AS (
    SELECT *, '''' || replace(pattern, '''', '''''') || '''' AS quoted FROM failed
), without AS (
    SELECT array_to_string(:'ignored'::text[] || array_agg(name ORDER BY n) FILTER (WHERE type = 'EXTENSION'), ', ') AS extensions,
           array_to_string((SELECT array_agg('''' || replace(p, '''', '''''') || '''') FROM unnest(string_to_array(nullif(:'patterns', ''), E'\n')) AS p)
                           || array_agg(quoted ORDER BY n) FILTER (WHERE type NOT IN ('EXTENSION', 'TABLE')), ', ') AS patterns,
           count(*) FILTER (WHERE type = 'EXTENSION') AS some_extensions, count(*) FILTER (WHERE type NOT IN ('EXTENSION', 'TABLE')) AS some_patterns
    FROM yaml
)
SELECT text FROM (
    SELECT n, format('%s: %s. %s', what, message,
        CASE WHEN sqlstate = '53200' THEN 'Raise max_locks_per_transaction on the target, which restarts it.'
             WHEN type = 'EXTENSION' AND sqlstate = '3F000' THEN format('Make its schema on the target (CREATE SCHEMA), or do without it: ignored_extensions: [%s]', name)
             WHEN type = 'EXTENSION' THEN format('Have a privileged role create it on the target, or leave it out: ignored_extensions: [%s]', name)
             WHEN type = 'TABLE' THEN 'Make what it needs on the target, or change the table on the source.'
             WHEN follows THEN format('If what failed above it stays out, so must this: leave_out_of_schema: [%s]', quoted)
             WHEN sqlstate IN ('3F000', '42P01', '42704', '42883') THEN format('Make on the target what it needs, add its schema to schemas, or leave_out_of_schema: [%s]', quoted)
             ELSE format('Change it on the source, or leave_out_of_schema: [%s]', quoted) END)
    FROM yaml
    UNION ALL
    SELECT 1000000001, 'The variables that do without these:' FROM without WHERE some_extensions + some_patterns > 0
    UNION ALL
    SELECT 1000000002, format('  ignored_extensions: [%s]', extensions) FROM without WHERE some_extensions > 0
    UNION ALL
    SELECT 1000000003, format('  leave_out_of_schema: [%s]', patterns) FROM without WHERE some_patterns > 0
) AS told (n, text)
ORDER BY n;
ROLLBACK;
SQL
grep -e '^[0-9]*; 1259 [0-9]* TABLE ' "$work/left" >"$work/tables" || test $? -eq 1
sed -e 's/^[0-9]*; 1259 [0-9]* \(.*\)$/\1: leave_out_of_schema matches it, but a table that is published must be on the target. Name the schemas to move in schemas, without its own./' \
    "$work/tables" >>"$work/failures"
if test -s "$work/failures"; then
    echo 'error: not every object of the schema can be made on the target:' >&2
    cat "$work/failures" >&2
    exit 1
fi
{{~ else ~}}

pg_restore --dbname=service=target --no-owner --no-privileges --no-tablespaces --single-transaction --exit-on-error \
    --use-list="$work/"{{ args.section | sh.quote }} "$work/schema.dump"
{{~ end ~}}
