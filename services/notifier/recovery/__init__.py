"""`python -m services.notifier recover`: the way back after a restore (docs/adr/0053, docs/runbooks/restore.md)."""
