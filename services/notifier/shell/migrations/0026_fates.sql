-- What becomes of texts, to be counted by what was said, how it ended and the carrier's code; nobody's text in particular.
-- (The index `texts_moved` is on the moment.)
CREATE OR REPLACE VIEW :published.text_fates AS
SELECT moved_at AS at, kind, region, status, carrier_code FROM texts WHERE moved_at IS NOT NULL;
COMMENT ON VIEW :published.text_fates IS 'A row for each text that was posted or given up: when its status changed last, and to what. Without ids, to be counted.';

CREATE OR REPLACE VIEW :published.doubt_evidence AS
SELECT intent, claimed_at, tries, sid IS NOT NULL AS has_id, carrier_code FROM texts WHERE status = 'uncertain';
COMMENT ON VIEW :published.doubt_evidence IS 'What is known of each text in doubt: whether the carrier gave it an id, what it said, how often it was tried.';

CREATE OR REPLACE VIEW :published.outages AS
SELECT cause, code, since, probes, good, probe_at FROM outages;
COMMENT ON VIEW :published.outages IS 'At most one row: posting has stopped for all, since when and why, and when one text tries the way again.';

CREATE OR REPLACE VIEW :published.carrier_alarms AS SELECT code, since, until, failed, ended FROM carrier_alarms;
COMMENT ON VIEW :published.carrier_alarms IS 'Codes with which most texts fail, whoever gets them, and until when that is believed.';
