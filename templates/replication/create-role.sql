-- Creates the temporary role with which the target logs in to the source. It gets its own password, because a failed subscription
-- leaves its connection string in the target's server log, and its rights end with the migration.
-- Side: source. Variables: replication_role, replication_grant (the role that a managed Postgres grants for replication, such as
-- rds_replication; empty: the REPLICATION attribute). Secret: replication_password.
{{~ if replication_grant == '' ~}}
CREATE ROLE {{ replication_role | sql.ident }} LOGIN REPLICATION PASSWORD {{ secrets.replication_password | sql.literal }}
{{~ else ~}}
CREATE ROLE {{ replication_role | sql.ident }} LOGIN PASSWORD {{ secrets.replication_password | sql.literal }};
GRANT {{ replication_grant | sql.ident }} TO {{ replication_role | sql.ident }}
{{~ end ~}}
