-- What is known of whom a case is about, as the bank sealed it: to be opened one at a time, by whoever has the master key
-- and writes down that they do. A closed case that forgot its person has none.
CREATE OR REPLACE VIEW :published.contacts AS
SELECT case_id, person ->> 'phone' AS phone, person ->> 'name' AS name, person ->> 'address' AS address
FROM (
    SELECT s.aggregate AS case_id, coalesce(known #> '{loan,person}', known -> 'person') AS person
    FROM states s, LATERAL (SELECT convert_from(s.doc, 'UTF8')::json AS known OFFSET 0) AS d
) AS found WHERE person IS NOT NULL;
COMMENT ON VIEW :published.contacts IS 'Whom each case is about: telephone number, name and address, all sealed under the person''s key.';
