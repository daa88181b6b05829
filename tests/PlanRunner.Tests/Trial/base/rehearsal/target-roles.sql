-- As in the flagship's rehearsal, with one role of the application.
CREATE ROLE shop_web LOGIN PASSWORD {{ secrets.shop_web_password | sql.literal }};
CREATE ROLE migration LOGIN PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT pg_read_all_data, pg_write_all_data TO migration;
{{~ if connections.target.major < 16 ~}}
ALTER ROLE migration SUPERUSER;
{{~ else ~}}
GRANT pg_create_subscription TO migration;
{{~ end ~}}
GRANT shop_web TO migration;
GRANT CREATE ON DATABASE {{ connections.target.database | sql.ident }} TO migration;
GRANT CREATE ON SCHEMA public TO migration;
