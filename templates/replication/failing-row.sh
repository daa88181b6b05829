# What do the subscription's workers fail with? The target writes that into its log, which not everybody may read, so their work is
# done once more in transactions that are rolled back: the copy of each table that is not copied yet, into a twin of it, or else the
# changes that come next. What it finds it says on standard error, and then ends with 1.
# Runs on the machine of planrunner, with the connections source and target; it keeps nothing on either. On the source it needs a free
# replication slot for a moment, and test_decoding. Variables: subscription, slot.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
tab=$(printf '\t')
found=0
subscription={{ subscription | sql.literal | sh.quote }}
slot={{ slot | sql.literal | sh.quote }}
PGOPTIONS="${PGOPTIONS:-} -c statement_timeout=120000 -c lock_timeout=5000"
export PGOPTIONS

run() {
    service=$1
    shift
    psql --no-psqlrc --quiet --no-align --tuples-only --field-separator="$tab" --set=ON_ERROR_STOP=1 --dbname="service=$service" "$@"
}

# Table, and the error with its key and line, from what psql said.
tell() {
    found=1
    printf '%s: %s\n' "$1" "$(sed -n 's/^.*ERROR:  //p' "$work/said")" >&2
    sed -n -e 's/^DETAIL:  /  /p' -e 's/^CONTEXT:  \(COPY .*\)$/  \1/p' "$work/said" >&2
    case $(cat "$work/said") in
        *'violates unique constraint'*) remedy="on the target DELETE FROM $1 the row with this key, which the source did not send" ;;
        *'violates check constraint'* | *'violates not-null constraint'*) remedy="fix that row on the source, or drop the constraint on the target" ;;
        *'row-level security'*) remedy="on the target ALTER TABLE $1 NO FORCE ROW LEVEL SECURITY until the cutover" ;;
        *'does not exist'*) remedy="create what is missing on the target as on the source; if a function cannot find it: ALTER FUNCTION … SET search_path = …" ;;
        *) remedy="fix that on the target, or the row on the source" ;;
    esac
    printf '  remedy: %s; then apply again\n' "$remedy" >&2
}

run target --command="
    SELECT format('%I.%I', n.nspname, c.relname), format('%I', c.relname), row_security_active(c.oid)
    FROM pg_subscription_rel AS r JOIN pg_subscription AS s ON s.oid = r.srsubid JOIN pg_class AS c ON c.oid = r.srrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE s.subname = $subscription AND r.srsubstate NOT IN ('r', 's') ORDER BY 1 LIMIT 5" </dev/null >"$work/tables"

while IFS="$tab" read -r table name secured; do
    if test "$secured" = t; then
        echo 'ERROR:  cannot replicate into relation with row-level security enabled' >"$work/said"
        tell "$table"
        continue
    fi
    columns="SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = to_regclass(\$\$$table\$\$) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"
    sent=$(run source --command="$columns" </dev/null)
    there=$(run target --command="$columns" </dev/null)
    # The error comes from the target, whose psql ends first; what the source's then says does not count.
    { run source --command="COPY (SELECT $sent FROM ONLY $table) TO STDOUT" </dev/null 2>/dev/null || true; } |
        run target --command=BEGIN --command="CREATE TEMPORARY TABLE $name (LIKE $table INCLUDING ALL)" \
            --command="INSERT INTO pg_temp.$name ($there) OVERRIDING SYSTEM VALUE SELECT $there FROM ONLY $table" \
            --command="COPY pg_temp.$name ($sent) FROM STDIN" --command=ROLLBACK >"$work/said" 2>&1 || tell "$table"
done <"$work/tables"
test -s "$work/tables" && exit "$found"

# All are copied: the changes that come next, from a copy of the slot that is gone with its session. A row that already exists exactly
# as it was sent is no conflict: it arrived before.
cat >"$work/replay.sql" <<'SQL'
DO $replay$
DECLARE
    change record;
    target regclass;
    names text[];
    items text[];
    same boolean;
    said text;
    more text;
