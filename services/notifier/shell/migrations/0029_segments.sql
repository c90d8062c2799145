-- How long each text is, as carriers count it: by our own count of the wording when it is posted, and by the carrier's
-- where that is another. What the carrier bills is kept where it says so. Texts of before have none.
ALTER TABLE texts ADD COLUMN IF NOT EXISTS segments smallint;
ALTER TABLE texts ADD COLUMN IF NOT EXISTS encoding text;
ALTER TABLE texts ADD COLUMN IF NOT EXISTS carrier_segments smallint;
ALTER TABLE texts ADD COLUMN IF NOT EXISTS price numeric;
ALTER TABLE texts ADD COLUMN IF NOT EXISTS price_unit text;

CREATE OR REPLACE VIEW :published.text_fates AS
SELECT moved_at AS at, kind, region, status, carrier_code, coalesce(carrier_segments, segments) AS segments, encoding,
       carrier_segments IS NOT NULL AS counted_otherwise, price, price_unit
FROM texts WHERE moved_at IS NOT NULL;
COMMENT ON VIEW :published.text_fates IS 'A row for each text that was posted or given up: when its status changed last, and to what; its segments, by the carrier where it counted otherwise than we, and what the carrier bills, where it said so. Without ids, to be counted.';
