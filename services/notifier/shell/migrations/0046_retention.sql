-- Texts and the ledger go with their cases; the room is given back before a fifth of each is dead (docs/adr/0062).
ALTER TABLE texts SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE contacts SET (autovacuum_vacuum_scale_factor = 0.05);
