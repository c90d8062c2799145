"""What one service asked of another was answered, and every visit that was asked for is somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..history import History
from ..topic_events import TopicEvent
from ..verdict import Breach

ANSWERED_WITHIN = timedelta(hours=1)
REPORTED_WITHIN = timedelta(hours=30)
"""After the window's end; a day without a report is itself reported as a missed visit."""
ANSWER_WITHIN = timedelta(days=14)
"""An offer is sent within days, is open for two, and is repeated once."""
WAIT_FOR_WINDOW = ("appointment.agreed", "appointment.noticed", "appointment.permitted")
WAIT_FOR_ANSWER = ("appointment.offered", "appointment.moved")
GIVEN_UP = ("appointment.held", "appointment.cancelled", "appointment.expired")
BOOKING_ENDS = ("crew.assigned", "crew.changed", "crew.unassigned", "booking.cancelled")
APPOINTMENTS = (
    "appointment.offered", "appointment.agreed", "appointment.noticed", "appointment.permitted", "appointment.moved",
    "appointment.held", "appointment.cancelled", "appointment.expired", "appointment.kept", "appointment.missed",
)  # fmt: skip


def check(history: History) -> Iterator[Breach]:
    yield from _answered(history, "slots.asked", ("slots.quoted",), "request", "slots-unquoted")
    yield from _answered(history, "booking.made", BOOKING_ENDS, "booking", "booking-without-a-crew-or-a-reason")
    yield from _answered(history, "text.requested", ("text.intended", "text.refused"), "intent", "text-request-unheard")
    yield from _answered(
        history, "visit.requested", ("visit.withdrawn", *APPOINTMENTS, "slots.asked"), "visit", "visit-unheard"
    )
    last = last_appointments(history)
    yield from _ends(history, last)
    yield from _brakes(history, last)
    yield from _bookings(history, last)


def _answered(history: History, question: str, answers: tuple[str, ...], name: str, code: str) -> Iterator[Breach]:
    answered = {str(fact.get(name)) for fact in history.all(*answers)}
    for asked in history.all(question):
        if str(asked.get(name)) not in answered and not history.is_recent(asked.at, ANSWERED_WITHIN):
            why = f"{question} {asked.get(name)} of {asked.at:%Y-%m-%d %H:%M} was never answered"
            yield Breach("lost", code, str(asked.get("case") or asked.case), why)


def _ends(history: History, last: dict[str, TopicEvent]) -> Iterator[Breach]:
    """A stage that waits for a moment does not outlive it: it becomes kept, missed, moved, held or cancelled."""
    for visit, fact in last.items():
        if fact.kind in WAIT_FOR_WINDOW:
            end = datetime.fromisoformat(str(fact.get("window", "end")))
            if not history.is_recent(end, REPORTED_WITHIN):
                stage = fact.kind.removeprefix("appointment.")
                why = f"{visit} was {stage} for {fact.get('window', 'local')}, and nothing was heard of it since"
                yield Breach("lost", "window-passed-in-silence", fact.case, why)
        elif fact.kind in WAIT_FOR_ANSWER and not history.is_recent(fact.at, ANSWER_WITHIN):
            why = f"{visit} has waited for an answer since {fact.at:%Y-%m-%d %H:%M}"
            yield Breach("lost", "offer-without-an-end", fact.case, why)


def _brakes(history: History, last: dict[str, TopicEvent]) -> Iterator[Breach]:
    """A visit that was withdrawn is not left standing."""
    for brake in history.all("visit.withdrawn"):
        stage = last.get(str(brake.get("visit")))
        if stage is None or stage.kind not in (*WAIT_FOR_WINDOW, *WAIT_FOR_ANSWER):
            continue
        if not history.is_recent(brake.at, ANSWERED_WITHIN):
            why = f"{brake.get('visit')} was withdrawn ({brake.get('cause')}) and is still {stage.kind}"
            yield Breach("lost", "brake-unheard", brake.case, why)


def _bookings(history: History, last: dict[str, TopicEvent]) -> Iterator[Breach]:
    """A crew is not kept for a visit that was given up: by the time of its window a booking has ended one way."""
    ended = {str(fact.get("booking")) for fact in history.all("booking.cancelled", "crew.unassigned", "visit.ended")}
    for made in history.all("booking.made"):
        booking, stage = str(made.get("booking")), last.get(str(made.get("visit")))
        start = datetime.fromisoformat(str(made.get("window", "start")))
        given_up = stage is not None and stage.kind in GIVEN_UP
        if booking not in ended and given_up and not history.is_recent(start, ANSWERED_WITHIN):
            why = f"{booking} still has a crew, and its visit is {stage.kind if stage else 'unknown'}"
            yield Breach("lost", "booking-left-standing", str(made.get("case")), why)


def last_appointments(history: History) -> dict[str, TopicEvent]:
    """Visit → the last that scheduler said of it, in the order of the topic."""
    said = sorted(history.all(*APPOINTMENTS), key=lambda fact: (fact.raw.partition, fact.raw.offset))
    return {str(fact.get("visit")): fact for fact in said}
