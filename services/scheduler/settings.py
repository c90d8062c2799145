"""Settings of the scheduler: those of every service."""

from __future__ import annotations

from shared.runtime.settings import Settings


class SchedulerSettings(Settings):
    """Nothing of its own yet."""
