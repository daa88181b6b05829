-- The database's encoding, to compare on both sides.
-- Side: either. No variables.
SELECT 'encoding' AS property, pg_encoding_to_char(encoding) AS value
FROM pg_database
WHERE datname = current_database()
