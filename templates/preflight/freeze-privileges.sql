-- May this role stop the application's writes, and see whether they stopped? Rows are what it may not.
-- Without pg_read_all_stats the freeze would look complete when it is not: the sessions of others show neither state nor
-- transaction.
-- Side: source. Variables: application_roles, freeze.
WITH me AS (
    SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user
)
SELECT format('cannot make database %I read-only: it belongs to %s', d.datname, d.datdba::regrole) AS problem,
       CASE WHEN (SELECT r.rolsuper FROM pg_roles AS r WHERE r.oid = d.datdba)
            THEN format('ALTER DATABASE %I OWNER TO a role that %I belongs to', d.datname, current_user)
            ELSE format('GRANT %s TO %I', d.datdba::regrole, current_user) END AS remedy
FROM pg_database AS d
WHERE d.datname = current_database() AND NOT pg_has_role(d.datdba, 'USAGE')
{{~ if freeze == 'roles' ~}}
UNION ALL
SELECT 'cannot take LOGIN from a role', format('ALTER ROLE %I CREATEROLE', current_user)
FROM me
WHERE NOT rolsuper AND NOT rolcreaterole
UNION ALL
SELECT format('cannot take LOGIN from %I without its admin option', r.rolname), format('GRANT %I TO %I WITH ADMIN OPTION', r.rolname, current_user)
FROM pg_roles AS r, me
WHERE r.rolname IN ({{ application_roles | sql.list }})
  AND current_setting('server_version_num')::int >= 160000
  AND NOT me.rolsuper AND NOT pg_has_role(r.oid, 'MEMBER WITH ADMIN OPTION')
{{~ end ~}}
UNION ALL
SELECT format('lacks %I', wanted.name), format('GRANT %I TO %I', wanted.name, current_user)
FROM (VALUES ('pg_signal_backend'), ('pg_read_all_stats')) AS wanted (name)
WHERE NOT pg_has_role(wanted.name, 'USAGE')
UNION ALL
SELECT 'default_transaction_read_only is already set on the database, and undoing the freeze would remove it',
       format('ALTER DATABASE %I RESET default_transaction_read_only', current_database())
FROM pg_db_role_setting AS s
WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.setrole = 0
  AND EXISTS (SELECT FROM unnest(s.setconfig) AS c WHERE c LIKE 'default\_transaction\_read\_only=%')
