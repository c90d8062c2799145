-- name_phones: what comes from these numbers concerns these cases; the newest word on whose key it is counts
INSERT INTO phones (phone_hash, case_id, borrower, kid, told_at)
SELECT DISTINCT ON (phone_hash, case_id) * FROM unnest(
    %(phone_hash)b::text[], %(case_id)b::text[], %(borrower)b::text[], %(kid)b::text[], %(told_at)b::timestamptz[]
) AS n (phone_hash, case_id, borrower, kid, told_at) ORDER BY phone_hash, case_id, told_at DESC
ON CONFLICT (phone_hash, case_id) DO UPDATE
    SET borrower = excluded.borrower, kid = excluded.kid, told_at = excluded.told_at
    WHERE phones.told_at IS NULL OR phones.told_at <= excluded.told_at

-- cases_of: all cases that a phone concerns
SELECT phone_hash, case_id, borrower FROM phones WHERE phone_hash = ANY(%(phones)b::text[]) ORDER BY case_id, phone_hash

-- whose: all cases that these phones concern, each with the keys of whom it is about, as the bank calls them, the newest
-- first; a case without any key is there once
SELECT n.phone_hash, n.case_id, k.phone_hash AS named, k.kid
FROM phones n LEFT JOIN phones k ON k.case_id = n.case_id AND k.kid IS NOT NULL
WHERE n.phone_hash = ANY(%(phones)b::text[])
ORDER BY n.case_id, n.phone_hash, k.told_at DESC NULLS LAST, k.kid

-- told_before: which messages were taken in for these cases, or kept because they belonged to none? history is kept
-- longer than the inbox
SELECT n.id::text AS told FROM history JOIN unnest(%(cases)b::text[], %(ids)b::uuid[]) AS n (case_id, id)
    ON history.aggregate = n.case_id AND history.cause = n.id::text
UNION SELECT id::text FROM intake WHERE id = ANY(%(ids)b::uuid[])
-- in a lost time whose number it is may only become known, so there those of nobody are taken again
UNION ALL SELECT sid FROM unmatched_replies u WHERE sid = ANY(%(sids)b::text[])
    AND NOT (why = 'unknown-phone' AND EXISTS (SELECT 1 FROM lost_time WHERE over_at IS NULL AND since <= u.received_at))

-- moment: by which all processes date what they are told just now. Their own clocks may differ by minutes
SELECT clock_timestamp() AS at

-- keep_unmatched: each once, as it came first
INSERT INTO unmatched_replies (sid, received_at, phone_hash, why, said, words)
SELECT * FROM unnest(
    %(sid)b::text[], %(received_at)b::timestamptz[], %(phone_hash)b::text[], %(why)b::text[], %(said)b::text[],
    %(words)b::text[]
) ON CONFLICT (sid) DO NOTHING

-- silenced: from which of these numbers a STOP came whose sender nobody knew
SELECT phone_hash FROM suppressions WHERE borrower = '' AND active AND phone_hash = ANY(%(phones)b::text[])

-- allow_numbers: a STOP from a number that was nobody's is over, if it is older
UPDATE suppressions SET active = false, cause = 'opted-in', at = n.at
FROM unnest(%(phone_hash)b::text[], %(at)b::timestamptz[]) AS n (phone_hash, at)
WHERE suppressions.borrower = '' AND suppressions.phone_hash = n.phone_hash AND suppressions.at < n.at

-- read_upto: how far a list of the carrier's was read; never less far
INSERT INTO carrier_read (what, upto)
SELECT what, max(upto) FROM unnest(%(what)b::text[], %(upto)b::timestamptz[]) AS n (what, upto) GROUP BY what
ON CONFLICT (what) DO UPDATE SET upto = excluded.upto WHERE carrier_read.upto < excluded.upto

-- carrier_read: up to when a list of the carrier's was read
SELECT upto FROM carrier_read WHERE what = %(what)s
