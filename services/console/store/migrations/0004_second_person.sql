-- What one person asked for that another one confirms: that everything is texted, or visited, again. Page and command
-- keep it here, so that either may confirm what the other asked for, and a restart forgets nothing.

-- seen: when the stop was thrown that is to be lifted; a stop thrown since then is not meant. by: as the bank knows them.
CREATE TABLE console.resumes_asked (
    what text PRIMARY KEY CHECK (what IN ('sending', 'visiting')),
    id uuid NOT NULL UNIQUE,
    cause text NOT NULL,
    seen text NOT NULL,
    by text NOT NULL,
    at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON console.resumes_asked TO doorstep_console;
