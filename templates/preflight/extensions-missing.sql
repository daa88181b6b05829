-- Which extensions of the source does the target not offer? Rows are problems.
-- Side: target. Param: extensions (JSON, from extensions-used.sql).
SELECT used.name AS extension, used.version AS "on the source"
FROM jsonb_to_recordset(CAST(:extensions AS jsonb)) AS used (name text, version text)
WHERE NOT EXISTS (SELECT FROM pg_available_extensions AS a WHERE a.name = used.name)
ORDER BY 1
