-- Do the schemas to move exist? A missing one would be skipped silently. Rows are problems.
-- Side: source. Variable: schemas (empty: all).
SELECT format('there is no schema %I', wanted.name) AS problem
FROM unnest(ARRAY[{{ if (schemas | array.size) > 0 }}{{ schemas | sql.list }}{{ end }}]::text[]) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_namespace AS n WHERE n.nspname = wanted.name)
ORDER BY 1
