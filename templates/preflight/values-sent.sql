-- Which kinds of values, whose reading depends on settings of the target, will be sent to it? As one JSON text to ask it about.
-- Side: source. Variable: schemas (empty: all).
WITH RECURSIVE part AS (
    SELECT DISTINCT a.atttypid AS type
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
      AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
    UNION
    SELECT inner_type.oid
    FROM part JOIN pg_type AS t ON t.oid = part.type
    CROSS JOIN LATERAL (
        SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT t.typelem WHERE t.typtype = 'b' AND t.typcategory = 'A' AND t.typelem <> 0
        UNION ALL
        SELECT r.rngsubtype FROM pg_range AS r WHERE r.rngtypid = t.oid
        UNION ALL
        SELECT a.atttypid FROM pg_attribute AS a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS inner_type (oid)
)
SELECT jsonb_build_object(
           'xml', bool_or(type = 'xml'::regtype),
           'arrays', bool_or(EXISTS (SELECT FROM pg_type AS t WHERE t.oid = type AND t.typcategory = 'A')),
           'money', bool_or(type = 'money'::regtype),
           'lc_monetary', (SELECT reset_val FROM pg_settings WHERE name = 'lc_monetary'))::text AS sent
FROM part
