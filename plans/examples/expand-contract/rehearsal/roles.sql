-- The roles of the rehearsal. Run first, by the cluster's superuser.
CREATE ROLE app_owner LOGIN PASSWORD {{ secrets.password | sql.literal }};
CREATE ROLE app_web LOGIN PASSWORD {{ secrets.web_password | sql.literal }};
GRANT pg_read_all_stats TO app_owner;
ALTER DATABASE {{ connections.database.database | sql.ident }} OWNER TO app_owner;
