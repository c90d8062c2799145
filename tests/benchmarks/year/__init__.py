"""A year at a steady load: what the tables come to."""
