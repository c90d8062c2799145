"""What a bank's operations do to the system, done to it: one outage a row, each judged by the same four questions."""
