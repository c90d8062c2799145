"""A row waits in memory until the outbox has forgotten it: a service that ends asks only whether any waits there."""

from __future__ import annotations

import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any

from shared.ids import derive
from shared.runtime.ports import Outgoing
from shared.runtime.steps.relay import Relay, relay_outbox
from tests.memory.runtime import MemoryBroker, MemoryDatabase, MemoryOut, MemoryStore, Moment, Process

from .given import NOON


def test_what_is_published_waits_until_the_outbox_has_forgotten_it() -> None:
    moment, process, relay = Moment(NOON), Process(), Relay()
    store, out = MemoryStore(MemoryDatabase(), process), MemoryOut(MemoryBroker(moment), process)
    row = Outgoing(derive("lets-go-last"), "a", "texts", "k", b"{}", "doorstep.text.sent.v1", None)
    relay.waiting.append(row)
    step = relay_outbox(relay, store, out)
    seen = list(_waiting_at_each_call(step, relay))
    assert seen == [[row], [row]]  # while the broker is asked, and the outbox
    assert not relay.waiting


def _waiting_at_each_call(step: Coroutine[Any, Any, int], relay: Relay) -> Iterator[list[Outgoing]]:
    with contextlib.suppress(StopIteration):
        while True:
            step.send(None)
            yield list(relay.waiting)
