namespace PlanRunner.Tests.Trial;

/// <summary>Servers whose sessions write and read values in ways of their own, and tables that such ways can change.</summary>
internal static class ValueCases
{
    /// <summary>At database and at role level, on a database that is named by the template.</summary>
    public const string OddSource = """
        ALTER DATABASE shop SET datestyle = 'SQL, DMY';
        ALTER DATABASE shop SET intervalstyle = 'sql_standard';
        ALTER DATABASE shop SET timezone = 'Asia/Kathmandu';
        ALTER DATABASE shop SET xmloption = 'document';
        ALTER DATABASE shop SET array_nulls = off;
        ALTER DATABASE shop SET standard_conforming_strings = off;
        ALTER DATABASE shop SET quote_all_identifiers = on;
        ALTER DATABASE shop SET search_path = shop, public;
        ALTER DATABASE shop SET lc_monetary = 'C.UTF-8';
        ALTER ROLE migration SET datestyle = 'German, DMY';
        ALTER ROLE migration SET extra_float_digits = -6;
        ALTER ROLE migration IN DATABASE shop SET bytea_output = 'escape';
        ALTER ROLE migration IN DATABASE shop SET client_encoding = 'LATIN1';
        """;

    public const string OddTarget = """
        ALTER DATABASE shop SET datestyle = 'Postgres, MDY';
        ALTER DATABASE shop SET intervalstyle = 'iso_8601';
        ALTER DATABASE shop SET timezone = 'America/St_Johns';
        ALTER DATABASE shop SET bytea_output = 'escape';
        ALTER DATABASE shop SET standard_conforming_strings = off;
        ALTER ROLE migration SET extra_float_digits = -3;
        ALTER ROLE migration IN DATABASE shop SET xmlbinary = 'hex';
        """;

    /// <summary>Of every kind of value that settings change, unlogged and logged, with a foreign key and a trigger between the unlogged ones.</summary>
    public const string Tables = """
        SET ROLE shop_owner;
        SET search_path = shop, public;
        SET datestyle = 'ISO, YMD';
        SET standard_conforming_strings = on;
        CREATE TYPE mood AS ENUM ('low', 'high');
        CREATE UNLOGGED TABLE seen (id int PRIMARY KEY, day date, at timestamp, moment timestamptz, span interval, ratio float8, small float4, raw bytea,
            price money, page xml, names text[], moods mood[], days daterange, twice int GENERATED ALWAYS AS (id * 2) STORED);
        CREATE UNLOGGED TABLE a_child (id int PRIMARY KEY, seen int NOT NULL REFERENCES seen);
        CREATE TABLE kept (LIKE seen INCLUDING ALL);
        CREATE TABLE audit (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, seen int);
        CREATE FUNCTION shop.note_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO shop.audit (seen) VALUES (new.id); RETURN new; END $$;
        CREATE TRIGGER audited AFTER INSERT ON seen FOR EACH ROW EXECUTE FUNCTION shop.note_it();
        INSERT INTO seen VALUES
            (5, '2026-06-05', '2026-06-05 07:08:09.123456', '2026-06-05 07:08:09.123456+02', '-1 days +02:03:04', 0.1::float8 + 0.2, 1.1, '\x00ff5c27', '-1234.56',
             XMLPARSE(CONTENT 'ä<b/>two'), ARRAY['NULL', NULL, 'Ünï\\''"'], '{low,high}', '[2026-06-05,2026-07-06)'),
            (27, '2026-06-27', '0044-03-15 00:00:00 BC', 'infinity', '1 year -2 mons +3 days -04:05:06.7', 'NaN', '-Infinity', '', '0', XMLPARSE(DOCUMENT '<a/>'), '{}', NULL, 'empty');
        INSERT INTO kept (id, day, at, moment, span, ratio, small, raw, price, page, names, moods, days)
            SELECT id, day, at, moment, span, ratio, small, raw, price, page, names, moods, days FROM seen;
        INSERT INTO a_child VALUES (1, 5), (2, 27);
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shop TO shop_web;
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA shop TO shop_web;
        """;
}
