"""Events for the tests of the browser: nothing in them is anybody's."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

from shared.contracts.codec import encode
from shared.contracts.switches import SwitchStopped, Throw

Record = tuple[str, bytes | None, bytes | None]


def thrown(number: int) -> Record:
    """A switch thrown for a case: the smallest event there is."""
    scope = f"case:burst-{number}"
    event = SwitchStopped(
        id=str(uuid4()), source="console", subject=scope, time=datetime(2026, 11, 2, 9, tzinfo=UTC),
        data=Throw(what="sending", cause="burst", by="tester"),
    )  # fmt: skip
    return event.topic, scope.encode(), encode(event)
