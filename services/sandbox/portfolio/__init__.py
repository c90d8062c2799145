"""Real card customers who were late, as cases of one virtual bank. See `data/README.md` for the source."""
