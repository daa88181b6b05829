-- How big is the source, and how much disk does the target need: half as much again, for growth and bloat during the copy.
-- Side: source. No variables.
SELECT pg_size_pretty(pg_database_size(current_database())) AS source_size,
       pg_size_pretty(pg_database_size(current_database()) * 3 / 2) AS target_disk
