-- Does our slot exist, for this database and this plugin? True or false.
-- Side: source. Variable: slot.
SELECT EXISTS (
    SELECT FROM pg_replication_slots
    WHERE slot_name = {{ slot | sql.literal }} AND plugin = 'pgoutput' AND database = current_database()
) AS there
