-- How far each round of retention has come (docs/adr/0062): block: of the table, the next to be looked at; over_at: when
-- the last round came to its end, NULL while one is under way.
CREATE TABLE IF NOT EXISTS retention_places (
    task text PRIMARY KEY,
    block bigint NOT NULL DEFAULT 0,
    over_at timestamptz
);

-- Where much is removed, room is given back before a fifth of the table is dead.
ALTER TABLE inbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE history SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE states SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE intake SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
