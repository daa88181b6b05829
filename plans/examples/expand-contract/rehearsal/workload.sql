-- The application: people register, change their address, come by and leave.

-- transaction register
SELECT app.register(' New-' || CAST(:id AS text) || '@Workload.test');

-- transaction change-address
SELECT app.change_address(:random % 100000 * 3 + 3, 'Changed-' || CAST(:id AS text) || '@Workload.test ');

-- transaction visit
UPDATE app.account SET seen_at = now(), visits = visits + 1 WHERE id = :random % 100000 * 3 + 3;

-- transaction leave
DELETE FROM app.account WHERE id = :random % 100000 * 3 + 3;
