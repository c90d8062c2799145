"""After a brake of the bank's nobody is pressed and nobody is visited, until it is taken off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..history import History
from ..topic_events import MONEY, TopicEvent
from ..verdict import Breach
from .contact_rules import CONFIRMATION, MEANT_STOP, replies_meant, stops_of_persons

OWED = frozenset({"thanks-paid", "visit-cancelled", CONFIRMATION})
"""What may still be said when nothing is owed any more."""
COURTESIES = OWED | {"hardship", "plan-offer", "visit-held", "moved", "missed", "code-unknown", "not-understood"}
"""What may be said while a brake is on: answers, and what a cancelled visit owes the borrower."""
HEARD_WITHIN = timedelta(minutes=10)
"""A crew that leaves this soon after a brake could not be told."""
ON = {
    "loan.plan-signed": "plan signed", "loan.dispute-opened": "dispute", "loan.hold-set": "hold",
    "loan.closed": "closed",
}  # fmt: skip
OFF = {
    "loan.plan-broken": "plan signed", "loan.dispute-closed": "dispute", "loan.hold-lifted": "hold",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BrakeSpan:
    """A brake from its beginning to its end; without an end it holds until the run is over."""

    name: str
    begins: datetime
    ends: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.begins < at and (self.ends is None or at < self.ends)


def check(history: History) -> Iterator[Breach]:
    brakes = _brakes(history)
    yield from _texts(history, brakes)
    yield from _visits(history, brakes)
    yield from _visits_after_stop(history)


def _brakes(history: History) -> dict[str, list[BrakeSpan]]:
    """Case → its brakes. An overdue event after payment or closing begins the case anew, and so does a payment that
    was taken back after it was paid.
    """
    by_case: defaultdict[str, list[TopicEvent]] = defaultdict(list)
    for fact in history.all(*MONEY, "loan.overdue", *ON, *OFF):
        by_case[fact.case].append(fact)
    return {case: _spans(history, sorted(facts, key=_place)) for case, facts in by_case.items()}


def _place(fact: TopicEvent) -> tuple[datetime, bool, int]:
    """By the bank's books; of one moment, what stops comes last."""
    return fact.booked, _put_on(fact) is not None, fact.raw.offset


def _spans(history: History, facts: list[TopicEvent]) -> list[BrakeSpan]:
    """Of the same brake the newest word counts: a hold set anew takes the place of the one before. A word about a time
    before holds from when it was said.
    """
    found: list[BrakeSpan] = []
    on: dict[str, BrakeSpan] = {}
    for fact in facts:
        put_on = _put_on(fact)
        for name in (*_taken_off(fact), *((put_on,) if put_on else ())):
            if (span := on.pop(name, None)) is not None:
                found.append(BrakeSpan(name, span.begins, min(fact.booked, span.ends or fact.booked)))
        if put_on is not None:
            until = fact.get("until")
            begins = max(fact.booked, history.known_at(fact))
            on[put_on] = BrakeSpan(put_on, begins, datetime.fromisoformat(str(until)) if until else None)
    return [*found, *on.values()]


def _put_on(fact: TopicEvent) -> str | None:
    if fact.left is not None:
        return "paid" if fact.left <= 0 else None
    return ON.get(fact.kind)


def _taken_off(fact: TopicEvent) -> tuple[str, ...]:
    if fact.kind == "loan.overdue":
        return ("paid", "closed")
    if fact.left is not None:
        return ("paid",)
    return (OFF[fact.kind],) if fact.kind in OFF else ()


def _texts(history: History, brakes: dict[str, list[BrakeSpan]]) -> Iterator[Breach]:
    for post in history.posts:
        text = history.texts.get(post.text("intent"))
        if text is None:
            continue
        for brake in brakes.get(text.case, ()):
            allowed = OWED if brake.name in ("paid", "closed") else COURTESIES
            if brake.holds(post.virtual) and text.kind not in allowed:
                why = f"{text.kind} was posted (line {post.line}) after {brake.name} at {brake.begins:%Y-%m-%d %H:%M}"
                yield Breach("after-stop", "text-after-brake", text.case, why)


def _visits(history: History, brakes: dict[str, list[BrakeSpan]]) -> Iterator[Breach]:
    for visit in history.all("crew.departed"):
        for brake in brakes.get(visit.case, ()):
            if brake.holds(visit.at - HEARD_WITHIN):
                why = f"{visit.get('booking')}: a crew left after {brake.name} at {brake.begins:%Y-%m-%d %H:%M}"
                yield Breach("after-stop", "visit-after-brake", visit.case, why)


def _visits_after_stop(history: History) -> Iterator[Breach]:
    """Who opted out can't be sent a notice, so there is no visit."""
    stops = stops_of_persons(history, replies_meant(history, MEANT_STOP))
    for visit in history.all("crew.departed"):
        for stop in stops.get(history.borrower_of.get(visit.case, visit.case), ()):
            if stop.virtual < visit.at - HEARD_WITHIN:
                why = f"{visit.get('booking')}: a crew left after STOP was answered (line {stop.line})"
                yield Breach("after-stop", "visit-after-stop", visit.case, why)
