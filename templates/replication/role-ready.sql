-- Does the replication role exist, and may it log in and replicate? True or false.
-- Side: source. Variable: replication_role.
SELECT EXISTS (
    SELECT FROM pg_roles AS r
    WHERE r.rolname = {{ replication_role | sql.literal }} AND r.rolcanlogin
      AND (r.rolreplication OR EXISTS (SELECT FROM pg_roles AS g WHERE g.rolname = 'rds_replication' AND pg_has_role(r.oid, g.oid, 'MEMBER')))
) AS ready
