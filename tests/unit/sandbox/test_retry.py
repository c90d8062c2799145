"""The sandbox goes on with the world when the system under it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from aiokafka.errors import KafkaConnectionError

from services.sandbox.conductor.lag import Ends
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.conductor.services import Backlog
from services.sandbox.conductor.system_watch import SystemWatch
from services.sandbox.retry import RetryingKeys, retry
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.runtime.ports import Unavailable


class KeysAway(MemoryKeys):
    """A store that can't be reached for the first calls."""

    def __init__(self, away: int) -> None:
        super().__init__()
        self.away = away

    def _reached(self) -> None:
        if self.away:
            self.away -= 1
            raise Unavailable("not now")

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        self._reached()
        return await super().load(kids)

    async def add(self, wrapped: Mapping[str, bytes]) -> None:
        self._reached()
        await super().add(wrapped)


class KafkaAway:
    async def ends(self) -> Ends:
        raise KafkaConnectionError

    async def waiting(self, ends: Ends) -> dict[str, int]:
        return {}


class QuietBases:
    async def look(self, now: object) -> Backlog:
        return Backlog({}, None)


async def test_an_outage_is_waited_for_and_another_error_is_not() -> None:
    failures: list[Exception] = [Unavailable("x"), KafkaConnectionError(), TimeoutError()]

    async def attempt() -> str:
        if failures:
            raise failures.pop()
        return "done"

    assert await retry(attempt, again_s=0) == "done"
    failures.append(ValueError("mine"))
    with pytest.raises(ValueError, match="mine"):
        await retry(attempt, again_s=0)


async def test_a_key_is_made_once_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.sandbox.retry.retry.__kwdefaults__", {"again_s": 0})
    ring = KeyRing(RetryingKeys(KeysAway(2)), b"k" * 32)
    sealed = await ring.seal("plain", kid="b-1", of="e-1", field="name")
    assert await ring.open(sealed, "name") == "plain"


async def test_a_broker_that_is_away_is_something_to_wait_for() -> None:
    sight = await SystemWatch(KafkaAway(), QuietBases(), lambda ends: {})(BEGINS)
    assert sight.waiting == {"kafka.KafkaConnectionError": 1}
