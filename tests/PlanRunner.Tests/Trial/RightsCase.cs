namespace PlanRunner.Tests.Trial;

/// <summary>A source with rights of every kind, and a target whose platform has made something of its own.</summary>
internal static class RightsCase
{
    public const string Source = """
        CREATE ROLE reader NOLOGIN;
        CREATE ROLE old_group NOLOGIN;
        CREATE ROLE auditor NOLOGIN;
        GRANT old_group, reader TO shop_web;
        GRANT auditor TO migration;
        GRANT USAGE, CREATE ON SCHEMA public TO shop_owner, shop_web;
        SET ROLE shop_owner;
        CREATE FUNCTION shop.wipe(who int) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'DELETE FROM shop.message WHERE id = who';
        REVOKE EXECUTE ON FUNCTION shop.wipe(int) FROM PUBLIC;
        CREATE PROCEDURE shop.tidy(INOUT n int) LANGUAGE sql AS 'SELECT 1';
        REVOKE ALL ON PROCEDURE shop.tidy(int) FROM PUBLIC;
        GRANT EXECUTE ON PROCEDURE shop.tidy(int) TO shop_web WITH GRANT OPTION;
        CREATE AGGREGATE shop.most(int) (SFUNC = int4larger, STYPE = int);
        REVOKE ALL ON FUNCTION shop.most(int) FROM PUBLIC;
        CREATE TYPE shop.mood AS ENUM ('good', 'bad');
        REVOKE USAGE ON TYPE shop.mood FROM PUBLIC;
        GRANT USAGE ON TYPE shop.mood TO shop_web;
        CREATE DOMAIN shop.short AS text CHECK (length(VALUE) < 20);
        REVOKE USAGE ON DOMAIN shop.short FROM PUBLIC;
        CREATE TABLE shop.profile (id int PRIMARY KEY, name text, n serial);
        CREATE TABLE shop.price_list (id int PRIMARY KEY, price int);
        GRANT SELECT ON shop.price_list TO PUBLIC;
        CREATE TABLE shop.by_column (id int PRIMARY KEY, a int, b int);
        GRANT SELECT (id, a) ON shop.by_column TO shop_web;
        GRANT UPDATE (b) ON shop.by_column TO reader WITH GRANT OPTION;
        CREATE TABLE shop.of_group (id int PRIMARY KEY);
        GRANT SELECT, INSERT ON shop.of_group TO old_group;
        CREATE TABLE shop.archive (id int PRIMARY KEY);
        CREATE SEQUENCE shop.ticket;
        GRANT UPDATE ON SEQUENCE shop.ticket TO shop_web;
        CREATE SCHEMA app;
        GRANT USAGE ON SCHEMA shop TO reader;
        GRANT SELECT ON shop.message TO reader;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
        ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader;
        CREATE TYPE public.mood AS ENUM ('good', 'bad');
        CREATE DOMAIN public.short AS text CHECK (length(VALUE) < 20);
        CREATE FUNCTION public.shout(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper(t);
        CREATE TABLE public.diary (id int PRIMARY KEY, mood public.mood, title public.short, loud text GENERATED ALWAYS AS (public.shout(title::text)) STORED);
        INSERT INTO public.diary VALUES (1, 'good', 'x');
        GRANT SELECT, INSERT, UPDATE, DELETE ON public.diary TO shop_web;
        CREATE FUNCTION public.same(a public.mood, b int) RETURNS bool LANGUAGE sql IMMUTABLE RETURN b = 1;
        CREATE OPERATOR public.=== (LEFTARG = public.mood, RIGHTARG = int, FUNCTION = public.same);
        CREATE FUNCTION public.one(public.mood) RETURNS int LANGUAGE sql IMMUTABLE RETURN 1;
        CREATE CAST (public.mood AS int) WITH FUNCTION public.one(public.mood);
        CREATE COLLATION public.plain (provider = libc, locale = 'C');
        CREATE TEXT SEARCH DICTIONARY public.words (TEMPLATE = pg_catalog.simple);
        CREATE TEXT SEARCH CONFIGURATION public.conf (COPY = pg_catalog.simple);
        CREATE STATISTICS public.stat (ndistinct) ON id, title FROM public.diary;
        CREATE AGGREGATE public.most(int) (SFUNC = int4larger, STYPE = int);
        CREATE VIEW public.diary_view AS SELECT * FROM public.diary;
        CREATE TABLE public.parted (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE public.parted_1 PARTITION OF public.parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE TYPE public.pair AS (a int, b public.mood);
        CREATE TYPE public.span AS RANGE (subtype = date);
        RESET ROLE;
        CREATE EXTENSION citext SCHEMA public;
        ALTER TABLE shop.profile OWNER TO shop_web;
        ALTER TYPE shop.mood OWNER TO shop_web;
        ALTER FUNCTION public.shout(text) OWNER TO shop_web;
        ALTER TABLE shop.archive OWNER TO shop_web;
        INSERT INTO shop.archive VALUES (1), (2);
        REVOKE INSERT, UPDATE, DELETE ON shop.archive FROM shop_web;
        CREATE FUNCTION shop.audit() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1;
        GRANT CREATE ON SCHEMA shop TO auditor;
        ALTER FUNCTION shop.audit() OWNER TO auditor;
        REVOKE CREATE ON SCHEMA shop FROM auditor;
        ALTER SCHEMA app OWNER TO shop_web;
        SET ROLE shop_web;
        CREATE TABLE app.own (id int PRIMARY KEY, c public.citext);
        GRANT SELECT ON app.own TO reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
        ALTER DEFAULT PRIVILEGES REVOKE USAGE ON TYPES FROM PUBLIC
        """;

