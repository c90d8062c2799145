"""Moved: every command is in `services/console/cli`."""
