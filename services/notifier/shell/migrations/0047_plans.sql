-- Indexes for what read a table whole (tests/plans): texts by the carrier's id; the newest replies that a person settled,
-- and the newest messages of strangers.
CREATE INDEX IF NOT EXISTS texts_sid ON texts (sid) WHERE sid IS NOT NULL;
CREATE INDEX IF NOT EXISTS replies_to_read_settled ON replies_to_read (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS unmatched_replies_at ON unmatched_replies (received_at);
