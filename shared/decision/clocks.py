"""How far two clocks may differ before anything is held for it."""

from __future__ import annotations

from datetime import timedelta

APART_MAX = timedelta(minutes=2)
"""A process's clock and its database's; ours and the carrier's."""
