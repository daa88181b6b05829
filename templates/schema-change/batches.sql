-- Generates one UPDATE for each batch of rows that still need it. The batches hold equally many rows however the keys are spread, and
-- rows that need nothing are in none, so a second run begins where the first stopped.
-- Generated from and run on the same side. Args: schema, table, key (a whole-number column, indexed), set (SQL: what to set), todo
-- (SQL: which rows still need it). Variable: batch_size.
SELECT format('rows %s to %s', min(id), max(id)) AS key,
       format('UPDATE %I.%I SET ', {{ args.schema | sql.literal }}::text, {{ args.table | sql.literal }}::text)
       || {{ args.set | sql.literal }}::text
       || format(' WHERE %I BETWEEN %s AND %s AND (', {{ args.key | sql.literal }}::text, min(id), max(id))
       || {{ args.todo | sql.literal }}::text || ')' AS sql
FROM (
    SELECT {{ args.key | sql.ident }} AS id, (row_number() OVER (ORDER BY {{ args.key | sql.ident }}) - 1) / {{ batch_size }} AS batch
    FROM {{ args.schema | sql.ident }}.{{ args.table | sql.ident }}
    WHERE {{ args.todo | raw }}
) AS numbered
GROUP BY batch
ORDER BY batch
