"""What happens, as it happens: one reader of all topics for everybody who looks."""
