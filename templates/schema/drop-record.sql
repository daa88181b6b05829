-- Generates what takes away the record of what the restore made, and the schema planrunner where nothing else is in it.
-- Generated from: target. Run on: target. No variables.
SELECT statement.key, statement.sql
FROM (VALUES (1, 'view', 'DROP VIEW IF EXISTS planrunner.restorable'),
             (2, 'record', 'DROP TABLE IF EXISTS planrunner.restored'),
             (3, 'schema', 'DROP SCHEMA IF EXISTS planrunner')) AS statement (phase, key, sql)
WHERE statement.phase < 3 OR NOT EXISTS (
    SELECT FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'planrunner' AND c.relname NOT IN ('restored', 'restored_pkey', 'restorable') AND c.relkind <> 't')
ORDER BY statement.phase
