-- What an event said, as 8 bytes: the same id with other content is no repetition. NULL: from before, or no event.
ALTER TABLE inbox ADD COLUMN IF NOT EXISTS content bytea;
