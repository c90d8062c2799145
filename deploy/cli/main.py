"""Moved: see `services/console/cli/main.py`."""
