"""A row waits in memory until the outbox has forgotten it: a service that ends asks only whether any waits there."""

from __future__ import annotations

import pytest

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
    seen = []
    step = relay_outbox(relay, store, out)
    with pytest.raises(StopIteration) as ended:
        while True:
            step.send(None)
            seen.append(list(relay.waiting))
    assert ended.value.value == 1
    assert seen == [[row], [row]]  # at the broker's answer, and at the outbox's
    assert not relay.waiting
