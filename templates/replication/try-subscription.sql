-- Makes a subscription that the step then rolls back. While it is made, the target logs in to the source, so it proves in one go
-- the network, TLS, the password and the publication, and leaves nothing. A missing publication is only a warning: fail on it.
-- Side: target, in a transaction that is rolled back. Variables: publication, source_host_seen_by_target,
-- source_port_seen_by_target, source_database, replication_role, replication_sslmode, replication_sslrootcert.
-- Secret: replication_password.
CREATE SUBSCRIPTION planrunner_try
CONNECTION {{ { host: source_host_seen_by_target, port: source_port_seen_by_target, dbname: source_database, user: replication_role, password: secrets.replication_password, sslmode: replication_sslmode, sslrootcert: replication_sslrootcert, connect_timeout: 10 } | sql.conninfo }}
PUBLICATION {{ publication | sql.ident }}
WITH (create_slot = false, slot_name = NONE, enabled = false, copy_data = false)
