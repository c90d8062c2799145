"""The auth tokens of our account that may be good now: Twilio has two while one is rotated, and a file may change."""

from __future__ import annotations

from collections.abc import Callable

from shared.runtime.live_secret import LiveSecret

Tokens = Callable[[], tuple[str, ...]]
"""Each once, the one to try first in front; never none."""


def fixed(*tokens: str) -> Tokens:
    """Those for ever."""
    return lambda: tokens


def live(*secrets: LiveSecret) -> Tokens:
    """The newest of each, then those whose place it took lately."""

    def now() -> tuple[str, ...]:
        known = [secret.accepted() for secret in secrets]
        newest, former = [found[0] for found in known], [token for found in known for token in found[1:]]
        return tuple(dict.fromkeys((*newest, *former)))

    return now
