-- Does the index exist, and is it valid? One whose concurrent build was interrupted exists, but is invalid. True or false.
-- Side: where the index is. Args: schema, index.
SELECT coalesce((
    SELECT i.indisvalid AND i.indisready
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = {{ args.schema | sql.literal }} AND c.relname = {{ args.index | sql.literal }}
), false) AS valid
