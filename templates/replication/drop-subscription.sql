-- Drops the subscription without contacting the source, so that it is one transaction and works with the source gone too. The
-- slots on the source are dropped by a separate step. The subscription must be disabled already.
-- Side: target. Variable: subscription.
ALTER SUBSCRIPTION {{ subscription | sql.ident }} SET (slot_name = NONE);
DROP SUBSCRIPTION {{ subscription | sql.ident }}
