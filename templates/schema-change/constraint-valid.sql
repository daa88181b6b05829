-- Does the constraint exist, and is it validated for every row? True or false.
-- Side: where the table is. Args: schema, table, constraint.
SELECT coalesce((
    SELECT k.convalidated
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = {{ args.schema | sql.literal }} AND c.relname = {{ args.table | sql.literal }} AND k.conname = {{ args.constraint | sql.literal }}
), false) AS valid
