-- The extensions of the source, as one JSON text to ask the target about.
-- Side: source. Variable: ignored_extensions.
SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.extname, 'version', e.extversion) ORDER BY e.extname), '[]')::text AS extensions
FROM pg_extension AS e
{{~ if (ignored_extensions | array.size) > 0 ~}}
WHERE e.extname NOT IN ({{ ignored_extensions | sql.list }})
{{~ end ~}}
