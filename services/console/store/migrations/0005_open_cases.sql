-- Cases that are open, longest at their stage first: what the page shows unless it is asked for others. Closed ones are
-- most after a year, and the oldest of all.
CREATE INDEX IF NOT EXISTS model_cases_open ON console.model_cases (generation, since, case_id)
    INCLUDE (state, visit_state, stage, region, step_at) WHERE state IS NOT NULL AND state <> 'closed';
