-- Generates what makes the rights of the source those of the target: who owns what, what PUBLIC has lost, what everybody was granted, whom
-- policies are for, and the default privileges. The dump leaves all of it out, because the target's roles differ. What the target had
-- before the restore is for grants-there.sql.
-- Generated from: source. Run on: target. Variable: schemas (empty: all).
-- Arg: part. all: before the rows come. again: after the rest of the schema has come, with what was revoked since, whom policies are for
-- and who owns statistics, without the owners of relations and schemas, whose change takes a lock. take and give: only those rights that
-- an owner has revoked from itself, without which it could not apply what is replicated.
-- Params: roles (from role-places.sql), me, given (from preflight/target-roles.sql).
WITH place AS (
    SELECT r.oid, p.target, p.named
    FROM jsonb_to_recordset(CAST(:roles AS jsonb)) AS p (source text, target text, named boolean) JOIN pg_roles AS r ON r.rolname = p.source
), given AS (
    SELECT CASE g.name WHEN 'PUBLIC' THEN g.name ELSE quote_ident(g.name) END AS name
    FROM jsonb_array_elements_text(CAST(:given AS jsonb)) AS g (name)
), scope AS (
    SELECT n.*
    FROM pg_namespace AS n
    WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'planrunner', 'planrunner_sentinel')
      {{~ if (schemas | array.size) > 0 ~}}
      AND n.nspname IN ({{ schemas | sql.list }})
      {{~ end ~}}
), every (class, oid, namespace, kind, name, owner, acl, type) AS (
    SELECT 'pg_namespace'::regclass, oid, oid, 'SCHEMA', quote_ident(nspname), nspowner, nspacl, 'n'::"char"
    FROM scope WHERE nspname <> 'public'
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, scope.oid, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
        format('%I.%I', scope.nspname, c.relname),
           c.relowner, c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char"
    FROM scope JOIN pg_class AS c ON c.relnamespace = scope.oid
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, scope.oid, 'ROUTINE', (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity, p.proowner,
        p.proacl, 'f'
    FROM scope JOIN pg_proc AS p ON p.pronamespace = scope.oid
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, scope.oid, 'TYPE', format('%I.%I', scope.nspname, t.typname), t.typowner, t.typacl, 'T'
    FROM scope JOIN pg_type AS t ON t.typnamespace = scope.oid
    WHERE NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = t.oid) AND t.typtype <> 'm'
      AND (t.typacl IS NOT NULL OR t.typrelid = 0 OR (SELECT c.relkind FROM pg_class AS c WHERE c.oid = t.typrelid) = 'c')
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, 0, 'FOREIGN SERVER', quote_ident(srvname), srvowner, srvacl, 'S' FROM pg_foreign_server
), object AS (
    SELECT every.*, place.target AS owned_by, acl.grantee, acl.privilege_type, acl.is_grantable
    FROM every
    LEFT JOIN place ON place.oid = every.owner AND place.named
    LEFT JOIN LATERAL aclexplode(coalesce(every.acl, acldefault(every.type, every.owner))) AS acl ON true
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d
                      WHERE d.classid = every.class AND d.objid = every.oid
                          AND (d.deptype = 'e' OR d.deptype = 'i' AND every.kind = 'ROUTINE'))
),
{{~ if args.part == 'take' || args.part == 'give' ~}}
own AS (
    SELECT every.kind, every.name, place.target, string_agg(had.privilege_type, ', ' ORDER BY had.privilege_type) AS privileges
    FROM every JOIN place ON place.oid = every.owner AND place.named, LATERAL aclexplode(acldefault(every.type, every.owner)) AS had
    WHERE every.acl IS NOT NULL AND every.kind <> 'ROUTINE' AND had.grantee = every.owner
      AND NOT EXISTS (SELECT FROM aclexplode(every.acl) AS has WHERE has.grantee = every.owner AND has.privilege_type = had.privilege_type)
    GROUP BY every.kind, every.name, place.target
)
{{~ if args.part == 'take' ~}}
SELECT kind || ' ' || name AS key, format('REVOKE %s ON %s %s FROM %I', privileges, kind, name, target) AS sql
{{~ else ~}}
SELECT kind || ' ' || name AS key, format('GRANT %s ON %s %s TO %I', privileges, kind, name, target) AS sql
{{~ end ~}}
FROM own
ORDER BY 1
{{~ else ~}}
-- A right that a role without a place has is given to each role with one that has it through that role.
granted AS (
    SELECT kind, name, 'PUBLIC' AS grantee, privilege_type, is_grantable FROM object WHERE grantee = 0
    UNION
    SELECT o.kind, o.name, quote_ident(place.target), o.privilege_type, o.is_grantable
    FROM object AS o JOIN place ON place.oid = o.grantee
    WHERE o.grantee <> o.owner AND (place.named OR o.owned_by IS NOT NULL)
    UNION
    SELECT o.kind, o.name, quote_ident(place.target), o.privilege_type, o.is_grantable
    FROM object AS o JOIN place ON place.named AND place.oid <> o.grantee AND pg_has_role(place.oid, o.grantee, 'USAGE')
    WHERE o.grantee <> 0 AND NOT EXISTS (SELECT FROM place AS own WHERE own.oid = o.grantee AND own.named)
), bundle AS (
    SELECT kind, name, grantee, is_grantable, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS privileges
    FROM granted
    GROUP BY kind, name, grantee, is_grantable
), granting AS (
    SELECT *, row_number() OVER (PARTITION BY kind, grantee, is_grantable, privileges ORDER BY name) / 100 AS part FROM bundle
), revoked AS (
    SELECT DISTINCT kind, name, 'PUBLIC' AS grantee FROM object AS o
    WHERE type IN ('f', 'T') AND NOT EXISTS (SELECT FROM object AS p WHERE p.class = o.class AND p.oid = o.oid AND p.grantee = 0)
    UNION
    SELECT DISTINCT kind, name, quote_ident(owned_by) FROM object AS o
    WHERE type = 'f' AND owned_by IS NOT NULL
        AND NOT EXISTS (SELECT FROM object AS p WHERE p.class = o.class AND p.oid = o.oid AND p.grantee = p.owner)
    UNION
    SELECT DISTINCT object.kind, object.name, given.name FROM object, given
    {{~ if args.part == 'again' ~}}
    UNION
    SELECT DISTINCT object.kind, object.name, other.name
    FROM object, (SELECT 'PUBLIC' AS name, NULL AS target UNION SELECT quote_ident(target), target FROM place WHERE named) AS other
    WHERE other.target IS DISTINCT FROM object.owned_by OR other.target IS NULL
    {{~ end ~}}
), revoking AS (
    SELECT *, row_number() OVER (PARTITION BY kind, grantee ORDER BY name) / 100 AS part FROM revoked
), owned AS (
    SELECT d.classid, i.schema, CASE i.type WHEN 'statistics object' THEN 'STATISTICS' ELSE upper(i.type) END AS kind, i.identity AS name,
        place.target
    FROM pg_shdepend AS d JOIN place ON place.oid = d.refobjid AND place.named, LATERAL pg_identify_object(d.classid, d.objid, 0) AS i
    WHERE d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND d.refclassid = 'pg_authid'::regclass
        AND d.deptype = 'o'
      AND d.classid NOT IN ('pg_default_acl'::regclass, 'pg_largeobject'::regclass, 'pg_publication'::regclass,
                            'pg_event_trigger'::regclass, 'pg_extension'::regclass, 'pg_language'::regclass, 'pg_foreign_data_wrapper'::regclass)
      AND CASE WHEN d.classid = 'pg_namespace'::regclass THEN d.objid IN (SELECT oid FROM scope WHERE nspname <> 'public')
               WHEN d.classid = 'pg_foreign_server'::regclass THEN true
               ELSE i.schema IN (SELECT nspname FROM scope) END
      {{~ if args.part == 'again' ~}}
      AND d.classid NOT IN ('pg_class'::regclass, 'pg_namespace'::regclass)
      {{~ else ~}}
      AND d.classid <> 'pg_statistic_ext'::regclass
      {{~ end ~}}
      AND NOT EXISTS (SELECT FROM pg_depend AS p
                      WHERE p.classid = d.classid AND p.objid = d.objid AND p.objsubid = 0
                        AND (p.deptype IN ('e', 'i') OR p.deptype = 'a' AND d.classid = 'pg_class'::regclass AND i.type = 'sequence'))
), makes AS (       -- who is made an owner in a schema must be able to make something there for that moment
    SELECT DISTINCT owned.schema, owned.target
    FROM owned JOIN scope ON scope.nspname = owned.schema
    LEFT JOIN place ON place.oid = scope.nspowner AND place.named
    WHERE scope.nspname <> 'public' AND place.target IS DISTINCT FROM owned.target
), defaults AS (
    SELECT coalesce(place.target, CAST(:me AS text)) AS role, d.defaclnamespace AS namespace, d.defaclobjtype AS type, d.defaclacl AS acl,
        d.defaclrole AS owner,
           CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES'
                                WHEN 'L' THEN 'LARGE OBJECTS' ELSE 'SCHEMAS' END AS what,
           CASE d.defaclnamespace WHEN 0 THEN '' ELSE format(' IN SCHEMA %I', scope.nspname) END AS inside
    FROM pg_default_acl AS d JOIN pg_roles AS r ON r.oid = d.defaclrole
    LEFT JOIN place ON place.oid = d.defaclrole LEFT JOIN scope ON scope.oid = d.defaclnamespace
    WHERE (d.defaclnamespace = 0 OR scope.oid IS NOT NULL) AND (place.oid IS NOT NULL OR r.rolsuper)
), default_grant AS (
    SELECT d.role, d.inside, d.what, CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(place.target) END AS grantee, acl.is_grantable,
           string_agg(DISTINCT acl.privilege_type, ', ') AS privileges
    FROM defaults AS d, LATERAL aclexplode(d.acl) AS acl
    LEFT JOIN place ON place.oid = acl.grantee AND place.named
    WHERE acl.grantee <> d.owner AND (acl.grantee = 0 OR place.oid IS NOT NULL)
    GROUP BY d.role, d.inside, d.what, acl.grantee, place.target, acl.is_grantable
), statement (phase, key, sql) AS (
    SELECT 1, format('owner of %s %s', kind, name), format('ALTER %s %s OWNER TO %I', kind, name, target) FROM owned
        WHERE classid = 'pg_namespace'::regclass
    UNION ALL
    SELECT 2, format('%I may make objects in %I for a moment', target, schema), format('GRANT CREATE ON SCHEMA %I TO %I', schema, target)
        FROM makes
    UNION ALL
    SELECT 3, format('owner of %s %s', kind, name), format('ALTER %s %s OWNER TO %I', kind, name, target) FROM owned
        WHERE classid <> 'pg_namespace'::regclass
    UNION ALL
    SELECT 4, format('%I may make no more objects in %I', target, schema), format('REVOKE CREATE ON SCHEMA %I FROM %I', schema, target)
        FROM makes
    UNION ALL
    SELECT 5, format('nothing on %s %s%s to %s', kind, min(name), CASE WHEN count(*) > 1 THEN format(' and %s more', count(*) - 1)
        ELSE '' END, grantee),
           format('REVOKE ALL ON %s %s FROM %s', kind, string_agg(name, ', ' ORDER BY name), grantee)
    FROM revoking
    GROUP BY kind, grantee, part
    UNION ALL
    SELECT 6, format('%s on %s %s%s to %s%s', privileges, kind, min(name), CASE WHEN count(*) > 1 THEN format(' and %s more', count(*) - 1)
        ELSE '' END, grantee,
                     CASE WHEN is_grantable THEN ' with grant option' ELSE '' END),
           format('GRANT %s ON %s %s TO %s%s', privileges, kind, string_agg(name, ', ' ORDER BY name), grantee, CASE
               WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granting
    GROUP BY kind, grantee, is_grantable, privileges, part
    UNION ALL
    SELECT 7, format('columns of %s.%s to %s%s', scope.nspname, c.relname, g.grantee, CASE WHEN g.is_grantable THEN ' with grant option'
        ELSE '' END),
           format('GRANT %s ON TABLE %I.%I TO %s%s',
               string_agg(format('%s (%I)', g.privilege_type, a.attname), ', ' ORDER BY g.privilege_type, a.attnum),
                  scope.nspname, c.relname, g.grantee, CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM scope JOIN pg_class AS c ON c.relnamespace = scope.oid JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped,
         LATERAL aclexplode(a.attacl) AS acl,
         LATERAL (SELECT 'PUBLIC' AS grantee, acl.privilege_type, acl.is_grantable WHERE acl.grantee = 0
                  UNION
                  SELECT quote_ident(place.target), acl.privilege_type, acl.is_grantable
                  FROM place
                  WHERE place.oid = acl.grantee AND place.named
                     OR place.named AND acl.grantee <> 0 AND NOT EXISTS (SELECT FROM place AS own WHERE own.oid = acl.grantee AND own.named)
                        AND pg_has_role(place.oid, acl.grantee, 'USAGE')) AS g
    WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    GROUP BY scope.nspname, c.relname, g.grantee, g.is_grantable
    {{~ if args.part == 'again' ~}}
    UNION ALL
    SELECT 8, format('policy %I on %I.%I', p.polname, scope.nspname, c.relname),
           format('ALTER POLICY %I ON %I.%I TO %s', p.polname, scope.nspname, c.relname,
                  string_agg(CASE WHEN item.role = 0 THEN 'PUBLIC' ELSE quote_ident(coalesce(place.target, r.rolname)) END, ', '))
    FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN scope ON scope.oid = c.relnamespace,
        LATERAL unnest(p.polroles) AS item (role)
    LEFT JOIN pg_roles AS r ON r.oid = item.role LEFT JOIN place ON place.oid = item.role AND place.named
    GROUP BY p.polname, scope.nspname, c.relname
    HAVING bool_or(place.target <> r.rolname)
    {{~ end ~}}
    UNION ALL
    SELECT DISTINCT 9, format('default of %I: nothing on %s to PUBLIC', d.role, d.what),
        format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON %s FROM PUBLIC', d.role, d.what)
    FROM defaults AS d
    WHERE d.namespace = 0 AND d.type IN ('f', 'T') AND NOT EXISTS (SELECT FROM aclexplode(d.acl) AS acl WHERE acl.grantee = 0)
    UNION ALL
    SELECT 10, format('default of %I%s: %s on %s to %s%s', role, inside, privileges, what, grantee, CASE
        WHEN is_grantable THEN ' with grant option' ELSE '' END),
           format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s GRANT %s ON %s TO %s%s', role, inside, privileges, what, grantee,
                  CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM default_grant
)
SELECT key, sql FROM statement ORDER BY phase, key
{{~ end ~}}
