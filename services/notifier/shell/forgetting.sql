-- numbers_of: under which numbers and keys a person was ever named, and for which cases
SELECT case_id, phone_hash, kid FROM phones WHERE borrower = %(borrower)s ORDER BY case_id, phone_hash

-- shared_keys: keys that somebody else's values are sealed under too
SELECT DISTINCT kid FROM phones WHERE kid = ANY(%(kids)b::text[]) AND borrower <> %(borrower)s ORDER BY kid

-- forgotten_among: which of these ids and keys were erased
SELECT borrower AS name FROM privacy.forgotten WHERE borrower = ANY(%(names)b::text[])
UNION SELECT kid FROM privacy.forgotten WHERE kid = ANY(%(names)b::text[])

-- replies_waiting: cases with a reply that nobody has decided on yet
SELECT DISTINCT aggregate FROM intake
WHERE aggregate = ANY(%(cases)b::text[]) AND position('"reply-received"'::bytea IN doc) > 0

-- known_again: who was forgotten, and of whom something stands here all the same: the database was restored, or the
-- bank's word was being decided on in that very moment
SELECT DISTINCT f.borrower FROM privacy.forgotten f
WHERE f.borrower <> '' AND (SELECT count(*) FROM phones p WHERE p.borrower = f.borrower) > 0
ORDER BY f.borrower LIMIT %(limit)s

-- erase_keys: what was sealed under them opens no more, and they are never made again
WITH told AS (
    SELECT * FROM unnest(%(kid)b::text[], %(borrower)b::text[], %(at)b::timestamptz[]) AS n (kid, borrower, at)
), remembered AS (
    INSERT INTO privacy.forgotten (kid, borrower, at) SELECT kid, borrower, at FROM told
    ON CONFLICT (kid) DO UPDATE SET borrower = excluded.borrower WHERE forgotten.borrower = ''
)
DELETE FROM privacy.data_keys USING told WHERE data_keys.kid = told.kid

-- silence_numbers: who wrote STOP is never texted again, also when nobody knows any more whose number it was. Unless a
-- START came from it later than that, by more than clocks may differ (see suppress)
INSERT INTO suppressions (borrower, phone_hash, cause, active, at)
SELECT DISTINCT ON (n.phone_hash) '', n.phone_hash, s.cause, true, s.at
FROM unnest(%(borrower)b::text[], %(phone_hash)b::text[]) AS n (borrower, phone_hash)
JOIN suppressions s ON s.borrower = n.borrower AND s.phone_hash = '' AND s.active
ORDER BY n.phone_hash, s.at DESC
ON CONFLICT (borrower, phone_hash) DO UPDATE
    SET cause = excluded.cause, active = true, at = greatest(suppressions.at, excluded.at)
    WHERE suppressions.at <= excluded.at + interval '2 minutes'

-- unlink_numbers: no hash of theirs stands beside anything of theirs. In states and histories it becomes zeros, in both
-- alike, so that these still fold to those; what strangers wrote from a number that only they had is not kept either
WITH gone AS (
    SELECT * FROM unnest(%(borrower)b::text[], %(case_id)b::text[], %(phone_hash)b::text[])
        AS n (borrower, case_id, phone_hash)
), numbers AS (
    SELECT case_id, string_agg(DISTINCT phone_hash, '|') AS hashes FROM gone GROUP BY case_id
), texted AS (
    UPDATE texts SET phone_hash = repeat('0', 64) FROM gone
    WHERE texts.case_id = gone.case_id AND texts.phone_hash = gone.phone_hash AND texts.borrower = gone.borrower
), now AS (
    UPDATE states SET doc = convert_to(regexp_replace(convert_from(doc, 'UTF8'), hashes, repeat('0', 64), 'g'), 'UTF8')
    FROM numbers WHERE aggregate = case_id
), before AS (
    UPDATE history SET changes = regexp_replace(changes::text, hashes, repeat('0', 64), 'g')::json
    FROM numbers WHERE aggregate = case_id AND changes::text ~ hashes
), strange AS (
    UPDATE unmatched_replies SET phone_hash = '', words = NULL FROM (SELECT DISTINCT borrower, phone_hash FROM gone) AS g
    WHERE unmatched_replies.phone_hash = g.phone_hash
      AND NOT EXISTS (SELECT FROM phones p WHERE p.phone_hash = g.phone_hash AND p.borrower <> g.borrower)
), lost AS (
    UPDATE lost_texts SET phones = ARRAY(SELECT unnest(phones) EXCEPT SELECT phone_hash FROM gone)
    WHERE phones && ARRAY(SELECT phone_hash FROM gone)
      AND NOT EXISTS (SELECT FROM phones p JOIN gone g USING (phone_hash) WHERE p.borrower <> g.borrower)
), dropped AS (
    DELETE FROM suppressions USING (SELECT DISTINCT borrower FROM gone) AS g
    WHERE suppressions.borrower = g.borrower AND suppressions.phone_hash <> ''
)
DELETE FROM phones USING gone
WHERE phones.phone_hash = gone.phone_hash AND phones.case_id = gone.case_id AND phones.borrower = gone.borrower

-- settle_unreadable: what waits for a person to read it, and can't be read any more, waits no longer
UPDATE replies_to_read SET settled_at = n.at, settled_by = 'forgotten', verdict = 'nothing'
FROM unnest(%(case_id)b::text[], %(at)b::timestamptz[]) AS n (case_id, at)
WHERE replies_to_read.case_id = n.case_id AND settled_at IS NULL

-- erase_letters: records about them that nobody could read, where those are not sealed under their own key. Also settled
UPDATE dead_letters SET original = 'erased' FROM (SELECT DISTINCT name FROM unnest(%(name)b::uuid[]) AS n (name)) AS n
WHERE concerns @> ARRAY[n.name] AND original <> '' AND left(original, 1) <> '{'

-- last_keys_of: the key of whom each case is about, as the bank named it last
SELECT DISTINCT ON (case_id) case_id, kid FROM phones WHERE case_id = ANY(%(cases)b::text[]) AND kid IS NOT NULL
ORDER BY case_id, told_at DESC NULLS LAST, kid
