-- What a migration that broke off in its freeze leaves on the source. Run by the cluster's superuser.
CREATE ROLE shop_owner NOLOGIN;
CREATE ROLE shop_web NOLOGIN;
CREATE ROLE migration LOGIN CREATEROLE REPLICATION PASSWORD {{ secrets.migration_password | sql.literal }};
GRANT shop_owner, pg_signal_backend, pg_read_all_stats, pg_read_all_data TO migration;
GRANT shop_web TO migration WITH ADMIN OPTION;
CREATE ROLE {{ replication_role | sql.ident }} LOGIN REPLICATION;
ALTER DATABASE {{ connections.source.database | sql.ident }} OWNER TO shop_owner;
ALTER DATABASE {{ connections.source.database | sql.ident }} SET default_transaction_read_only = on;

SET ROLE migration;
CREATE SCHEMA planrunner_sentinel;
CREATE TABLE planrunner_sentinel.sentinel (lane text PRIMARY KEY, nonce uuid, written_at timestamptz);
RESET ROLE;
SET ROLE shop_owner;
CREATE SCHEMA shop;
CREATE TABLE shop.customer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
INSERT INTO shop.customer (email) SELECT format('customer%s@example.test', i) FROM generate_series(1, 100) AS i;
GRANT USAGE ON SCHEMA shop TO {{ replication_role | sql.ident }};
GRANT SELECT ON shop.customer TO {{ replication_role | sql.ident }};
CREATE PUBLICATION {{ publication | sql.ident }} FOR TABLE shop.customer;
RESET ROLE;

SELECT pg_create_logical_replication_slot({{ slot | sql.literal }}, 'pgoutput');
