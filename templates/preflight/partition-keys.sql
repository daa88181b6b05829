-- Which tables are partitioned by the hash of something that hashes differently on another server? An enum's hash is that of its
-- number in the catalog, and so is that of whatever holds one. Each row would come to the same partition as on the source, where the
-- target says that it does not belong. Rows are problems.
-- Side: source. Variable: schemas (empty: all).
WITH RECURSIVE key AS (
    SELECT p.partrelid, k.n, coalesce(quote_ident(a.attname), pg_get_partkeydef(p.partrelid)) AS shown,
           CASE WHEN k.attnum > 0 THEN a.atttypid ELSE o.opcintype END AS type
    FROM pg_partitioned_table AS p
    CROSS JOIN LATERAL unnest(p.partattrs::int2[], p.partclass::oid[]) WITH ORDINALITY AS k (attnum, class, n)
    JOIN pg_opclass AS o ON o.oid = k.class
    LEFT JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = k.attnum AND k.attnum > 0
    WHERE p.partstrat = 'h'
), part AS (
    SELECT partrelid, n, shown, type FROM key
    UNION
    SELECT part.partrelid, part.n, part.shown, inner_type.oid
    FROM part JOIN pg_type AS t ON t.oid = part.type
    CROSS JOIN LATERAL (
        SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL
        SELECT t.typelem WHERE t.typtype = 'b' AND t.typcategory = 'A' AND t.typlen = -1 AND t.typelem <> 0
        UNION ALL
        SELECT r.rngsubtype FROM pg_range AS r WHERE r.rngtypid = t.oid
        UNION ALL
        SELECT a.atttypid FROM pg_attribute AS a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS inner_type (oid)
)
SELECT format('%I.%I', n.nspname, c.relname) AS "table", part.shown AS "partition key", format_type(part.type, NULL) AS "hashed by its number",
       'exclude it from the migration with schemas, or repartition it on the source: by LIST of the values, or by HASH of a column of text or numbers' AS remedy
FROM part
JOIN pg_type AS t ON t.oid = part.type
JOIN pg_class AS c ON c.oid = part.partrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE (t.typtype = 'e' OR t.oid = 'anyenum'::regtype OR t.typname LIKE 'reg%' AND t.typnamespace = 'pg_catalog'::regnamespace)
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner')
  {{~ if (schemas | array.size) > 0 ~}}
  AND n.nspname IN ({{ schemas | sql.list }})
  {{~ end ~}}
ORDER BY 1, 2
