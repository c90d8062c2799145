"""How many events a second the stream monitor counts."""
