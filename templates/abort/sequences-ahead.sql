-- Which sequences are further on here than on the source? Somebody has written here. Cycling ones tell nothing.
-- Side: target. Variable: sequence_headroom. Param: positions (from sequence-positions.sql on the source).
WITH sequence AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS name, s.seqincrement::numeric AS step,
           query_to_xml(format('SELECT last_value, is_called FROM %I.%I', n.nspname, c.relname), false, false, '')::text AS state
    FROM pg_sequence AS s
    JOIN pg_class AS c ON c.oid = s.seqrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't' AND NOT s.seqcycle
), here AS (
    SELECT name, step, substring(state FROM '<last_value>(-?[0-9]+)</last_value>')::numeric AS last,
           substring(state FROM '<is_called>(true|false)</is_called>')::boolean AS called
    FROM sequence
), there AS (
    SELECT key AS name, (value ->> 0)::numeric AS last, (value ->> 1)::boolean AS called
    FROM jsonb_each(CAST(:positions AS jsonb))
)
SELECT name AS sequence, here.last AS "on the target", there.last AS "on the source"
FROM here JOIN there USING (name)
WHERE here.called AND (NOT there.called OR (here.last - there.last) / step > {{ sequence_headroom }})
ORDER BY name
