-- May this role restore, subscribe, and act as the application? Rows are what it may not.
-- Side: target. Variable: target_application_roles.
SELECT 'cannot create a subscription' AS problem,
       CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_create_subscription')
            THEN format('GRANT pg_create_subscription TO %I', current_user)
            ELSE 'connect as a superuser: before version 16 nobody else can' END AS remedy
WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = current_user AND r.rolsuper)
  AND NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = 'pg_create_subscription' AND pg_has_role(r.oid, 'USAGE'))
UNION ALL
SELECT 'cannot create schemas and subscriptions in this database', format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
WHERE NOT has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT format('cannot act as %I, to prove that it can write', r.rolname), format('GRANT %I TO %I', r.rolname, current_user)
FROM pg_roles AS r
WHERE r.rolname IN ({{ target_application_roles | sql.list }}) AND NOT pg_has_role(r.oid, CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
