-- As in the flagship's rehearsal, with one role of the application.
CREATE ROLE shop_owner NOLOGIN;
CREATE ROLE shop_web LOGIN PASSWORD {{ secrets.shop_web_password | sql.literal }};
CREATE ROLE migration LOGIN CREATEROLE REPLICATION PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT shop_owner, pg_signal_backend, pg_read_all_stats TO migration;
GRANT shop_web TO migration WITH ADMIN OPTION;
CREATE ROLE {{ replication_role | sql.ident }} LOGIN REPLICATION PASSWORD {{ secrets.replication_password | sql.literal }};
GRANT {{ replication_role | sql.ident }} TO migration WITH ADMIN OPTION;
ALTER DATABASE {{ connections.source.database | sql.ident }} OWNER TO shop_owner;
