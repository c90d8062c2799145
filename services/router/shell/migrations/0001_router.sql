-- Who is on the way to or at which door, and when. The database itself refuses to send anybody to two at a time.
-- Checked at the commit, because timing a route anew moves several rows past each other.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE TABLE duties (
    collector text NOT NULL,
    booking text NOT NULL,
    region text NOT NULL,
    during tstzrange NOT NULL,
    PRIMARY KEY (collector, booking),
    CONSTRAINT nobody_twice EXCLUDE USING gist (collector WITH =, during WITH &&) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX duties_booking ON duties (booking);
