"""The plan of every named query, on tables that are filled as after years."""
