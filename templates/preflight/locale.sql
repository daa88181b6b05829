-- The database's collation and character type, to compare on both sides. Where they differ, text sorts differently.
-- Side: either. No variables.
SELECT property, value
FROM pg_database,
     LATERAL (VALUES ('collation', datcollate), ('character type', datctype)) AS p (property, value)
WHERE datname = current_database()
