-- The roles of the rehearsal's source. Run first, by the cluster's superuser.
-- The migration role is deliberately less than a superuser: it has what the master user of a managed Postgres has.

CREATE ROLE shop_owner NOLOGIN;

CREATE ROLE shop_web LOGIN PASSWORD {{ secrets.shop_web_password | sql.literal }};
CREATE ROLE shop_worker LOGIN PASSWORD {{ secrets.shop_worker_password | sql.literal }};

CREATE ROLE migration LOGIN CREATEROLE REPLICATION PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT shop_owner TO migration;
GRANT pg_signal_backend, pg_read_all_stats TO migration;
-- Before 16, CREATEROLE alone lets migration alter these two; from 16 on it needs the admin option as well.
GRANT shop_web, shop_worker TO migration WITH ADMIN OPTION;

-- What the target logs in with. Before 16 only a superuser can make a role that replicates, so it is made here;
-- a managed Postgres has a role to grant instead, and there the plan makes it (create_replication_role).
CREATE ROLE {{ replication_role | sql.ident }} LOGIN REPLICATION PASSWORD {{ secrets.replication_password | sql.literal }};
GRANT {{ replication_role | sql.ident }} TO migration WITH ADMIN OPTION;

ALTER DATABASE {{ connections.source.database | sql.ident }} OWNER TO shop_owner;
