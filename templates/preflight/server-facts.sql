-- Which server is this? One row for the record.
-- Side: either. No variables.
SELECT current_database() AS database,
       current_user AS connected_as,
       current_setting('server_version') AS version,
       current_setting('server_version_num') AS version_number,
       pg_size_pretty(pg_database_size(current_database())) AS size
