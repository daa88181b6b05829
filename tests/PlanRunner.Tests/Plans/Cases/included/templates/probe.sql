-- Asks with a mistake
SELECT {{ unknown_probe }};
