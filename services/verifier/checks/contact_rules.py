"""Nobody is texted who said stop, at night, or too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..history import History
from ..journals import JournalRow
from ..topic_events import TopicEvent
from ..verdict import Breach

MEANT_STOP = frozenset({"opt-out", "stop", "stop-words"})
MEANT_WRONG = frozenset({"wrong-number"})
CONFIRMATION = "opt-out-confirmed"
COUNTED = frozenset({"reminder-early", "reminder-firm", "reminder-last", "offer", "reminder"})
OPENS, CLOSES = time(9), time(19)
CONFIRMED_AT_ANY_HOUR = frozenset({"us"})
"""Packs of a law under which who writes at night may be answered once: that they opted out is confirmed at once."""
CAP, CAP_WINDOW = 3, timedelta(days=7)
IN_FLIGHT = timedelta(seconds=2)
"""By the machine's clock: a text whose request was on the wire when the word came can't be called back."""


def check(history: History) -> Iterator[Breach]:
    yield from _after_stop(history)
    yield from _hours(history)
    yield from _caps(history)


def _after_stop(history: History) -> Iterator[Breach]:
    """A person who opted out gets one confirmation; a number that was wrong gets nothing."""
    stops, wrongs = replies_meant(history, MEANT_STOP), replies_meant(history, MEANT_WRONG)
    persons = stops_of_persons(history, stops)
    used: set[tuple[str, str]] = set()
    for post in history.posts:
        phone = post.text("to_hash")
        person = history.borrower_at.get(phone, phone)
        text = history.texts.get(post.text("intent"))
        for word, heard, allowed in (
            ("STOP", [stops.get(phone), *persons.get(person, [])], CONFIRMATION),
            ("wrong number", [wrongs.get(phone)], None),
        ):
            before = [stop for stop in heard if stop is not None and stop.virtual <= post.virtual]
            if not before:
                continue
            stop = min(before, key=lambda row: row.wall)
            if text is not None and text.kind == allowed and (person, allowed) not in used:
                used.add((person, allowed))
            elif post.wall > stop.wall + IN_FLIGHT:
                kind = text.kind if text else "a text"
                why = f"{kind} was posted (line {post.line}) after {word} was answered (line {stop.line})"
                yield Breach("after-stop", "text-after-stop", text.case if text else person, why)


def stops_of_persons(history: History, stops: dict[str, JournalRow]) -> dict[str, list[JournalRow]]:
    """Borrower → their STOPs. One from a number that nobody knew yet counts for them from when the bank said so."""
    found: defaultdict[str, list[JournalRow]] = defaultdict(list)
    for phone, row in stops.items():
        person = history.borrower_at.get(phone)
        if person is not None:
            learned = history.learned_at[phone, person]
            found[person].append(row if learned <= row.virtual else _heard_at(history, row, learned))
    return found


def replies_meant(history: History, meanings: frozenset[str]) -> dict[str, JournalRow]:
    """Hash of a phone → the first reply with one of these meanings that was heard, and when: answered 2xx, or else
    understood, from the carrier's list or from another try.
    """
    meant = {row.text("sid"): row for row in history.rows("reply") if row.get("meant") in meanings}
    understood: dict[str, datetime] = {}
    for fact in history.all("reply.understood"):
        understood.setdefault(str(fact.get("words", "of")), fact.at)
    answered = {row.text("sid"): row for row in reversed(history.rows("reply-answered")) if row.answered_well}
    found: dict[str, JournalRow] = {}
    for sid, reply in meant.items():
        heard = answered.get(sid) or (_heard_at(history, reply, understood[sid]) if sid in understood else None)
        if heard is not None:
            found.setdefault(reply.text("to_hash"), heard)
    return found


def _heard_at(history: History, row: JournalRow, at: datetime) -> JournalRow:
    """As if `row` had come at this time of the world; by the machine's clock when that time was over at the latest."""
    return replace(row, virtual=at, wall=max([each.wall for each in history.twin if each.virtual <= at] or [row.wall]))


def _hours(history: History) -> Iterator[Breach]:
    """Of what is said at night only the confirmation of an opt-out is lawful, and only under such a pack."""
    for post in history.posts:
        text = history.texts.get(post.text("intent"))
        zone = history.zone_of.get(text.case) if text else None
        if text is not None and zone is not None:
            local = post.virtual.astimezone(ZoneInfo(zone))
            answers = text.kind == CONFIRMATION and text.pack in CONFIRMED_AT_ANY_HOUR
            if not answers and not OPENS <= local.time() < CLOSES:
                why = f"{text.kind} was posted at {local:%Y-%m-%d %H:%M} local time (line {post.line})"
                yield Breach("out-of-hours", "text-out-of-hours", text.case, why)


def _attempts(history: History) -> Iterator[TopicEvent]:
    """Crews that left for a door. One that was called back on the road, and never came, tried to reach nobody."""
    came = {fact.get("booking") for fact in history.all("crew.arrived", "visit.ended")}
    called_back = history.all("appointment.moved", "appointment.held", "appointment.cancelled")
    for left in history.all("crew.departed"):
        if left.get("booking") in came or not any(_calls_back(word, left) for word in called_back):
            yield left


def _calls_back(word: TopicEvent, left: TopicEvent) -> bool:
    """Said of this visit after the crew left, and not of another way to it: it is booked anew after each hold."""
    same = (word.case, word.get("visit")) == (left.case, left.get("visit")) and word.at >= left.at
    return same and word.get("booking") in (None, left.get("booking"))


def _caps(history: History) -> Iterator[Breach]:
    contacts: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
    # What the carrier took and never sent reached nobody.
    failed = {row.text("sid") for row in history.rows("status") if row.text("status") == "failed"}
    for post in history.posts:
        text = history.texts.get(post.text("intent"))
        if text is not None and text.kind in COUNTED and post.text("sid") not in failed:
            contacts[history.borrower_of.get(text.case, text.case)].append((post.virtual, text.kind))
    for visit in _attempts(history):
        contacts[history.borrower_of.get(visit.case, visit.case)].append((visit.at, "visit"))
    for person, made in contacts.items():
        made.sort()
        for number, (at, _) in enumerate(made):
            recent = [kind for then, kind in made[: number + 1] if then > at - CAP_WINDOW]
            if len(recent) > CAP:
                why = f"{len(recent)} contacts in 7 days up to {at:%Y-%m-%d %H:%M}: {', '.join(recent)}"
                yield Breach("over-cap", "too-many-contacts", person, why)
