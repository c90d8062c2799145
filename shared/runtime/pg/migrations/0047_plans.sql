-- Indexes for what read a table whole (tests/plans): letters that were given back lately, and all that are about
-- somebody, and open ones; and what was asked about one thing.
CREATE INDEX IF NOT EXISTS dead_letters_returned ON dead_letters (replayed_at) WHERE replayed_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS dead_letters_about ON dead_letters USING gin (concerns);
CREATE INDEX IF NOT EXISTS dead_letters_open ON dead_letters (at) WHERE replayed_at IS NULL AND discarded_at IS NULL;
CREATE INDEX IF NOT EXISTS operations_target ON operations (target);
