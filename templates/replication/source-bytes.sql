-- How many bytes are there to copy?
-- Side: source. Variable: publication.
SELECT greatest(coalesce(sum(pg_relation_size(format('%I.%I', schemaname, tablename)::regclass)), 0), 1)::bigint AS bytes
FROM pg_publication_tables
WHERE pubname = {{ publication | sql.literal }}
