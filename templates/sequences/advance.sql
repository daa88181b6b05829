-- Generates the setval for every sequence, so that the target goes on where the source stopped. Replication does not carry them.
-- It reads each sequence itself (pg_sequences shows null both for "never called" and for "not allowed"), goes the sequence's own
-- way when it descends, keeps "never called", and never moves a target that is further on. A cycling sequence has no "further on":
-- it is set as it is. sequence_headroom, in calls of nextval, skips that many values where there is room for them.
-- Generated from: source. Run on: target. Variables: sequence_headroom, schemas (empty: all).
WITH sequence AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS name, s.seqincrement::numeric AS step, s.seqmin::numeric AS low, s.seqmax::numeric AS high, s.seqcycle AS cycles,
           query_to_xml(format('SELECT last_value, is_called FROM %I.%I', n.nspname, c.relname), false, false, '')::text AS state
    FROM pg_sequence AS s
    JOIN pg_class AS c ON c.oid = s.seqrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't'
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
), stopped AS (
    SELECT *, substring(state FROM '<last_value>(-?[0-9]+)</last_value>')::numeric AS last,
           substring(state FROM '<is_called>(true|false)</is_called>')::boolean AS called
    FROM sequence
), goal AS (
    SELECT *,
           CASE WHEN NOT called OR cycles THEN last
                ELSE last + step * least({{ sequence_headroom }}, greatest(0, trunc((CASE WHEN step > 0 THEN high ELSE low END - last) / step) - 1))
           END AS value
    FROM stopped
), statement AS (
    -- Each statement sets a hundred: it costs a round trip and a line of the state, while nobody can write.
    SELECT name, (row_number() OVER (ORDER BY name) - 1) / 100 AS part,
           format('SELECT pg_catalog.setval(%L::pg_catalog.regclass, %s, %s) FROM %s AS t WHERE %s', name, value, called::text, name,
                  CASE WHEN cycles THEN format('(t.last_value, t.is_called) IS DISTINCT FROM (%L::bigint, %s)', value, called::text)
                       WHEN step > 0 THEN format('(t.last_value, t.is_called) < (%L::bigint, %s)', value, called::text)
                       ELSE format('(- t.last_value::numeric, t.is_called) < (- %L::numeric, %s)', value, called::text)
                  END) AS sql
    FROM goal
)
SELECT CASE WHEN count(*) = 1 THEN min(name) ELSE format('%s to %s', min(name), max(name)) END AS key, string_agg(sql, ' UNION ALL ' ORDER BY name) AS sql
FROM statement
GROUP BY part
ORDER BY part
