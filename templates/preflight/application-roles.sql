-- Are the application's roles here, able to log in, and no superusers (nothing stops a superuser's writes)? Rows are problems.
-- Side: either, through args. Arg: roles.
SELECT format('there is no role %I', wanted.name) AS problem
FROM unnest(ARRAY[{{ args.roles | sql.list }}]::text[]) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = wanted.name)
UNION ALL
SELECT format('role %I cannot log in', r.rolname)
FROM pg_roles AS r
WHERE r.rolname IN ({{ args.roles | sql.list }}) AND NOT r.rolcanlogin
UNION ALL
SELECT format('role %I is a superuser, which a freeze does not stop', r.rolname)
FROM pg_roles AS r
WHERE r.rolname IN ({{ args.roles | sql.list }}) AND r.rolsuper
UNION ALL
SELECT format('role %I is the one this plan connects as', r.rolname)
FROM pg_roles AS r
WHERE r.rolname IN ({{ args.roles | sql.list }}) AND r.rolname = current_user
