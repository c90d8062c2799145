-- Which cases are held for which letter: a record that could not be read, and named them.
CREATE TABLE IF NOT EXISTS unread_records (
    letter uuid NOT NULL,
    case_id text NOT NULL,
    code text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (letter, case_id)
);
