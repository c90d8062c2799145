"""A stop of everything is lifted by two people: one asks for it, another confirms.

What was asked is kept in memory for a quarter of an hour. When the console is started again meanwhile it is forgotten,
and everything stays stopped: that is the safe side, and asking again takes a moment.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from deploy.local.user_error import UserError

from ..acts.switches import What
from ..may import is_second_person

WAITS_S = 900.0


@dataclass(frozen=True, slots=True)
class PendingResume:
    """`seen` is which state of the switch was to be lifted: another stop since then is not meant."""

    id: str
    what: What
    cause: str
    seen: str
    by: str
    at: datetime
    ends_s: float


class PendingResumes:
    """At most one for each thing that is stopped."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._waiting: dict[What, PendingResume] = {}
        self._now_s = now_s

    def waiting(self) -> tuple[PendingResume, ...]:
        return tuple(each for each in self._waiting.values() if each.ends_s > self._now_s())

    def ask(self, what: What, cause: str, seen: str, by: str, at: datetime) -> PendingResume:
        """Raises `UserError` where somebody asked for it already."""
        for each in self.waiting():
            if each.what == what and each.seen == seen:
                raise UserError(f"{each.by} asked for it already.", "")
        asked = PendingResume(secrets.token_urlsafe(9), what, cause, seen, by, at, self._now_s() + WAITS_S)
        self._waiting[what] = asked
        return asked

    def confirmed(self, id: str, by: str) -> PendingResume:
        """What is to be done now; it waits no longer. Raises `UserError`: it is gone, or `by` asked for it."""
        found = self._of(id)
        if not is_second_person(found.by, by):
            raise UserError("Whoever asked for it can't confirm it: that takes another person.", "")
        del self._waiting[found.what]
        return found

    def withdrawn(self, id: str) -> PendingResume:
        """Anybody may: it stays stopped. Raises `UserError` where it is gone."""
        found = self._of(id)
        del self._waiting[found.what]
        return found

    def _of(self, id: str) -> PendingResume:
        found = next((each for each in self.waiting() if secrets.compare_digest(each.id.encode(), id.encode())), None)
        if found is None:
            raise UserError("Nobody asks for this any longer: it was confirmed, withdrawn, or 15 minutes old.", "")
        return found
