-- Is the index there, and whole? One that was cut off while it was built concurrently is there, but invalid. True or false.
-- Side: where the index is. Args: schema, index.
SELECT coalesce((
    SELECT i.indisvalid AND i.indisready
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = {{ args.schema | sql.literal }} AND c.relname = {{ args.index | sql.literal }}
), false) AS valid
