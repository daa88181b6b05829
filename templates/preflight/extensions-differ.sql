-- Which extensions will have another version on the target? Rows are for reading.
-- Side: target. Param: extensions (JSON, from extensions-used.sql).
SELECT used.name AS extension, used.version AS "on the source", a.default_version AS "on the target"
FROM jsonb_to_recordset(CAST(:extensions AS jsonb)) AS used (name text, version text)
JOIN pg_available_extensions AS a ON a.name = used.name
WHERE coalesce(a.installed_version, a.default_version) <> used.version
ORDER BY 1
