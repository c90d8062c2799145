-- load_states: locked in one order, so that two batches can't wait for each other. A document that the asker holds as
-- it stands is not read. The time of the last decision is in history where nobody put it beside the state
SELECT s.aggregate, s.version, s.format, s.mark, s.doc_version,
       CASE WHEN s.version = n.version AND s.mark = n.mark THEN NULL ELSE s.doc END AS doc,
       coalesce(s.at, (SELECT h.at FROM history h WHERE h.aggregate = s.aggregate AND h.version = s.version)) AS at
FROM unnest(%(aggregates)b::text[], %(versions)b::int4[], %(marks)b::uuid[]) AS n (aggregate, version, mark)
JOIN states s ON s.aggregate = n.aggregate
ORDER BY s.aggregate FOR UPDATE OF s

-- look_at_state: the same of one aggregate, for who only asks: nobody waits for that
SELECT s.version, s.doc, s.format, s.mark, s.doc_version,
       coalesce(s.at, (SELECT h.at FROM history h WHERE h.aggregate = s.aggregate AND h.version = s.version)) AS at
FROM states s WHERE s.aggregate = %(aggregate)s

-- look_at_changes: what came after its document, where that is of an earlier version
SELECT h.version, h.changes::text AS changes FROM states s JOIN history h ON h.aggregate = s.aggregate AND h.version > s.doc_version
WHERE s.aggregate = %(aggregate)s ORDER BY h.version

-- changes_after: of aggregates that are locked, so nothing comes behind it. OFFSET 0 keeps it to one look a state
SELECT h.aggregate, h.version, h.changes::text AS changes
FROM unnest(%(aggregates)b::text[], %(versions)b::int4[]) AS n (aggregate, version), LATERAL (
    SELECT aggregate, version, changes FROM history
    WHERE history.aggregate = n.aggregate AND history.version > n.version OFFSET 0
) AS h
ORDER BY h.aggregate, h.version

-- insert_states: a state that another process made first is a unique violation, and the batch is done again
INSERT INTO states (aggregate, version, doc, at, format, mark)
SELECT a, v, d, t, %(format)s::int2, %(mark)s::uuid
FROM unnest(%(aggregate)b::text[], %(version)b::int4[], %(doc)b::bytea[], %(at)b::timestamptz[]) AS n (a, v, d, t)

-- update_states: the rows are locked since they were read
UPDATE states SET version = n.version, doc = n.doc, at = n.at, format = %(format)s::int2, mark = %(mark)s::uuid, doc_version = NULL
FROM unnest(%(aggregate)b::text[], %(version)b::int4[], %(doc)b::bytea[], %(at)b::timestamptz[]) AS n (aggregate, version, doc, at)
WHERE states.aggregate = n.aggregate

-- move_states: the changes are in history, and the document stays that of its version
UPDATE states SET version = n.version, at = n.at, format = %(format)s::int2, mark = %(mark)s::uuid,
       doc_version = coalesce(doc_version, states.version)
FROM unnest(%(aggregate)b::text[], %(version)b::int4[], %(at)b::timestamptz[]) AS n (aggregate, version, at)
WHERE states.aggregate = n.aggregate
