-- For {{ owner | sql.literal }}
COMMENT ON TABLE shop.orders IS
    'of {{ args.who | sql.literal }}'
