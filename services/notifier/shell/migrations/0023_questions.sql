-- What a reply of a case may have answered: the texts that went to its phones, also those of another case of the phone.
-- Names are sealed under the borrower's and the officer's keys. A check code is nobody's to see, so it is left out.
CREATE OR REPLACE VIEW :published.questions AS
SELECT phones.case_id, t.intent, t.case_id AS asked_in, t.kind, t.visit, t.version, t.slots, t.posting_at, t.language,
       (t.wording::jsonb - 'check_code')::text AS wording, t.name, t.officer
FROM (SELECT DISTINCT case_id, phone_hash FROM texts) AS phones JOIN texts t USING (phone_hash)
WHERE t.posting_at IS NOT NULL AND t.status NOT IN ('rejected', 'claimed', 'withdrawn');
COMMENT ON VIEW :published.questions IS 'The texts that a reply of a case may answer, with what they asked; names are sealed, check codes are left out.';
