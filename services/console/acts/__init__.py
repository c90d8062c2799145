"""What operators decide: published as events, and what came of it."""
