-- Do the limits of the server, the database and the roles let the plan's connections in? Rows are problems.
-- Side: either, through args. Args: role (the one that connects beside the plan's own, or empty), connections (how many it makes).
-- Superusers are let in beyond the limits of a role and a database. The plan itself needs four.
WITH wanted (role, connections) AS (
    SELECT current_user::text, 4
    UNION ALL
    SELECT {{ args.role | sql.literal }}, {{ args.connections }} WHERE {{ args.role | sql.literal }} <> ''
), known AS (
    SELECT wanted.role, wanted.connections, r.rolconnlimit, r.rolsuper,
           (SELECT count(*) FROM pg_stat_activity AS a WHERE a.usesysid = r.oid AND a.pid <> pg_backend_pid()) AS used
    FROM wanted JOIN pg_roles AS r ON r.rolname = wanted.role
), here AS (
    SELECT d.datname, d.datconnlimit, (SELECT count(*) FROM pg_stat_activity AS a WHERE a.datid = d.oid AND a.pid <> pg_backend_pid()) AS used
    FROM pg_database AS d WHERE d.datname = current_database()
), server AS (
    SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int AS allowed,
           (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS used
)
SELECT format('role %I may make %s connections and has %s; the plan needs %s more', role, rolconnlimit, used, connections) AS problem,
       format('ALTER ROLE %I CONNECTION LIMIT %s', role, used + connections) AS remedy
FROM known
WHERE NOT rolsuper AND rolconnlimit >= 0 AND rolconnlimit < used + connections
UNION ALL
SELECT format('database %I admits %s connections and has %s; the plan needs %s more', datname, datconnlimit, used, needed),
       format('ALTER DATABASE %I CONNECTION LIMIT %s', datname, used + needed)
FROM here, (SELECT sum(connections) AS needed FROM wanted) AS n
WHERE datconnlimit >= 0 AND datconnlimit < used + needed AND NOT (SELECT bool_and(rolsuper) FROM known)
UNION ALL
SELECT format('the server admits %s connections and has %s; the plan needs %s more', allowed, used, 4), 'raise max_connections, or end sessions that nobody needs'
FROM server
WHERE allowed < used + 4
