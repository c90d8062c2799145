"""Times that are none, that no calendar here holds, and hours that a day has not or twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.ids import derive

from .record import BadRecord, Doc, Make, bad, spoilt, stamp, written


def time(name: str, at: object, what: str) -> BadRecord:
    return bad(name, "schema", spoilt("time", by=at), what)


def ahead(by: timedelta) -> Make:
    return lambda doc, now: written(doc | {"time": stamp(now + by)})


def hold(until: str) -> Make:
    def make(doc: Doc, now: datetime) -> bytes:
        return written(doc | {"type": "doorstep.loan.hold-set.v1", "data": {"cause": "court", "until": until}})

    return make


EVENT_TIMES = (
    time("a naive time", "2026-11-24T12:00:00", "of which zone?"),
    time("a time in year 9999", "9999-12-31T23:59:59Z", "whatever is added to it overflows"),
    time("a time in year 1", "0001-01-01T00:00:00+14:00", "before all time, in UTC"),
    time("a leap second", "2016-12-31T23:59:60Z", "RFC 3339 has it, no clock here does: refused rather than moved"),
    time("hour 24", "2026-11-24T24:00:00Z", "which day?"),
    time("the 30th of February", "2026-02-30T12:00:00Z", "no such day"),
    time("an offset of 25 hours", "2026-11-24T12:00:00+25:00", "no such offset"),
    time("a time as a number", 1_795_521_600, "seconds or milliseconds?"),
    time("a time as digits", "1795521600", "the same, quoted"),
    time("a time with words", "yesterday", "no time"),
    bad("a clock two days ahead", "time-in-the-future", ahead(timedelta(days=2)), "it would beat what is true today"),
    bad("a clock 23 hours ahead", "handled", ahead(timedelta(hours=23)), "a wrong zone is forgiven"),
    bad("a time in the gap", "handled", spoilt("time", by="2026-03-29T01:30:00+00:00"),
        "with an offset it is a moment, though London's clocks never showed it"),
    bad("the hour that came twice, first", "handled", spoilt("time", by="2026-10-25T01:30:00+01:00"), "summer time"),
    bad("the hour that came twice, then", "handled", spoilt("time", by="2026-10-25T01:30:00+00:00"), "winter time"),
)  # fmt: skip

DAYS = (
    bad("due since a day of year 9999", "schema", spoilt("data", "due_since", by="9999-12-31"), "never overdue"),
    bad("due since a day with a time", "schema", spoilt("data", "due_since", by="2026-08-01T00:00:00Z"), "no day"),
    bad("due since a day as a number", "schema", spoilt("data", "due_since", by=20_665), "of which calendar?"),
    bad("a hold until year 9999", "handled", hold("9999-12-31T23:59:59Z"), "for ever: without an end", reason="hold"),
    bad("due since 1900", "time-in-the-past", spoilt("data", "due_since", by="1900-01-01"), "a field never filled"),
    bad("a time of 1970", "time-in-the-past", spoilt("time", by="1970-01-01T00:00:00Z"), "a clock never set"),
    bad("a hold until a naive time", "schema", hold("2026-12-24T12:00:00"), "of which zone?"),
    bad("a zone that is a path", "schema", spoilt("data", "person", "zone", by="../../etc/localtime"), "no zone"),
    bad("a zone of the moon", "schema", spoilt("data", "person", "zone", by="Moon/Tranquillity"), "no zone yet"),
)


def offer(start: str, end: str, local: str) -> Make:
    """Scheduler asks for one slot to be offered to a London borrower whose case nobody knows."""

    def make(doc: Doc, now: datetime) -> bytes:
        window = {"start": start, "end": end, "zone": "Europe/London", "local": local}
        data: dict[str, Any] = {
            "intent": str(derive("corpus", doc["subject"])),
            "visit": "v-corpus",
            "kind": "offer",
            "wording": {"slots": [{"slot": "s-1", "window": window, "detour_s": 0}]},
            "not_before": stamp(now),
            "not_after": stamp(now + timedelta(days=1)),
            "on_failure": "drop",
        }
        return written(doc | {"type": "doorstep.text.requested.v1", "source": "scheduler", "data": data})

    return make


def slot(name: str, start: str, end: str, local: str, what: str, *, fine: bool = False) -> BadRecord:
    made = offer(start, end, local)
    if fine:
        return bad(name, "handled", made, what, topic="text-requests", reason="unknown-case")
    return bad(name, "schema", made, what, topic="text-requests")


SLOTS = (
    slot("a slot in the gap", "2027-03-28T01:30:00Z", "2027-03-28T03:30:00Z", "2027-03-28T01:30",
         "London's clocks never show 01:30 that night: they show 02:30"),
    slot("a slot right after the gap", "2027-03-28T01:00:00Z", "2027-03-28T03:00:00Z", "2027-03-28T02:00",
         "one hour that is none has passed", fine=True),
    slot("a slot in the first of two hours", "2027-10-31T00:30:00Z", "2027-10-31T02:30:00Z", "2027-10-31T01:30",
         "summer time", fine=True),
    slot("a slot in the second of two hours", "2027-10-31T01:30:00Z", "2027-10-31T03:30:00Z", "2027-10-31T01:30",
         "winter time; the instant says which", fine=True),
    slot("a slot told an hour late", "2027-06-01T10:00:00Z", "2027-06-01T12:00:00Z", "2027-06-01T10:00",
         "the crew would stand there at 11:00"),
    slot("a slot that ends before it starts", "2027-06-01T10:00:00Z", "2027-06-01T09:00:00Z", "2027-06-01T11:00",
         "nobody can come then"),
)  # fmt: skip

TIMES: tuple[BadRecord, ...] = EVENT_TIMES + DAYS + SLOTS
