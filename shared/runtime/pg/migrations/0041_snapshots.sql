-- A document may be of an earlier version than the state (docs/adr/0058): what came since is in history. NULL: it is of this
-- version. Who knows nothing of that writes whole documents.
ALTER TABLE states ADD COLUMN IF NOT EXISTS doc_version integer;

CREATE OR REPLACE FUNCTION unmark_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.mark := NULL;
    IF NEW.version <> OLD.version THEN
        NEW.at := NULL;
        NEW.doc_version := NULL;
    END IF;
    RETURN NEW;
END $$;
