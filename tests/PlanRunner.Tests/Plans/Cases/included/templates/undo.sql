-- Takes back with a mistake
SELECT {{ unknown_undo }};
