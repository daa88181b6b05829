-- Which roles are there to take the place of those of the source, as whom are we here, and whom do default privileges give rights on
-- everything new?
-- Side: target. No variables.
SELECT jsonb_agg(jsonb_build_object('name', rolname, 'super', rolsuper) ORDER BY rolname)::text AS roles, current_user::text AS me,
       coalesce((SELECT jsonb_agg(DISTINCT coalesce(r.rolname, 'PUBLIC'))
                 FROM pg_default_acl AS d, LATERAL aclexplode(d.defaclacl) AS acl LEFT JOIN pg_roles AS r ON r.oid = acl.grantee
                 WHERE acl.grantee <> d.defaclrole), '[]')::text AS given
FROM pg_roles
