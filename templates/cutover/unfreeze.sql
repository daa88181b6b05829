-- Lets the application write on the source again.
-- Side: source. Variable: application_roles.
ALTER DATABASE {{ connections.source.database | sql.ident }} RESET default_transaction_read_only;
{{~ for role in application_roles ~}}
ALTER ROLE {{ role | sql.ident }} LOGIN;
{{~ end ~}}
