"""Two cases of one person, interleaved in any way: no seven days ever hold more than three contacts, visits too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count, pairwise, product
from typing import Any

from hypothesis import event, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from services.notifier.core.inputs import TextSettled
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.lookup import Lookup
from services.notifier.core.state import Visiting, initial
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMoved,
    AppointmentPermitted,
)  # fmt: skip
from shared.contracts.texts import Wording
from shared.contracts.values import Slot
from shared.decision import TimerDue
from tests.properties.notifier.test_authority import within_cap
from tests.properties.timers import first_due
from tests.unit.notifier.events import NOW, appointment, intent, overdue, wants_text, window
from tests.unit.notifier.given import Scenario, delivered, given, until

START = NOW + timedelta(days=21)
WINDOW = timedelta(hours=2)
_numbers = count()
Move = Callable[["One", "Person"], Any]


@dataclass
class One(Scenario):
    """One case of the person. The ledger is the person's."""

    name: str = "case-1"
    slots: tuple[datetime, ...] = ()

    def lookup(self, said: Any = None) -> Lookup:
        return Lookup({self.name: Ledger(tuple(self.contacts.values()))})


@dataclass
class Person:
    cases: list[One]
    contacts: dict[str, Contact] = field(default_factory=dict)

    def when(self, number: int, move: Move) -> None:
        case = self.cases[number % len(self.cases)]
        case.at = max(one.at for one in self.cases)
        case.when(move(case, self))


@cache
def _grown(name: str, visiting: bool) -> One:
    if not visiting:
        return One(state=initial(name), at=START, name=name).when(overdue(dpd=70))  # type: ignore[return-value]
    life = One(state=initial(name), name=name)
    life.when(overdue(dpd=70), until(lambda it: isinstance(it.state, Visiting)))
    return life


def person(*visiting: bool) -> Person:
    contacts: dict[str, Contact] = {}
    cases = []
    for number, one in enumerate(_grown(f"case-{number}", visits) for number, visits in enumerate(visiting)):
        contacts.update(one.contacts)
        cases.append(replace(one, contacts=contacts, timers=dict(one.timers), claims=[], told=[], at=START))
        assert number < len(visiting)
    return Person(cases, contacts)


def rings(case: One, whole: Person) -> Any:
    timer = first_due(case.timers)
    if timer is not None:
        case.at = max(case.at, timer.due_at)
    return timer


def _visit(case: One) -> str:
    return case.known.loan.last_visit or "v-none"


def offers(*hours: int) -> Move:
    """An offer of windows so many hours ahead, weighed at once."""

    def move(case: One, whole: Person) -> Any:
        starts = tuple(case.at + timedelta(days=4, hours=ahead) for ahead in sorted(hours))
        asked = wants_text("offer", next(_numbers), visit=_visit(case), not_after=case.at + timedelta(days=3))
        slots = tuple(Slot(slot=f"s{n}", window=window(start), detour_s=0) for n, start in enumerate(starts))
        said = asked.model_copy(update={"data": asked.data.model_copy(update={"wording": Wording(slots=slots)})})
        before = len(case.claims)
        case.when(said, TimerDue(f"text:{asked.data.intent}", case.at))
        if len(case.claims) > before:
            case.slots = starts
        return None

    return move


def reminds(case: One, whole: Person) -> Any:
    asked = wants_text("reminder", next(_numbers), visit=_visit(case), not_after=case.at + timedelta(days=2))
    case.when(asked, TimerDue(f"text:{asked.data.intent}", case.at))


def stages(kind: Any, choice: int, anyhow: int) -> Move:
    """The window it has, one that was offered, or one that nobody offered (`anyhow`)."""

    def move(case: One, whole: Person) -> Any:
        place = whole.contacts.get(_visit(case))
        offered = [start for start in case.slots if start > case.at]
        if place is not None:
            start = place.at
        elif kind is AppointmentKept:
            return None  # nobody makes a visit that has no place
        elif offered and not anyhow:
            start = offered[choice % len(offered)]
        else:
            start = case.at + timedelta(days=1, hours=anyhow)
        return appointment(kind, time=case.at, start=start, visit=_visit(case))

    return move


def settles(case: One, whole: Person) -> Any:
    claimed = [text for text in case.texts if text.status == "claimed"]
    return TextSettled(claimed[0].intent, "accepted", "SM1", None, case.at) if claimed else None


def waits(hours: int) -> Move:
    return lambda case, whole: setattr(case, "at", case.at + timedelta(hours=hours))


ENDS = [AppointmentMoved, AppointmentHeld, AppointmentCancelled, AppointmentExpired]
HOURS = st.integers(0, 150)
MOVES: st.SearchStrategy[Move] = st.one_of(
    st.just(rings),
    st.just(rings),
    st.just(reminds),
    st.builds(offers, HOURS, HOURS),
    st.builds(stages, st.just(AppointmentAgreed), st.integers(0, 1), st.just(0)),
    st.builds(stages, st.just(AppointmentPermitted), st.integers(0, 1), st.just(0)),
    st.builds(stages, st.sampled_from([AppointmentAgreed, AppointmentPermitted]), st.just(0), HOURS),
    st.builds(stages, st.sampled_from(ENDS), st.just(0), st.just(0)),
    st.builds(stages, st.just(AppointmentKept), st.just(0), st.just(0)),
    st.just(settles),
    st.sampled_from([1, 5, 20, 60]).map(waits),
)


def _kept(contacts: dict[str, Contact]) -> bool:
    """By the plainest reading, wherever in its window each visit is."""
    counted = [contact for contact in contacts.values() if contact.counted]
    texts = [contact.at for contact in counted if contact.channel == "text"]
    visits = [contact.at for contact in counted if contact.channel == "visit"]
    return all(within_cap(texts + list(made)) for made in product(*((at, at + WINDOW) for at in visits)))


@settings(max_examples=250, deadline=None)
@forall(
    st.sampled_from([(True, True), (True, False), (False, True)]),
    st.lists(st.tuples(st.integers(0, 1), MOVES), min_size=4, max_size=40),
)
def test_no_seven_days_of_a_person_hold_more_than_three_contacts(
    visiting: tuple[bool, bool], moves: list[tuple[int, Move]]
) -> None:
    whole = person(*visiting)
    for number, move in moves:
        whole.when(number, move)
        assert _kept(whole.contacts)
    for case in whole.cases:
        event(f"{case.decision.reason}")
    went = {
        str(claim.intent): claim for one in whole.cases for claim in one.claims if str(claim.intent) in whole.contacts
    }
    for before, after in pairwise(sorted(went.values(), key=lambda claim: claim.claimed_at)):
        assert before.case_id == after.case_id or after.claimed_at - before.claimed_at >= timedelta(hours=1)


def test_the_cases_are_what_they_are_called() -> None:
    whole = person(True, False)
    assert [isinstance(one.state, Visiting) for one in whole.cases] == [True, False]
    assert whole.cases[0].contacts is whole.cases[1].contacts
    assert given(overdue(), delivered("reminder-early")).text("reminder-early").intent != intent()
