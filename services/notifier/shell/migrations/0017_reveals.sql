-- Who looked at a borrower's own words, when and why. Only ever added to.
CREATE TABLE IF NOT EXISTS reveals (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    operator text NOT NULL,
    why text NOT NULL,
    case_id text NOT NULL,
    reply uuid NOT NULL
);
