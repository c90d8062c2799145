"""Nobody is texted who said stop, at night, or too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..facts import Fact
from ..history import History
from ..journals import Row
from ..verdict import Finding

MEANT_STOP = frozenset({"opt-out", "stop", "stop-words"})
MEANT_WRONG = frozenset({"wrong-number"})
CONFIRMATION, APOLOGY = "opt-out-confirmed", "wrong-number"
COUNTED = frozenset({"reminder-early", "reminder-firm", "reminder-last", "offer", "reminder"})
OPENS, CLOSES = time(9), time(19)
CAP, CAP_WINDOW = 3, timedelta(days=7)
IN_FLIGHT = timedelta(seconds=2)
"""By the machine's clock: a text whose request was on the wire when the word came can't be called back."""


def check(history: History) -> Iterator[Finding]:
    yield from _after_stop(history)
    yield from _hours(history)
    yield from _caps(history)


def _after_stop(history: History) -> Iterator[Finding]:
    """A person who opted out gets one confirmation; a number that was wrong gets at most one apology."""
    stops, wrongs = answered_replies(history, MEANT_STOP), answered_replies(history, MEANT_WRONG)
    persons = {history.borrower_at.get(phone, phone): row for phone, row in reversed(stops.items())}
    used: set[tuple[str, str]] = set()
    for post in history.posts:
        phone = post.text("to_hash")
        person = history.borrower_at.get(phone, phone)
        text = history.texts.get(post.text("intent"))
        for word, stop, allowed in (
            ("STOP", persons.get(person), CONFIRMATION),
            ("wrong number", wrongs.get(phone), APOLOGY),
        ):
            if stop is None or post.virtual < stop.virtual:
                continue
            if text is not None and text.kind == allowed and (person, allowed) not in used:
                used.add((person, allowed))
            elif post.wall > stop.wall + IN_FLIGHT:
                kind = text.kind if text else "a text"
                why = f"{kind} was posted (line {post.line}) after {word} was answered (line {stop.line})"
                yield Finding("after-stop", "text-after-stop", text.case if text else person, why)


def answered_replies(history: History, meanings: frozenset[str]) -> dict[str, Row]:
    """Hash of a phone → the first reply with one of these meanings that was answered 2xx; in the order of answers."""
    meant = {row.text("sid"): row for row in history.rows("reply") if row.get("meant") in meanings}
    found: dict[str, Row] = {}
    for row in history.rows("reply-answered"):
        reply = meant.get(row.text("sid"))
        if reply is not None and row.answered_well:
            found.setdefault(reply.text("to_hash"), row)
    return found


def _hours(history: History) -> Iterator[Finding]:
    for post in history.posts:
        text = history.texts.get(post.text("intent"))
        zone = history.zone_of.get(text.case) if text else None
        if text is not None and zone is not None:
            local = post.virtual.astimezone(ZoneInfo(zone))
            if not OPENS <= local.time() < CLOSES:
                why = f"{text.kind} was posted at {local:%Y-%m-%d %H:%M} local time (line {post.line})"
                yield Finding("out-of-hours", "text-out-of-hours", text.case, why)


def _attempts(history: History) -> Iterator[Fact]:
    """Crews that left for a door. One that was called back on the road, and never came, tried to reach nobody."""
    came = {fact.get("booking") for fact in history.all("crew.arrived", "visit.ended")}
    called_back = {
        (fact.case, fact.get("visit")): fact.at
        for fact in history.all("appointment.moved", "appointment.held", "appointment.cancelled")
    }
    for left in history.all("crew.departed"):
        back = called_back.get((left.case, left.get("visit")))
        if left.get("booking") in came or back is None or back < left.at:
            yield left


def _caps(history: History) -> Iterator[Finding]:
    contacts: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for post in history.posts:
        text = history.texts.get(post.text("intent"))
        if text is not None and text.kind in COUNTED:
            contacts[history.borrower_of.get(text.case, text.case)].append((post.virtual, text.kind))
    for visit in _attempts(history):
        contacts[history.borrower_of.get(visit.case, visit.case)].append((visit.at, "visit"))
    for person, made in contacts.items():
        made.sort()
        for number, (at, _) in enumerate(made):
            recent = [kind for then, kind in made[: number + 1] if then > at - CAP_WINDOW]
            if len(recent) > CAP:
                why = f"{len(recent)} contacts in 7 days up to {at:%Y-%m-%d %H:%M}: {', '.join(recent)}"
                yield Finding("over-cap", "too-many-contacts", person, why)
