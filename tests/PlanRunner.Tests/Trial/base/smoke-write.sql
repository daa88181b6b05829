-- A message that the application's role writes and takes away again; args.keys as in the flagship's own smoke-write.sql.
{{~ if args.keys == 'explicit' ~}}
INSERT INTO shop.message (id, body) OVERRIDING SYSTEM VALUE VALUES (-7, 'smoke');
{{~ else ~}}
INSERT INTO shop.message (body) VALUES ('smoke');
{{~ end ~}}
DELETE FROM shop.message WHERE body = 'smoke'
