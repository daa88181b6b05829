-- Subscribes through the slot that already exists. Because it creates no slot, it is one transaction: it happens once or not at all.
-- The copy of every table begins when it commits.
-- Side: target. Variables: subscription, publication, slot, source_host_seen_by_target, source_port_seen_by_target,
-- source_database, replication_role, replication_sslmode, replication_sslrootcert. Secret: replication_password.
CREATE SUBSCRIPTION {{ subscription | sql.ident }}
CONNECTION {{ { host: source_host_seen_by_target, port: source_port_seen_by_target, dbname: source_database, user: replication_role, password: secrets.replication_password, sslmode: replication_sslmode, sslrootcert: replication_sslrootcert, connect_timeout: 10, options: '-c row_security=off -c statement_timeout=0 -c idle_in_transaction_session_timeout=0' } | sql.conninfo }}
PUBLICATION {{ publication | sql.ident }}
WITH (create_slot = false, slot_name = {{ slot | sql.literal }}, enabled = true, copy_data = true)
