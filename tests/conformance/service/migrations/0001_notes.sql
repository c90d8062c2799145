-- A table of the service's own.
CREATE TABLE notes (
    key text PRIMARY KEY,
    words text NOT NULL
);
