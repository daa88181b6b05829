-- Tries on the source what the target will evaluate for each row that it is sent: generated columns, CHECK constraints, checks of
-- domains, indexes' expressions and conditions, partition keys. Like there it is done with an empty search_path, and read-only. What
-- fails, or reads tables whose rows may not be there yet, is listed in the error, each with what to type.
-- Each is tried on the first thousand rows of its table, or on a row of nulls where the table is empty. The code that a trial does
-- not come to is not tried. What this role may not call or read is skipped, with a notice.
-- Side: source, in a transaction that is rolled back. Variables: schemas (empty: all), copy_unlogged.
{{~ capture body ~}}
DECLARE
    usual text := (SELECT regexp_replace(reset_val, '"\$user",?\s*', '') FROM pg_settings WHERE name = 'search_path');
    wrong text[] := '{}';
    trial record;
    state text;
    said text;
    place text;
    filled boolean;
    remedy text;
    locks CONSTANT text := $query$
        SELECT string_agg(DISTINCT format('%I.%I', n.nspname, c.relname), ', ')
        FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.oid <> $1
        $query$;
BEGIN
    PERFORM set_config('transaction_read_only', 'on', true), set_config('search_path', '', true);
    FOR trial IN
        WITH scope AS (
            SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.relpersistence IN ('p'{{ if copy_unlogged }}, 'u'{{ end }})
              AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
              {{~ if (schemas | array.size) > 0 ~}}
              AND n.nspname IN ({{ schemas | sql.list }})
              {{~ end ~}}
              AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        ), expression AS (
            SELECT scope.oid, scope.name, format('generated column %I', a.attname) AS what, pg_get_expr(d.adbin, d.adrelid) AS text, false AS loose,
                   'pg_attrdef'::regclass AS class, d.oid AS object
            FROM scope JOIN pg_attribute AS a ON a.attrelid = scope.oid AND a.attgenerated = 's' AND NOT a.attisdropped
            JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            UNION ALL
            SELECT scope.oid, scope.name, format('constraint %I', k.conname), pg_get_expr(k.conbin, k.conrelid), k.convalidated, 'pg_constraint'::regclass, k.oid
            FROM scope JOIN pg_constraint AS k ON k.conrelid = scope.oid AND k.contype = 'c'
            UNION ALL
            SELECT scope.oid, scope.name, format('index %s', i.indexrelid::regclass), concat_ws(', ', pg_get_expr(i.indexprs, i.indrelid), pg_get_expr(i.indpred, i.indrelid)),
                   false, 'pg_class'::regclass, i.indexrelid
            FROM scope JOIN pg_index AS i ON i.indrelid = scope.oid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)
            UNION ALL
            SELECT scope.oid, scope.name, format('partition key of %s', p.partrelid::regclass), pg_get_expr(p.partexprs, p.partrelid), false, 'pg_class'::regclass, p.partrelid
            FROM scope CROSS JOIN LATERAL pg_partition_ancestors(scope.oid) AS above JOIN pg_partitioned_table AS p ON p.partrelid = above AND p.partexprs IS NOT NULL
            UNION ALL
            SELECT scope.oid, scope.name, format('column %I of type %s', a.attname, format_type(a.atttypid, a.atttypmod)),
                   format('%I::pg_catalog.text::%s', a.attname, format_type(a.atttypid, a.atttypmod)), false, 'pg_type'::regclass, a.atttypid
            FROM scope JOIN pg_attribute AS a ON a.attrelid = scope.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            JOIN pg_type AS t ON t.oid = a.atttypid AND t.typtype <> 'e' AND t.typnamespace <> 'pg_catalog'::regnamespace
        )
        SELECT expression.*,
               format('SELECT ROW(%s) FROM ((SELECT) AS planrunner_one LEFT JOIN ONLY %s ON true) LIMIT 1000', text, name) AS query,
               (SELECT string_agg(DISTINCT format('ALTER FUNCTION %s SET search_path = %s', d.refobjid::regprocedure, usual), '; ')
                FROM pg_depend AS d JOIN pg_proc AS f ON f.oid = d.refobjid AND f.pronamespace <> 'pg_catalog'::regnamespace
                WHERE d.classid = class AND d.objid = object AND d.refclassid = 'pg_proc'::regclass) AS functions
        FROM expression
        ORDER BY name, what
    LOOP
        BEGIN
            EXECUTE trial.query;
            EXECUTE locks INTO said USING trial.oid;
            -- What this took locks on is let go of, so that the next trial shows its own.
            RAISE EXCEPTION USING ERRCODE = 'PLR00', MESSAGE = coalesce(said, '');
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = MESSAGE_TEXT, place = PG_EXCEPTION_CONTEXT;
        END;
        IF state = 'PLR00' THEN
            -- A constraint that is NOT VALID comes after the rows.
            CONTINUE WHEN said = '' OR trial.what LIKE 'constraint %' AND NOT trial.loose;
            wrong := wrong || format(E'%s, %s: it reads %s, whose rows may come later than the row that is tried\n  %s', trial.name, trial.what, said,
                CASE WHEN trial.loose THEN format('drop the constraint, and add it again as NOT VALID: it is then restored after the rows')
                     ELSE 'make it not read tables: keep the value in a plain column, by a trigger' END);
            CONTINUE;
        ELSIF state = '42501' THEN
            RAISE NOTICE '% of %: not tried, %', trial.what, trial.name, said;
            CONTINUE;
        END IF;
        -- Is it the search_path? The function that failed is the innermost one of ours, or else what the expression calls.
        filled := NULL;
        remedy := 'it fails on the source too: fix it there, or drop it until the migration is over';
        BEGIN
            PERFORM set_config('search_path', usual, true);
            EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s)', trial.name) INTO filled;
            EXECUTE trial.query;
            place := substring(place FROM 'function ([^\n]+?\)) line \d+');
            remedy := CASE WHEN place IS NOT NULL THEN format('ALTER FUNCTION %s SET search_path = %s', place, usual)
                           ELSE coalesce(trial.functions, 'write the names in it with their schemas') END;
            RAISE EXCEPTION USING ERRCODE = 'PLR00';
        EXCEPTION WHEN OTHERS THEN
            -- It leaves no locks either.
        END;
        -- A row of nulls is not one of theirs: only what cannot be found counts there.
        CONTINUE WHEN filled IS NOT TRUE AND state !~ '^(42|3F)';
        PERFORM set_config('search_path', '', true);
        wrong := wrong || format(E'%s, %s: %s\n  %s', trial.name, trial.what, said, remedy);
    END LOOP;
    IF cardinality(wrong) > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'PLR01',
            MESSAGE = format('%s of the things that the target evaluates for each row would stop the copy', cardinality(wrong)),
            DETAIL = array_to_string(wrong, E'\n');
    END IF;
END
{{~ end ~}}
DO {{ body | sql.literal }}
