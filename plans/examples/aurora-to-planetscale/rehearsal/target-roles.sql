-- The roles of the rehearsal's target. Run by the cluster's superuser.
-- The migration role has what a role made in PlanetScale's dashboard can have, and no more.

CREATE ROLE shop_web LOGIN PASSWORD {{ secrets.shop_web_password | sql.literal }};
CREATE ROLE shop_worker LOGIN PASSWORD {{ secrets.shop_worker_password | sql.literal }};

CREATE ROLE migration LOGIN PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT pg_create_subscription, pg_read_all_data, pg_write_all_data TO migration;
GRANT shop_web, shop_worker TO migration;
GRANT CREATE ON DATABASE {{ connections.target.database | sql.ident }} TO migration;
GRANT CREATE ON SCHEMA public TO migration;
