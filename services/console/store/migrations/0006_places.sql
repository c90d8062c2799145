-- Places are forgotten by their age. Rows that fill freed room widen the ranges of the BRIN index, so by it everything
-- would be read for the few that are old.
CREATE INDEX IF NOT EXISTS model_places_age ON console.model_places (generation, at);
