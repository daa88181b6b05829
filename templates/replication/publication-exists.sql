-- Does the publication exist? True or false.
-- Side: source. Variable: publication.
SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = {{ publication | sql.literal }}) AS there
