"""Nothing that people notice happened twice: a text, a visit, a collector at two doors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from ..history import History
from ..journals import JournalRow
from ..topic_events import TopicEvent
from ..verdict import Breach

AT_ONCE = timedelta(minutes=1)


def check(history: History) -> Iterator[Breach]:
    yield from _posts(history)
    yield from _same_words(history)
    yield from _visits(history)
    yield from _crews(history)
    yield from _two_doors(history)
    yield from _two_bookings(history)


def _posts(history: History) -> Iterator[Breach]:
    posts: defaultdict[str, list[JournalRow]] = defaultdict(list)
    for post in history.posts:
        posts[post.text("intent")].append(post)
    for intent, rows in posts.items():
        if intent and len(rows) > 1:
            lines = ", ".join(str(row.line) for row in rows)
            text = history.texts.get(intent)
            why = f"{text.kind if text else 'a text'} {intent} was accepted {len(rows)} times (lines {lines})"
            yield Breach("doubled", "text-posted-twice", text.case if text else intent, why)


def _same_words(history: History) -> Iterator[Breach]:
    last: dict[tuple[str, str], JournalRow] = {}
    for post in history.posts:
        who_what = (post.text("to_hash"), post.text("body_sha256"))
        before = last.get(who_what)
        if before is not None and post.virtual - before.virtual < AT_ONCE:
            whose = history.borrower_at.get(who_what[0], "somebody we do not know")
            why = f"the same words went to the same phone within a minute (lines {before.line} and {post.line})"
            yield Breach("doubled", "same-words-twice", whose, why)
        last[who_what] = post


def _visits(history: History) -> Iterator[Breach]:
    for kind in ("crew.departed", "crew.arrived", "visit.ended"):
        reports: defaultdict[str, list[TopicEvent]] = defaultdict(list)
        for fact in history.all(kind):
            reports[str(fact.get("booking"))].append(fact)
        for booking, facts in reports.items():
            if len(facts) > 1:
                why = f"{kind} was reported {len(facts)} times for booking {booking}"
                yield Breach("doubled", "booking-visited-twice", facts[0].case, why)


def _crews(history: History) -> Iterator[Breach]:
    crews: defaultdict[tuple[str, int], list[TopicEvent]] = defaultdict(list)
    for fact in history.all("crew.assigned", "crew.changed"):
        crews[str(fact.get("booking")), int(fact.get("version") or 0)].append(fact)
    for (booking, version), facts in crews.items():
        if len(facts) > 1:
            why = f"booking {booking} got {len(facts)} crews under version {version}"
            yield Breach("doubled", "two-crews-one-version", facts[0].case, why)


def _two_doors(history: History) -> Iterator[Breach]:
    """Nobody is at two doors at once: arrival to end, by the crews' own reports."""
    arrived = {str(fact.get("booking")): fact.at for fact in history.all("crew.arrived")}
    stays: defaultdict[str, list[tuple[datetime, datetime, str, str]]] = defaultdict(list)
    for fact in history.all("visit.ended"):
        booking = str(fact.get("booking"))
        for collector in fact.get("crew") or ():
            stays[str(collector)].append((arrived.get(booking, fact.at), fact.at, booking, fact.case))
    for collector, visits in stays.items():
        visits.sort()
        for (_, end, one, _), (start, _, other, case) in pairwise(visits):
            if start < end:
                why = f"{collector} was at {one} until {end:%Y-%m-%d %H:%M} and at {other} from {start:%H:%M}"
                yield Breach("doubled", "one-collector-at-two-doors", case, why)


def _two_bookings(history: History) -> Iterator[Breach]:
    """Two live bookings of one borrower never overlap."""
    cancelled = {str(fact.get("booking")) for fact in history.all("booking.cancelled")}
    windows: defaultdict[str, dict[str, tuple[datetime, datetime]]] = defaultdict(dict)
    for fact in history.all("booking.made"):
        booking, case = str(fact.get("booking")), str(fact.get("case"))
        if booking not in cancelled:
            window = tuple(datetime.fromisoformat(str(fact.get("window", edge))) for edge in ("start", "end"))
            windows[history.borrower_of.get(case, case)][booking] = (window[0], window[1])
    for borrower, booked in windows.items():
        in_time = sorted((start, end, booking) for booking, (start, end) in booked.items())
        for (_, end, one), (start, _, other) in pairwise(in_time):
            if start < end:
                yield Breach("doubled", "two-bookings-at-once", borrower, f"{one} and {other} overlap")
