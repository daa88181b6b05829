-- Keeps on the target what the restore made, so that exactly these objects can be dropped, and nothing else.
-- Side: target. Arg: moment. before: notes what is there, with its rights and comments. after: notes what has come since. none: makes
-- an empty record where there is none, which says that nothing was made.
{{~ if args.moment == 'after' ~}}
INSERT INTO planrunner.restored (class, object, made)
SELECT o.class, o.object, true FROM planrunner.restorable AS o
ON CONFLICT (class, object) DO NOTHING;
INSERT INTO planrunner.restored (class, object, made) VALUES (0, 1, true)
ON CONFLICT (class, object) DO NOTHING
{{~ else ~}}
CREATE SCHEMA IF NOT EXISTS planrunner;
{{~ if args.moment == 'before' ~}}
DROP TABLE IF EXISTS planrunner.restored;
{{~ end ~}}
CREATE TABLE IF NOT EXISTS planrunner.restored (
    class oid NOT NULL,
    object oid NOT NULL,
    made boolean NOT NULL,
    acl aclitem[],
    comment text,
    PRIMARY KEY (class, object)
);
CREATE OR REPLACE VIEW planrunner.restorable AS
WITH scope AS (
    SELECT oid FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'planrunner')
), object (class, object) AS (
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::oid, oid FROM scope
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, oid FROM pg_catalog.pg_class
    WHERE relnamespace IN (SELECT oid FROM scope) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid FROM pg_catalog.pg_type WHERE typnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid FROM pg_catalog.pg_proc WHERE pronamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid FROM pg_catalog.pg_operator
        WHERE oprnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid FROM pg_catalog.pg_opclass
        WHERE opcnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid FROM pg_catalog.pg_opfamily
        WHERE opfnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid FROM pg_catalog.pg_collation
        WHERE collnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid FROM pg_catalog.pg_conversion
        WHERE connamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_parser
        WHERE prsnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_template
        WHERE tmplnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_dict
        WHERE dictnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_config
        WHERE cfgnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid FROM pg_catalog.pg_statistic_ext
        WHERE stxnamespace IN (SELECT oid FROM scope)
    UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, oid FROM pg_catalog.pg_cast
    UNION ALL SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass, oid FROM pg_catalog.pg_transform
    UNION ALL SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid FROM pg_catalog.pg_language
    UNION ALL SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid FROM pg_catalog.pg_am
    UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid FROM pg_catalog.pg_foreign_server
    UNION ALL SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid FROM pg_catalog.pg_extension
    UNION ALL SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid FROM pg_catalog.pg_publication
)
SELECT o.class, o.object FROM object AS o
WHERE o.object::bigint >= 16384       -- what is below came with the server
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.classid = o.class AND d.objid = o.object AND d.objsubid = 0
      AND d.deptype IN ('i', 'e', 'P', 'S'))
{{~ if args.moment == 'before' ~}}
;
INSERT INTO planrunner.restored (class, object, made) SELECT class, object, false FROM planrunner.restorable;
INSERT INTO planrunner.restored (class, object, made) VALUES (0, 0, false);
INSERT INTO planrunner.restored (class, object, made, acl, comment)
SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, false, coalesce(nspacl, pg_catalog.acldefault('n', nspowner)),
    pg_catalog.obj_description(oid, 'pg_namespace')
FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'planrunner')
UNION ALL
SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, false, coalesce(lanacl, pg_catalog.acldefault('l', lanowner)), NULL
    FROM pg_catalog.pg_language
UNION ALL
SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, false, coalesce(fdwacl, pg_catalog.acldefault('F', fdwowner)), NULL
    FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'pg_catalog.pg_database'::pg_catalog.regclass, oid, false, coalesce(datacl, pg_catalog.acldefault('d', datdba)), NULL
    FROM pg_catalog.pg_database WHERE datname = current_database()
UNION ALL
SELECT 'pg_catalog.pg_default_acl'::pg_catalog.regclass, oid, false, defaclacl, NULL FROM pg_catalog.pg_default_acl
ON CONFLICT (class, object) DO UPDATE SET acl = excluded.acl, comment = excluded.comment
{{~ end ~}}
{{~ end ~}}
