"""Files of evidence: rows with a chain of hashes, which anybody can check without us."""
