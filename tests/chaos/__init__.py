"""The system as real processes, under faults: what may happen to it in a bad night, in half an hour."""
