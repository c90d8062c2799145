-- A dead letter that an operator gave up on, and why. It stays, sealed, until retention removes it.
ALTER TABLE dead_letters ADD COLUMN discarded_at timestamptz, ADD COLUMN discarded_why text;
