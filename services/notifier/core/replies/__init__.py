"""Replies in borrowers' own words: what they mean, and how sure we are."""
