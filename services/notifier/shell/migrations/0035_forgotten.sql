-- Who is forgotten is found by what the bank calls them, and by their key.
CREATE INDEX IF NOT EXISTS phones_of_borrower ON phones (borrower);
CREATE INDEX IF NOT EXISTS phones_of_key ON phones (kid);
