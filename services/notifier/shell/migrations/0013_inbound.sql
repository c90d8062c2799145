-- Whoever writes to us is looked up among all numbers that the bank ever named for a case, not only those texted; what
-- matches nobody is kept; and how far the carrier's own list of messages was read is remembered.

-- kid: the key under which the bank sealed the number, and under which words from it are sealed. told_at: when it said so.
ALTER TABLE phones ADD COLUMN IF NOT EXISTS kid text;
ALTER TABLE phones ADD COLUMN IF NOT EXISTS told_at timestamptz;
CREATE INDEX IF NOT EXISTS phones_of_case ON phones (case_id);

-- What is known by now: numbers that were texted, those that the bank named in the past, and those that it names today.
UPDATE phones SET kid = newest.kid, told_at = newest.claimed_at FROM (
    SELECT DISTINCT ON (phone_hash, case_id) phone_hash, case_id, phone::json ->> 'kid' AS kid, claimed_at
    FROM texts ORDER BY phone_hash, case_id, claimed_at DESC
) AS newest
WHERE phones.phone_hash = newest.phone_hash AND phones.case_id = newest.case_id;

INSERT INTO phones (phone_hash, case_id, borrower, kid, told_at)
SELECT DISTINCT ON (person ->> 'phone_hash', case_id)
       person ->> 'phone_hash', case_id, person ->> 'borrower', person -> 'phone' ->> 'kid', at
FROM (
    SELECT aggregate AS case_id, at, coalesce(change -> 'person', change -> 'data' -> 'person') AS person
    FROM history CROSS JOIN LATERAL json_array_elements(changes) AS change
    WHERE json_typeof(changes) = 'array'
) AS named
WHERE person ->> 'phone_hash' IS NOT NULL AND person ->> 'borrower' IS NOT NULL
ORDER BY person ->> 'phone_hash', case_id, at DESC
ON CONFLICT (phone_hash, case_id) DO UPDATE SET kid = coalesce(phones.kid, excluded.kid);

INSERT INTO phones (phone_hash, case_id, borrower, kid, told_at)
SELECT person ->> 'phone_hash', aggregate, person ->> 'borrower', person -> 'phone' ->> 'kid', now()
FROM (
    SELECT aggregate, coalesce(doc -> 'loan' -> 'person', doc -> 'person') AS person
    FROM (SELECT aggregate, convert_from(doc, 'UTF8')::json AS doc FROM states) AS stored
) AS now_named
WHERE person ->> 'phone_hash' IS NOT NULL
ON CONFLICT (phone_hash, case_id) DO UPDATE SET borrower = excluded.borrower, kid = excluded.kid, told_at = excluded.told_at;

-- Messages that belong to no case: from numbers that nobody knows, from short codes and names, for other numbers. words
-- is sealed under the quarantine key, because there is no person's key; NULL where the person was forgotten. said: what
-- was done about it at once (stop, start), or other. phone_hash is empty where the sender has no number.
CREATE TABLE IF NOT EXISTS unmatched_replies (
    sid text PRIMARY KEY,
    received_at timestamptz NOT NULL,
    phone_hash text NOT NULL,
    why text NOT NULL,
    said text NOT NULL,
    words text
);
CREATE INDEX IF NOT EXISTS unmatched_replies_of ON unmatched_replies (phone_hash);

-- Up to when the carrier's list of what was read.
CREATE TABLE IF NOT EXISTS carrier_read (
    what text PRIMARY KEY,
    upto timestamptz NOT NULL
);
