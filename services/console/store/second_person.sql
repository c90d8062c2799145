-- ask_resume: at most one for each thing that is stopped; one that is over, or about another stop, makes room.
INSERT INTO console.resumes_asked AS old (what, id, cause, seen, by, at, ends_at)
VALUES (%(what)s, %(id)s, %(cause)s, %(seen)s, %(by)s, %(at)s, %(ends_at)s)
ON CONFLICT (what) DO UPDATE SET id = excluded.id, cause = excluded.cause, seen = excluded.seen, by = excluded.by,
    at = excluded.at, ends_at = excluded.ends_at
WHERE old.ends_at <= excluded.at OR old.seen <> excluded.seen
RETURNING what, id, cause, seen, by, at

-- resumes_waiting: what somebody asked for and nobody confirmed yet.
SELECT what, id, cause, seen, by, at FROM console.resumes_asked WHERE ends_at > %(now)s ORDER BY what

-- resume_locked: the one, until the transaction ends: of two who confirm it one does.
SELECT what, id, cause, seen, by, at FROM console.resumes_asked WHERE id = %(id)s AND ends_at > %(now)s FOR UPDATE

-- resume_over: it was confirmed or withdrawn.
DELETE FROM console.resumes_asked WHERE id = %(id)s AND ends_at > %(now)s RETURNING what, id, cause, seen, by, at
