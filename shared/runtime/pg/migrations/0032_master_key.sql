-- By what the master key is known, for all services (docs/adr/0049). check_value: tells it from any other, and nothing
-- about it. purposes: the keys that hash phones and seal what is set aside, under the master key. next_*: of the master
-- key to which ./doorstep keys rewrap changes; rows of data_keys are under the one or the other meanwhile.
CREATE TABLE IF NOT EXISTS privacy.master_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    check_value bytea NOT NULL CHECK (length(check_value) = 32),
    purposes text NOT NULL,
    next_check bytea CHECK (length(next_check) = 32),
    next_purposes text,
    at timestamptz NOT NULL DEFAULT now(),
    CHECK ((next_check IS NULL) = (next_purposes IS NULL))
);
