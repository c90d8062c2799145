-- What a refused record names, as ids that can't be read: who comes to be known later can look whether something about
-- it lies here unread.
ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS concerns uuid[];
CREATE INDEX IF NOT EXISTS dead_letters_concerns ON dead_letters USING gin (concerns)
    WHERE replayed_at IS NULL AND discarded_at IS NULL;
