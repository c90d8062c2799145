"""The services' own tables against the log and the carrier: each event decided on once, nothing undone, no gap.

A position is decided on by nobody: of each collector the newest is in a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..history import History
from ..tables import Tables
from ..topic_events import TopicEvent
from ..verdict import Breach

LOANS = ("loan.",)
OUTCOMES = ("crew.departed", "crew.arrived", "visit.ended", "complaint.raised")
# Service → topic → beginnings of the kinds it decides on. What it reads besides moves nothing of its own.
DECIDES: dict[str, dict[str, tuple[str, ...]]] = {
    "notifier": {
        "loans": LOANS, "text-requests": ("text.",), "appointments": ("appointment.",),
        "outcomes": ("visit.ended", "complaint.raised"),
    },
    "scheduler": {
        "visits": ("visit.",), "texts": ("text.delivered", "text.failed", "text.refused", "text.uncertain"),
        "replies": ("reply.understood",), "assignments": ("slots.quoted", "crew."), "outcomes": OUTCOMES,
    },
    "router": {
        "routing": ("slots.asked", "booking."), "fleet": ("collector.", "shift."), "outcomes": OUTCOMES,
    },
}  # fmt: skip
ABOUT_VISITS = ("offer", "notice")
UNPOSTED = ("claimed", "withdrawn", "rejected")
OPEN = ("claimed", "posting")
REMEMBERED = timedelta(hours=24)


def check(history: History) -> Iterator[Breach]:
    """Nothing where the tables were not read."""
    tables = history.tables
    if tables is not None:
        yield from _decided(history, tables)
        yield from _gaps(tables)
        yield from _undone(tables)
        yield from _texts(history, tables)
        yield from _positions(history, tables)


def _decided(history: History, tables: Tables) -> Iterator[Breach]:
    for fact in history.facts:
        for service, topics in DECIDES.items():
            if not fact.kind.startswith(topics.get(fact.raw.topic, ("?",))) or not _concerns(service, fact):
                continue
            times = tables.books[service].heard.get((fact.type, fact.id), 0)
            if times == 0:
                why = f"{fact.kind} {fact.id} at {fact.raw.origin} is not in {service}'s history"
                yield Breach("lost", "event-never-decided", fact.case, why)
            elif times > 1:
                why = f"{fact.kind} {fact.id} at {fact.raw.origin} was decided on {times} times by {service}"
                yield Breach("doubled", "event-decided-twice", fact.case, why)


def _concerns(service: str, fact: TopicEvent) -> bool:
    """scheduler hears of all texts and replies, and decides on those about a visit."""
    if service != "scheduler" or fact.raw.topic not in ("texts", "replies"):
        return True
    return bool(fact.get("visit")) and (fact.raw.topic == "replies" or fact.get("kind") in ABOUT_VISITS)


def _gaps(tables: Tables) -> Iterator[Breach]:
    for service, book in tables.books.items():
        for aggregate, seen in book.versions.items():
            if not (seen.first == 1 and seen.entries == seen.last == seen.state):
                why = f"{service} has {seen.entries} entries, {seen.first} to {seen.last}, and a state at {seen.state}"
                yield Breach("lost", "versions-with-a-gap", aggregate, why)


def _undone(tables: Tables) -> Iterator[Breach]:
    for service, book in tables.books.items():
        for what, count in book.left.items():
            if count:
                yield Breach("lost", "left-undone", service, f"{count} in {what.replace('_', ' ')} at the end")


def _positions(history: History, tables: Tables) -> Iterator[Breach]:
    """Those of the last hours: older ones may have been removed, one of the future is not taken."""
    newest: dict[tuple[str, str], TopicEvent] = {}
    for fact in history.all("position.reported"):
        at, key = _told_at(fact), (fact.case, str(fact.get("collector")))
        if at <= fact.at and history.is_recent(at, REMEMBERED) and (key not in newest or at > _told_at(newest[key])):
            newest[key] = fact
    for key, fact in newest.items():
        known = tables.positions.get(key)
        if (fact.type, fact.id) in tables.books["router"].heard:
            continue  # by a version from before positions were facts
        if known is None or known < _told_at(fact):
            stands = "knows none" if known is None else f"knows one of {known:%Y-%m-%d %H:%M}"
            why = f"position {fact.id} of {key[1]} is of {_told_at(fact):%Y-%m-%d %H:%M}, and router {stands}"
            yield Breach("lost", "position-not-kept", fact.case, why)


def _told_at(fact: TopicEvent) -> datetime:
    return datetime.fromisoformat(str(fact.get("at")))


def _texts(history: History, tables: Tables) -> Iterator[Breach]:
    """What the carrier has is known to be posted, so it can't be posted again; what is being posted has an end."""
    for post in history.posts:
        row = tables.texts.get(post.text("intent"))
        if row is None or row.status in UNPOSTED:
            stands = f"stands as {row.status}" if row is not None else "is unknown"
            why = f"{post.text('intent')} is with the carrier (line {post.line}) and {stands} in notifier's book"
            yield Breach("doubled", "text-may-be-posted-again", row.case if row else post.text("intent"), why)
        elif row.sid is not None and row.sid != post.text("sid"):
            why = f"{post.text('intent')} is {post.text('sid')} at the carrier's and {row.sid} in notifier's book"
            yield Breach("doubled", "text-under-two-names", row.case, why)
    for intent, row in tables.texts.items():
        if row.status in OPEN:
            yield Breach("lost", "text-left-open", row.case, f"{row.kind} {intent} is {row.status} at the end")
