"""Sessions, with a short memory for the time in which our tables can't be asked.

On the day the database is away the console is needed most. Who was seen a few minutes ago may go on looking at what is
still known; nobody acts, and nobody comes in.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.runtime.ports import Unavailable

from ...store.sessions import OpenSession, Sessions
from ...store.tokens import hashed, is_token
from .signed_in import SignedIn

REMEMBERED_FOR = timedelta(minutes=15)
REMEMBERED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class _Seen:
    session: OpenSession
    at: datetime


class KnownSessions:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()

    async def person(self, token: str, at: datetime, *, attended: bool) -> SignedIn | None:
        """Whose session it is. Raises `Unavailable` when the tables can't be asked and nobody is remembered."""
        return await self.person_of_hash(hashed(token), at, attended=attended) if is_token(token) else None

    async def person_of_hash(self, hash: bytes, at: datetime, *, attended: bool) -> SignedIn | None:
        try:
            session = await self._sessions.find_hash(hash, at, attended=attended)
        except Unavailable:
            seen = self._seen.get(hash)
            if seen is None or at - seen.at > REMEMBERED_FOR:
                raise
            return _person(seen.session, only_looks=True)
        self._seen.pop(hash, None)
        if session is None:
            return None
        self._seen[hash] = _Seen(session, at)
        if len(self._seen) > REMEMBERED_MAX:
            self._seen.popitem(last=False)
        return _person(session, only_looks=False)

    async def end(self, token: str) -> None:
        """Forgotten at once, also where the tables can't be told. Raises `Unavailable` then."""
        self._seen.pop(hashed(token), None)
        await self._sessions.end(token)


def _person(session: OpenSession, *, only_looks: bool) -> SignedIn:
    return SignedIn(session.name, session.roles, session.how, session.hash, only_looks)
