-- The time of borrowers that visits have taken. The machine asks before it books; this refuses what it overlooks.
-- A person may owe several loans, so the constraint is over the borrower, not the case.
CREATE TABLE bookings (
    booking text PRIMARY KEY,
    aggregate text NOT NULL,
    borrower text NOT NULL,
    during tstzrange NOT NULL CHECK (NOT isempty(during)),
    CONSTRAINT one_visit_at_a_time EXCLUDE USING gist (borrower WITH =, during WITH &&)
);
