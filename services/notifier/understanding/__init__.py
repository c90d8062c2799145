"""What a borrower's reply says: text in, meanings out. Pure: no I/O, no clock, no randomness."""
