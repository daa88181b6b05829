-- Names what nobody knows
SELECT {{ unknown_name }};
