-- Removes the trigger that keeps both columns in step, and its function.
-- No variables.
DROP TRIGGER IF EXISTS keep_email_in_step ON app.account;
DROP FUNCTION IF EXISTS app.keep_email_in_step()
