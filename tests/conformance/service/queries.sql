-- keep_notes: one a key
INSERT INTO notes (key, words) SELECT * FROM unnest(%(key)b::text[], %(words)b::text[])

-- notes_of: under a lock, so that nobody writes another one meanwhile
SELECT key, words FROM (SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))) AS locked, notes
WHERE key = %(key)s
