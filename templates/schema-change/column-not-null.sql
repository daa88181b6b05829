-- Does the column exist, and is it declared NOT NULL? True or false.
-- Side: where the table is. Args: schema, table, column.
SELECT coalesce((
    SELECT a.attnotnull
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = {{ args.schema | sql.literal }} AND c.relname = {{ args.table | sql.literal }} AND a.attname = {{ args.column | sql.literal }} AND NOT a.attisdropped
), false) AS declared
