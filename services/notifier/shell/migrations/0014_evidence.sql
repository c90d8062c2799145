-- What became of texts is asked for where nobody said it, and a trouble of the carrier's is one for all processes.

-- `unconfirmed` has its place above `sent` (core/texts.py): the places above it move up.
UPDATE texts SET rank = rank + 1 WHERE status IN ('failed', 'undelivered', 'delivered');

-- When to ask the carrier what became of a text that it took, and how often that was done.
ALTER TABLE texts ADD COLUMN IF NOT EXISTS ask_after timestamptz;
ALTER TABLE texts ADD COLUMN IF NOT EXISTS asks integer NOT NULL DEFAULT 0;
UPDATE texts SET ask_after = posting_at + interval '1 hour' WHERE status IN ('accepted', 'sent') AND ask_after IS NULL;
CREATE INDEX IF NOT EXISTS texts_unreported ON texts (ask_after) WHERE status IN ('accepted', 'sent');
CREATE INDEX IF NOT EXISTS texts_moved ON texts (moved_at) WHERE moved_at IS NOT NULL;

-- At most one row: posting has stopped for all, since when and why, and when one text may try the way again.
CREATE TABLE IF NOT EXISTS outages (
    carrier text PRIMARY KEY,
    cause text NOT NULL,
    code integer,
    since timestamptz NOT NULL,
    probes integer NOT NULL,
    good integer NOT NULL,
    probe_at timestamptz NOT NULL
);

-- Codes with which most texts fail, whoever gets them; until when that is believed.
CREATE TABLE IF NOT EXISTS carrier_alarms (
    code integer PRIMARY KEY,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    failed integer NOT NULL,
    ended integer NOT NULL
);
