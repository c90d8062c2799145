"""What the topic `erasures` names is forgotten here too: read whole at each start, before anything is opened.

A database that was restored knows nothing of what was forgotten after its backup. The topic outlives it, so whatever it
names is erased again; what is erased already stays so, and nothing tells whether a database was restored or not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.contracts.codec import decode_value
from shared.contracts.erasures import KeyErased
from shared.runtime.logs import logger
from shared.runtime.pg.keys import PgKeys
from shared.runtime.ports import Unavailable

from .log_ranges import LogRanges

KEYS_MAX = 1_000
EVER = datetime(9000, 1, 1, tzinfo=UTC)
told = logger("erasures")


async def replay_tombstones(kafka: dict[str, Any], prefix: str, keys: PgKeys) -> int:
    """Erase every key that the topic names; how many it names. Raises `Unavailable`; then all of it may be done again.

    A topic that is not there names nothing: that is logged, and `/ready` says so too.
    """
    log = LogRanges(kafka, prefix)
    try:
        there = await log.of(KeyErased.topic)
        named: dict[str, str] = {}
        async for record in log.read(there):
            named |= _said(record.value)
    except Unavailable as error:
        raise Unavailable(f"erasures can't be read: {error}") from None
    if not there:
        told.warning("no-erasures-topic", topic=prefix + KeyErased.topic)
        return 0
    names = sorted(named)
    for first in range(0, len(names), KEYS_MAX):
        await keys.erase({kid: named[kid] for kid in names[first : first + KEYS_MAX]})
    return len(named)


def _said(value: bytes | None) -> dict[str, str]:
    """Whatever is no such event names nothing: it is nobody's order to forget. Whose clock said when is no matter."""
    event = decode_value(KeyErased.topic, value, EVER)
    return {event.subject: event.data.borrower} if isinstance(event, KeyErased) else {}
