-- States that processes hold in memory (docs/adr/0058). `at`: the time of the last decision, which stood in history only.
-- `mark` is of one write of the row, and of no other: a version alone does not tell what stands, since a restored database
-- decides others under the same number, and who is forgotten is taken out of what stands. Rows of before have neither:
-- they are read, and their time is looked up, until they are written again.
ALTER TABLE states ADD COLUMN IF NOT EXISTS at timestamptz;
ALTER TABLE states ADD COLUMN IF NOT EXISTS mark uuid;

-- Who writes the row without a mark of their own (the former version, a statement that takes somebody out, a person) has
-- it unmarked, so nobody goes on with what they hold of it. Where they raise the version, its time is in history.
CREATE OR REPLACE FUNCTION unmark_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.mark := NULL;
    IF NEW.version <> OLD.version THEN
        NEW.at := NULL;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS states_unmarked ON states;
CREATE TRIGGER states_unmarked BEFORE UPDATE ON states FOR EACH ROW
    WHEN (NEW.mark IS NOT DISTINCT FROM OLD.mark) EXECUTE FUNCTION unmark_state();
