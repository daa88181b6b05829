-- Are there large objects? Logical replication does not carry them. Rows are problems.
-- Side: source. No variables.
SELECT format('%s large objects', count(*)) AS problem
FROM pg_largeobject_metadata
HAVING count(*) > 0
