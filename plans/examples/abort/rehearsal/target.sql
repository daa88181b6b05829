-- What a migration that broke off in its freeze leaves on the target. Run by the cluster's superuser.
CREATE ROLE shop_web LOGIN;
CREATE ROLE migration LOGIN PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT pg_create_subscription, pg_read_all_data, pg_write_all_data TO migration;
GRANT CREATE ON DATABASE {{ connections.target.database | sql.ident }} TO migration;

SET ROLE migration;
CREATE SCHEMA planrunner_sentinel;
CREATE TABLE planrunner_sentinel.sentinel (lane text PRIMARY KEY, nonce uuid, written_at timestamptz);
CREATE SCHEMA shop;
CREATE TABLE shop.customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
RESET ROLE;

CREATE SUBSCRIPTION {{ subscription | sql.ident }} CONNECTION 'host=127.0.0.1 port=1 user=nobody password=none'
PUBLICATION {{ publication | sql.ident }} WITH (connect = false, slot_name = {{ slot | sql.literal }});
ALTER SUBSCRIPTION {{ subscription | sql.ident }} OWNER TO migration;
