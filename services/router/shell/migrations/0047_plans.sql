-- Indexes for what read a table whole (tests/plans): duties that are over, and those that never took any time.
CREATE INDEX IF NOT EXISTS duties_over ON duties (upper(during));
CREATE INDEX IF NOT EXISTS duties_of_no_time ON duties (booking) WHERE isempty(during);
