"""Router's own settings, besides those that every service has: none."""

from __future__ import annotations

from shared.runtime.settings import Settings


class RouterSettings(Settings):
    """See `Settings`."""