BEGIN
    BEGIN
        SET LOCAL session_replication_role = replica;
    EXCEPTION WHEN insufficient_privilege THEN
        -- Then triggers and foreign keys have their say too.
    END;
    FOR change IN
        SELECT m[1] AS name, m[2] AS kind, regexp_replace(m[3], '^.*new-tuple: ', '') AS rest
        FROM pg_temp.planrunner_change AS c CROSS JOIN LATERAL regexp_match(c.data, '^table (.+?): (INSERT|UPDATE): (.*)$') AS m
        ORDER BY c.n
    LOOP
        target := to_regclass(change.name);
        CONTINUE WHEN target IS NULL;
        SELECT array_agg(v[1] ORDER BY at), array_agg(v[2] ORDER BY at) INTO names, items
        FROM regexp_matches(change.rest, '("(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)\[(?:[^][]|\[\])+\]:(B?''(?:[^'']|'''')*''|[^ ]+)', 'g') WITH ORDINALITY AS r (v, at)
        WHERE v[2] <> 'unchanged-toast-datum'
          AND NOT EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = target AND quote_ident(a.attname) = v[1] AND a.attgenerated <> '');
        BEGIN
            IF change.kind = 'INSERT' THEN
                EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', target, array_to_string(names, ', '), array_to_string(items, ', '));
            ELSE
                EXECUTE (
                    SELECT format('UPDATE %s SET %s WHERE %s', target, (SELECT string_agg(n || ' = ' || i, ', ') FROM unnest(names, items) AS u (n, i)),
                                  string_agg(u.n || ' = ' || u.i, ' AND '))
                    FROM pg_index AS x JOIN pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey)
                    JOIN unnest(names, items) AS u (n, i) ON u.n = quote_ident(a.attname)
                    WHERE x.indrelid = target AND x.indisprimary
                    HAVING count(*) > 0);
            END IF;
        EXCEPTION
            WHEN null_value_not_allowed THEN
                -- An UPDATE of a table without a primary key.
            WHEN OTHERS THEN
                GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, more = PG_EXCEPTION_DETAIL;
                same := false;
                BEGIN
                    EXECUTE (SELECT format('SELECT EXISTS (SELECT FROM ONLY %s AS t WHERE %s)', target,
                                           string_agg(CASE i WHEN 'null' THEN format('t.%s IS NULL', n) ELSE format('t.%s = %s', n, i) END, ' AND '))
                             FROM unnest(names, items) AS u (n, i)) INTO same;
                EXCEPTION WHEN OTHERS THEN
                    -- With a column that cannot be compared it is not the same for all that is known.
                END;
                IF NOT same THEN
                    RAISE EXCEPTION USING MESSAGE = said, DETAIL = concat_ws(E'\nDETAIL:  ', nullif(more, ''), change.kind || ' ' || left(change.rest, 500)), HINT = change.name;
                END IF;
        END;
    END LOOP;
END
$replay$
SQL
run source --command="SELECT FROM pg_copy_logical_replication_slot($slot, 'planrunner_look', true, 'test_decoding')" \
    --command="COPY (SELECT data FROM pg_logical_slot_peek_changes('planrunner_look', NULL, 1000, 'include-xids', '0', 'skip-empty-xacts', '1')) TO STDOUT" \
    </dev/null >"$work/changes" 2>"$work/said" || { sed -n 's/^.*ERROR:  /the next changes cannot be read: /p' "$work/said" >&2; exit 1; }
run target --command=BEGIN --command="CREATE TEMPORARY TABLE planrunner_change (n bigint GENERATED ALWAYS AS IDENTITY, data text)" \
    --command="COPY pg_temp.planrunner_change (data) FROM STDIN" --file="$work/replay.sql" --command=ROLLBACK <"$work/changes" >"$work/said" 2>&1 ||
    tell "$(sed -n 's/^HINT:  //p' "$work/said")"
exit "$found"
