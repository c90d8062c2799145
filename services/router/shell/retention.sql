-- old_decisions: on a region, which never ends: its decisions go one by one. The newest two thousand stay whatever their
-- age: what the region is now is folded from those since its document was written (core/formats.py)
SELECT h.ctid::text AS key FROM history h JOIN states s ON s.aggregate = h.aggregate
WHERE h.ctid >= %(first)s::text::tid AND h.ctid < %(last)s::text::tid AND h.at < %(before)b::timestamptz
  AND h.version < s.version - 2000 AND h.version <= coalesce(s.doc_version, s.version)
ORDER BY h.aggregate, h.version

-- decisions_to_keep: as the export of a case has them
SELECT about, aggregate AS region, at, version AS number, said, cause, reason, why, rule, accepted FROM history
WHERE ctid = ANY(%(keys)b::text[]::tid[]) ORDER BY aggregate, version

-- forget_decisions: they are written down. Rows of a history are never changed, so a place is theirs until they go
DELETE FROM history WHERE ctid = ANY(%(keys)b::text[]::tid[])
