-- Which data keys were erased, and whose they were: none of them opens again, also where its row is copied back from a
-- dump (docs/adr/0056). In the schema that all services share; rows stay for ever. What the topic `erasures` says besides
-- is put in here at each start, so that a database that was restored learns what was forgotten after its backup.
CREATE TABLE IF NOT EXISTS privacy.forgotten (
    kid text PRIMARY KEY,
    borrower text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS forgotten_borrower ON privacy.forgotten (borrower);
