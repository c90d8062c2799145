-- After a restore: what is known of the time that was lost with the database (docs/adr/0053). It holds no words and no
-- number, only keyed hashes.

-- The lost time. Nothing is posted while over_at is empty. until is this server's clock, since and heard_at are ours.
-- heard_at: from then on everything that the bank had said in it was decided on.
CREATE TABLE IF NOT EXISTS lost_time (
    id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    heard_at timestamptz,
    over_at timestamptz
);

-- Texts that the carrier took in that time and that nothing here explains. phones: the recipient in each form in which
-- the bank may write it. how: what became clear of it (same-words, same-turn: it is the text `intent`; in-doubt: it is
-- looked for as one that we know we began; for-a-person: its case waits for somebody), empty until then.
CREATE TABLE IF NOT EXISTS lost_texts (
    sid text PRIMARY KEY,
    phones text[] NOT NULL,
    words text NOT NULL,
    at timestamptz NOT NULL,
    status text,
    code integer,
    how text,
    intent uuid,
    settled_at timestamptz
);
CREATE INDEX IF NOT EXISTS lost_texts_to ON lost_texts USING gin (phones) WHERE how IS NULL;

-- STOPs that we had told others of in that time. words is sealed under the person's key.
CREATE TABLE IF NOT EXISTS lost_stops (
    id uuid PRIMARY KEY,
    case_id text NOT NULL,
    received_at timestamptz NOT NULL,
    words text NOT NULL,
    told boolean NOT NULL DEFAULT false
);

CREATE OR REPLACE VIEW :published.lost_time AS
SELECT since, until, heard_at, over_at,
       (SELECT count(*) FROM lost_texts) AS texts, (SELECT count(*) FROM lost_texts WHERE how IS NULL) AS texts_open,
       (SELECT count(*) FROM lost_texts WHERE how = 'for-a-person') AS texts_for_a_person,
       (SELECT count(*) FROM lost_stops) AS stops
FROM lost_time;
COMMENT ON VIEW :published.lost_time IS 'At most one row: the time that a restore lost, whether texts wait for it still, and how many texts of it only the carrier knew.';

CREATE OR REPLACE VIEW :published.lost_texts AS
SELECT l.sid, l.at, l.status, l.code, l.how, l.intent, l.settled_at, array_remove(array_agg(DISTINCT p.case_id ORDER BY p.case_id), NULL) AS cases
FROM lost_texts l LEFT JOIN phones p ON p.phone_hash = ANY (l.phones)
GROUP BY l.sid;
COMMENT ON VIEW :published.lost_texts IS 'Texts that the carrier took in the lost time and that nothing here explained: the cases of their number, and what became clear of them.';
