-- Texts that wait cost nothing: which is next, and whose time ran out, is the first of an index each.

CREATE INDEX IF NOT EXISTS texts_next ON texts (coalesce(try_after, '-infinity'::timestamptz), claimed_at, intent)
    WHERE status = 'claimed';
CREATE INDEX IF NOT EXISTS texts_ending ON texts (post_before) WHERE status = 'claimed';
DROP INDEX IF EXISTS texts_claimed;
