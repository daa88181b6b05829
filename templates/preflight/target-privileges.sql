-- May this role restore, subscribe, and act as the application? Rows are what it may not.
-- Side: target (16 or later). Variable: target_application_roles.
SELECT 'cannot create a subscription' AS problem, format('GRANT pg_create_subscription TO %I', current_user) AS remedy
WHERE NOT pg_has_role('pg_create_subscription', 'USAGE')
UNION ALL
SELECT 'cannot create schemas and subscriptions in this database', format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
WHERE NOT has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT format('cannot act as %I, to prove that it can write', r.rolname), format('GRANT %I TO %I', r.rolname, current_user)
FROM pg_roles AS r
WHERE r.rolname IN ({{ target_application_roles | sql.list }}) AND NOT pg_has_role(r.oid, 'SET')
