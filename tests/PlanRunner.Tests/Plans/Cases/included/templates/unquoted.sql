-- Writes a value as it is
SELECT {{ table }};
