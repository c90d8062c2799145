-- Who is forgotten is found by what the bank calls them, and by their key.
CREATE INDEX IF NOT EXISTS phones_of_borrower ON phones (borrower);
CREATE INDEX IF NOT EXISTS phones_of_key ON phones (kid);

-- What is known of a borrower, for whoever gives it to them: sealed values are opened with the master key, and who does
-- that is written down. Asked by borrower, so found by its index.
CREATE OR REPLACE VIEW :published.persons AS
SELECT named.borrower, named.case_id, person ->> 'language' AS language, person ->> 'zone' AS zone,
       person ->> 'region' AS region, person ->> 'phone' AS phone, person ->> 'name' AS name,
       person ->> 'address' AS address, person ->> 'home' AS home, person ->> 'officer' AS officer
FROM (SELECT DISTINCT borrower, case_id FROM phones) AS named
JOIN states s ON s.aggregate = named.case_id,
LATERAL (SELECT convert_from(s.doc, 'UTF8')::json AS known OFFSET 0) AS d,
LATERAL (SELECT coalesce(known #> '{loan,person}', known -> 'person') AS person) AS p
WHERE person ->> 'borrower' = named.borrower;
COMMENT ON VIEW :published.persons IS 'Whom each case is about, by what the bank calls them; phone, name, address, home and officer are sealed.';

CREATE OR REPLACE VIEW :published.person_texts AS
SELECT borrower, case_id, intent, kind, language, wording, officer, zone, visit, status, carrier_code, claimed_at,
       posting_at, moved_at, body_hash
FROM texts;
COMMENT ON VIEW :published.person_texts IS 'Every text that was to go to a borrower, with what it says besides its template, and the SHA-256 of its body; names in it are sealed.';

CREATE OR REPLACE VIEW :published.person_consent AS
SELECT borrower, cause, active, at FROM suppressions WHERE phone_hash = '' AND borrower <> '';
COMMENT ON VIEW :published.person_consent IS 'Who wants no texts, or wants them again: the newest word of each.';
