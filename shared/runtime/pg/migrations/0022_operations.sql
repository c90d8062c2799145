-- What operators asked of this service, and what came of it (docs/adr/0031). Rows stay: they are the history of what
-- people did. doc is the event; done_at NULL: not carried out yet; refused: why it was not done, in a sentence.
CREATE TABLE IF NOT EXISTS operations (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL,
    by text NOT NULL,
    why text,
    kind text NOT NULL,
    target text NOT NULL,
    doc bytea NOT NULL,
    done_at timestamptz,
    refused text
);
CREATE INDEX IF NOT EXISTS operations_open ON operations (seq) WHERE done_at IS NULL;

CREATE OR REPLACE VIEW :published.operations AS
SELECT id, at, by, why, kind, target, done_at,
       CASE WHEN done_at IS NULL THEN 'asked' WHEN refused IS NULL THEN 'done' ELSE 'refused' END AS outcome, refused
FROM operations;
COMMENT ON VIEW :published.operations IS 'What operators asked of this service: who, when, why, and what came of it. outcome: asked, done or refused, and then refused says why.';
