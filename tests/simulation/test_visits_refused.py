"""A whole run in which whoever is offered a visit, or told who comes, refuses visits as such: none follows for ever.

An hour after they said so nothing promises a visit any more, and nobody comes. With the bug that a refusal is heard as
a wish for another time the same run offers again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest

from services.notifier.core.consent import opts_in
from services.notifier.core.reply_meanings import weighed
from services.sandbox.phones.text_recognition import hear
from shared.contracts.appointments import AppointmentKept, AppointmentOffered, AppointmentPermitted
from shared.contracts.codec import Malformed, decode_value
from shared.contracts.texts import TextSent
from shared.contracts.visits import VisitRequested
from tests.unit.notifier.events import NOW, question
from tests.unit.notifier.heard import heard

from .borrowers import Borrowers
from .mutants.refusals import never_is_not_then
from .visit_refusers import REFUSALS
from .watch.no_visits import NoVisits
from .world import World

SEED, DAYS, SIZE = 3, 30.0, 4
AFTER, HEARD_BY = timedelta(minutes=20), timedelta(hours=1)
SAID = ("do not come to my house", "I don't want visits", "no quiero que vengan a mi casa", "stop coming")
PROMISES = (VisitRequested, AppointmentOffered, AppointmentPermitted, AppointmentKept)


def lived(when: str, bug: Any = None) -> tuple[dict[str, datetime], list[str]]:
    """Who refused visits, by case, and what was promised to them later than an hour after that."""
    refused: dict[str, datetime] = {}
    as_ever = Borrowers.received

    def received(self: Borrowers, number: str, body: str) -> None:
        heard, one = hear(body), self.by_phone[number]
        if not (heard.slots if when == "offered" else heard.check_code is not None):
            as_ever(self, number, body)
            return
        at = self._world.moment.at + AFTER
        for debt in one.debts:
            refused.setdefault(debt.case, at)
        self._world.later(at, partial(self.says, one, SAID[len(refused) % len(SAID)]))

    with patch.object(Borrowers, "received", received), bug or nullcontext():
        world = World(SEED, profile="picker", calm=True, days=DAYS, size=SIZE)
        world.run()
    late = []
    for (topic, _), records in world.broker.records.items():
        for record in records if topic in ("visits", "appointments", "texts") else ():
            event = decode_value(topic, record.value or b"", world.moment.at)
            if isinstance(event, Malformed):
                continue
            promises = isinstance(event, PROMISES) or (isinstance(event, TextSent) and event.data.kind == "offer")
            if promises and event.time > refused.get(event.subject, event.time) + HEARD_BY:
                late.append(f"{type(event).__name__} of {event.subject}")
    world.close()
    return refused, late


@pytest.mark.parametrize("when", ["offered", "noticed"])
def test_who_refuses_visits_is_promised_none_any_more_and_none_is_made(when: str) -> None:
    refused, late = lived(when)
    assert refused
    assert late == []


@contextmanager
def heard_as_another_time() -> Iterator[None]:
    """And nobody watches it (I25), which would end the run at once."""
    with never_is_not_then(), patch.object(NoVisits, "taken_in", lambda self, row: None):
        yield


def test_a_refusal_that_is_heard_as_another_time_is_noticed() -> None:
    _, late = lived("offered", heard_as_another_time())
    assert late


@pytest.mark.parametrize("asked", [None, "offer", "agreed", "notice", "reminder", "on-the-way", "reminder-firm"])
@pytest.mark.parametrize("words", sorted(REFUSALS))
def test_what_refusers_of_the_simulation_say_is_what_is_promised_to_be_understood(words: str, asked: Any) -> None:
    said = weighed(heard(words, (question(asked, 3),) if asked is not None else (), NOW))
    assert said.no_visits
    assert ("opt-out" in said.kinds, opts_in(said.meanings)) == (words[:5] == "STOP.", words[:6] == "START.")
