"""Two people press the same button: one wins, and the other is told who did.

What a page shows is a moment old, and a service needs another moment to do what was asked. Within both, the tables do
not say yet that somebody acted, so the process remembers it. It knows what was done by itself only: what somebody does
in a terminal at the same moment is found by the service, which refuses what can't be done twice and knows events by id.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from deploy.local.user_error import UserError

KEPT_MAX = 20_000
KEPT_S = 3_600.0


class Taken(UserError):
    """Somebody is at it, or was a moment ago."""


@dataclass(slots=True)
class _Claim:
    """`times` is how often it was done, or may have been."""

    by: str
    doing: str
    at_s: float
    kept_s: float
    times: int = 1
    ended: bool = False
    failed: bool = False


class ActClaims:
    """Bounded: what was done longest ago is forgotten first."""

    def __init__(self, *, now_s: Callable[[], float] = time.monotonic, kept_max: int = KEPT_MAX) -> None:
        self._found: OrderedDict[Hashable, _Claim] = OrderedDict()
        self._now_s = now_s
        self._kept_max = kept_max

    @contextmanager
    def claimed(
        self,
        key: Hashable,
        by: str,
        doing: str,
        *,
        again: bool = False,
        times_max: int = 2,
        failure_counts: bool = False,
        kept_s: float = KEPT_S,
    ) -> Iterator[None]:
        """Nobody else does the same meanwhile, and afterwards only `again` and at most `times_max` times in all.

        `doing` completes "Ana ...": `gave it back`; after `kept_s` it is forgotten. What failed may be tried again;
        `failure_counts` where nobody knows whether it was done all the same. Raises `Taken`.
        """
        claim = self._taken(key, _Claim(by, doing, self._now_s(), kept_s), again, times_max)
        try:
            yield
        except BaseException:
            claim.failed = True
            claim.times -= not failure_counts
            raise
        finally:
            claim.ended, claim.at_s = True, self._now_s()

    def _taken(self, key: Hashable, claim: _Claim, again: bool, times_max: int) -> _Claim:
        found = self._found.get(key)
        if found is not None and found.ended and self._now_s() - found.at_s > found.kept_s:
            found = None
        if found is not None:
            if not found.ended:
                raise Taken(f"{found.by} is at it already.", "Look again in a moment.")
            if not found.failed and not again:
                ago_s = int(self._now_s() - found.at_s)
                raise Taken(f"{found.by} {found.doing} {ago_s} s ago.", "It need not be done twice.")
            if found.times >= times_max:
                raise Taken(f"It was tried {times_max} times already, last by {found.by}.", "Look what came of it.")
            claim.times += found.times
        self._found[key] = claim
        self._found.move_to_end(key)
        while len(self._found) > self._kept_max:
            self._found.popitem(last=False)
        return claim
