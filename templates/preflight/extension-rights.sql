-- Whose rights on objects of extensions were changed? The objects come with the extension on the target, with the rights that it gives.
-- Rows are for doing by hand, after the schema is there.
-- Side: source. Variable: ignored_extensions.
SELECT e.extname::text AS extension, pg_describe_object(member.class, member.oid, 0) AS object, member.acl::text AS rights
FROM (SELECT 'pg_proc'::regclass AS class, oid, proacl AS acl FROM pg_proc WHERE proacl IS NOT NULL
      UNION ALL SELECT 'pg_class'::regclass, oid, relacl FROM pg_class WHERE relacl IS NOT NULL
      UNION ALL SELECT 'pg_type'::regclass, oid, typacl FROM pg_type WHERE typacl IS NOT NULL
      UNION ALL SELECT 'pg_namespace'::regclass, oid, nspacl FROM pg_namespace WHERE nspacl IS NOT NULL) AS member
JOIN pg_depend AS d ON d.classid = member.class AND d.objid = member.oid AND d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
JOIN pg_extension AS e ON e.oid = d.refobjid
WHERE NOT EXISTS (SELECT FROM pg_init_privs AS i WHERE i.classoid = member.class AND i.objoid = member.oid AND i.objsubid = 0
    AND i.initprivs::text[] @> member.acl::text[] AND i.initprivs::text[] <@ member.acl::text[])
{{~ if (ignored_extensions | array.size) > 0 ~}}
  AND e.extname NOT IN ({{ ignored_extensions | sql.list }})
{{~ end ~}}
ORDER BY 1, 2
