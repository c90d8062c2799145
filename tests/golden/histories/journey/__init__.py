"""One case through all three services, as it was once decided: what `docs/follow-one-case.md` is drawn from."""
