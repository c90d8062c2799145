"""Dead letters as a page shows them: what they have in common, what would come of giving them back, and doing so."""
