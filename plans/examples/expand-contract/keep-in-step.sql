-- Keeps both columns in step, whichever of them the application writes: the old version writes email, the new one email_address.
-- No variables.
CREATE FUNCTION app.keep_email_in_step() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $body$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.email := coalesce(NEW.email, NEW.email_address);
        NEW.email_address := coalesce(NEW.email_address, lower(btrim(NEW.email)));
    ELSIF NEW.email_address IS DISTINCT FROM OLD.email_address THEN
        IF lower(btrim(NEW.email)) IS DISTINCT FROM NEW.email_address THEN
            NEW.email := NEW.email_address;
        END IF;
    ELSIF NEW.email IS DISTINCT FROM OLD.email THEN
        NEW.email_address := lower(btrim(NEW.email));
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER keep_email_in_step BEFORE INSERT OR UPDATE ON app.account
    FOR EACH ROW EXECUTE FUNCTION app.keep_email_in_step()
