-- Replies that wait for a person: not understood, pictures, questions who we are. Words and pictures are sealed JSON.
-- settled_at, settled_by and verdict are the person's.
CREATE TABLE IF NOT EXISTS replies_to_read (
    id uuid PRIMARY KEY,
    case_id text NOT NULL,
    sid text NOT NULL,
    received_at timestamptz NOT NULL,
    why text NOT NULL,
    words text NOT NULL,
    media text,
    settled_at timestamptz,
    settled_by text,
    verdict text
);
CREATE INDEX IF NOT EXISTS replies_to_read_of_case ON replies_to_read (case_id, received_at DESC);
CREATE INDEX IF NOT EXISTS replies_to_read_waiting ON replies_to_read (received_at) WHERE settled_at IS NULL;
