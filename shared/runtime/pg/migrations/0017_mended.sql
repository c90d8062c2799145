-- Who gave a dead letter back changed, and why. The letter itself keeps the bytes as they came.
ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS mended_by text, ADD COLUMN IF NOT EXISTS mended_why text;
