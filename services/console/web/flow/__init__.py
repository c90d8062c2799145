"""What the page Flow shows: how much flows where, who is behind, how long effects take."""
