"""Bugs that a system like this one could well have, planted one at a time: each must be caught."""
