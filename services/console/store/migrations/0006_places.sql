-- Places are forgotten by their age. Rows that fill freed room widen the ranges of a BRIN index, so it came to read
-- everything for the few that are old.
DROP INDEX IF EXISTS console.model_places_at;
CREATE INDEX IF NOT EXISTS model_places_age ON console.model_places (generation, at);