    public const string Target = """
        CREATE ROLE platform NOLOGIN;
        ALTER DEFAULT PRIVILEGES FOR ROLE migration GRANT SELECT ON TABLES TO platform;
        COMMENT ON SCHEMA public IS 'of the platform';
        GRANT shop_web TO migration WITH INHERIT FALSE
        """;

    /// <summary>Each is true on the source, as the application meets it, and has to be on the target.</summary>
    public static readonly string[] Holds =
    [
        "NOT has_function_privilege('shop_web', 'shop.wipe(int)', 'EXECUTE')",
        "has_function_privilege('shop_web', 'shop.tidy(int)', 'EXECUTE WITH GRANT OPTION')",
        "NOT has_function_privilege('reader', 'shop.tidy(int)', 'EXECUTE')",
        "NOT has_function_privilege('shop_web', 'shop.most(int)', 'EXECUTE')",
        "NOT has_type_privilege('reader', 'shop.mood', 'USAGE')",
        "NOT has_type_privilege('shop_web', 'shop.short', 'USAGE')",
        "(SELECT relowner = 'shop_web'::regrole FROM pg_class WHERE oid = 'shop.profile'::regclass)",
        "(SELECT relowner = 'shop_web'::regrole FROM pg_class WHERE oid = 'shop.profile_n_seq'::regclass)",
        "(SELECT typowner = 'shop_web'::regrole FROM pg_type WHERE oid = 'shop.mood'::regtype)",
        "(SELECT nspowner = 'shop_web'::regrole FROM pg_namespace WHERE nspname = 'app')",
        "(SELECT proowner = 'auditor'::regrole FROM pg_proc WHERE oid = 'shop.audit()'::regprocedure)",
        "NOT has_schema_privilege('auditor', 'shop', 'CREATE')",
        "has_table_privilege('shop_web', 'shop.profile', 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
        "has_table_privilege('reader', 'shop.price_list', 'SELECT')",
        "has_column_privilege('shop_web', 'shop.by_column', 'a', 'SELECT')",
        "NOT has_column_privilege('shop_web', 'shop.by_column', 'b', 'SELECT')",
        "has_column_privilege('reader', 'shop.by_column', 'b', 'UPDATE WITH GRANT OPTION')",
        "has_table_privilege('shop_web', 'shop.of_group', 'INSERT')",
        "has_table_privilege('shop_web', 'shop.archive', 'SELECT')",
        "NOT has_table_privilege('shop_web', 'shop.archive', 'INSERT')",
        "has_sequence_privilege('shop_web', 'shop.ticket', 'UPDATE')",
        "has_table_privilege('reader', 'app.own', 'SELECT')",
        "has_schema_privilege('shop_web', 'public', 'CREATE')",
        "has_table_privilege('shop_web', 'shop.message', 'TRUNCATE')",
        "NOT has_table_privilege('shop_web', 'shop.workload_ledger', 'DELETE')",
    ];
}
