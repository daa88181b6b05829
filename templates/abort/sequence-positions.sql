-- What is the position of every sequence? One value, as JSON, to compare with on the other side. Each sequence is read itself, because
-- pg_sequences shows null both for "never called" and for "not allowed".
-- Side: source. Variable: schemas (empty: all).
WITH sequence AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
           query_to_xml(format('SELECT last_value, is_called FROM %I.%I', n.nspname, c.relname), false, false, '')::text AS state
    FROM pg_sequence AS s
    JOIN pg_class AS c ON c.oid = s.seqrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't'
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
)
SELECT coalesce(jsonb_object_agg(name, jsonb_build_array(substring(state FROM '<last_value>(-?[0-9]+)</last_value>'),
                                                         substring(state FROM '<is_called>(true|false)</is_called>'))), '{}')::text AS positions
FROM sequence
