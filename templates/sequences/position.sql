-- What is the position of every sequence? To compare on both sides: equal positions give equal next values. On the side that publishes,
-- sequence_headroom is added, as advance.sql adds it. A target that is further on shows as a difference, because then somebody
-- has written there.
-- Side: either. Variables: publication, sequence_headroom, schemas (empty: all).
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
           substring(state FROM '<is_called>(true|false)</is_called>')::boolean AS called,
           CASE WHEN EXISTS (SELECT FROM pg_publication WHERE pubname = {{ publication | sql.literal }}) THEN {{ sequence_headroom }} ELSE 0 END AS headroom
    FROM sequence
)
SELECT name,
       CASE WHEN NOT called OR cycles THEN last
            ELSE last + step * least(headroom, greatest(0, trunc((CASE WHEN step > 0 THEN high ELSE low END - last) / step) - 1))
       END AS position,
       called AS "was called",
       step
FROM stopped
ORDER BY name
