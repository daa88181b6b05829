-- The roles of the rehearsal's target. Run by the cluster's superuser.
-- The migration role has what a role made in PlanetScale's dashboard can have, and no more. (Before version 16 only a superuser can
-- subscribe, so on such a target it is one.)

CREATE ROLE shop_web LOGIN PASSWORD {{ secrets.shop_web_password | sql.literal }};
CREATE ROLE shop_worker LOGIN PASSWORD {{ secrets.shop_worker_password | sql.literal }};

CREATE ROLE migration LOGIN PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT pg_read_all_data, pg_write_all_data TO migration;
{{~ if connections.target.major < 16 ~}}
ALTER ROLE migration SUPERUSER;
{{~ else ~}}
GRANT pg_create_subscription TO migration;
{{~ end ~}}
GRANT shop_web, shop_worker TO migration;
GRANT CREATE ON DATABASE {{ connections.target.database | sql.ident }} TO migration;
GRANT CREATE ON SCHEMA public TO migration;
