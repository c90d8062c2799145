"""Records that are not what they say they are: wrong keys, topics and types, ids used again, and values in clear."""

from __future__ import annotations

from datetime import datetime, timedelta

from .money import GBP
from .record import BadRecord, Doc, bad, box, spoilt, stamp, typed, written
from .sentinels import ADDRESS, NAME, PHONE


def switch(doc: Doc, now: datetime) -> bytes:
    data = {"what": "sending", "cause": "bank"}
    return written(doc | {"type": "doorstep.switch.resumed.v1", "subject": "all", "data": data})


KEYS = (
    bad("no key", "key-mismatch", spoilt("source", by="bank"), "order per case depends on it", key=None),
    bad("an empty key", "key-mismatch", spoilt("source", by="bank"), "the same", key=b""),
    bad("the key of another case", "key-mismatch", spoilt("source", by="bank"), "the same", key=b"case-of-another"),
    bad("a key that is a number to call", "key-mismatch", spoilt("source", by="bank"),
        "keys are readable for everybody", key=PHONE.encode()),
    bad("a key that is no text", "key-mismatch", spoilt("source", by="bank"), "no case is called so", key=b"\xff\xfe"),
    bad("a subject with a line break", "schema", spoilt("subject", by="a\nb"), "no case is called so"),
    bad("a subject without end", "schema", spoilt("subject", by="a" * 65), "at most 64 characters"),
)  # fmt: skip

TOPICS = (
    bad("an appointment on loans", "wrong-topic",
        typed("appointment.kept.v1",
              {"visit": "v-1", "region": "kent", "version": 1, "reason": {"code": "kept", "text": "kept"}}),
        "only scheduler says that"),
    bad("an overdue loan on outcomes", "wrong-topic", spoilt("source", by="bank"), "a crew app is no bank",
        topic="outcomes"),
    bad("an overdue loan on switches", "wrong-topic", spoilt("source", by="bank"), "no switch", topic="switches"),
    bad("a switch on loans", "wrong-topic", switch, "a bank must not switch sending on", key=b"all"),
    bad("a switch for a place that is none", "schema",
        typed("switch.stopped.v1", {"what": "sending", "cause": "drill"}),
        "who throws it believes that something has stopped", topic="switches"),
)  # fmt: skip

TYPES = (
    bad("a type nobody knows", "unknown-type", spoilt("type", by="doorstep.loan.invented.v1"), "not in the catalogue"),
    bad("a type of a later version", "unknown-type", spoilt("type", by="doorstep.loan.overdue.v2"), "not out yet"),
    bad("a type without a version", "unknown-type", spoilt("type", by="doorstep.loan.overdue"), "no type of ours"),
    bad("a type that holds a number to call", "unknown-type", spoilt("type", by=f"doorstep.loan.{PHONE}.v1"),
        "it is not repeated in what we say about it"),
    bad("a type that is a list", "unknown-type", spoilt("type", by=["doorstep.loan.overdue.v1"]), "no name"),
    bad("a known type inside an unknown one", "unknown-type",
        lambda doc, now: written({"inner": doc, **doc, "type": "doorstep.loan.wrapped.v1"}),
        "only the outer one counts"),
    bad("CloudEvents 2.0", "schema", spoilt("specversion", by="2.0"), "nobody knows what its fields mean"),
    bad("another content type", "schema", spoilt("datacontenttype", by="application/xml"), "data is JSON"),
    bad("a field of a later minor version", "handled", spoilt("data", "reference", by="R-1"), "consumers ignore it"),
)  # fmt: skip


def another_body(doc: Doc, now: datetime) -> bytes:
    doc["data"]["amount"]["minor"] = 999_999
    return written(doc)


IDS = (
    bad("an id with a space", "schema", spoilt("id", by="a b"), "ids are printed in one word"),
    bad("an id without end", "schema", spoilt("id", by="a" * 65), "at most 64 characters"),
    bad("an empty id", "schema", spoilt("id", by=""), "every event has one"),
    bad("an id that is a number", "schema", spoilt("id", by=17), "1 and 1.0 would be the same"),
    bad("an id used once", "handled", spoilt("source", by="bank"), "sound", case="ids", reason="overdue"),
    bad("the same once more", "repeated", spoilt("source", by="bank"), "a producer repeats itself", case="ids"),
    bad("the same id with another body", "same-id-other-content", another_body,
        "the first one counts until a person has looked: it may be a correction, which must have a new id", case="ids"),
    bad("the same id of another source", "handled", spoilt("source", by="bank/branch"),
        "ids are unique per source", case="ids", reason="overdue-still"),
)  # fmt: skip

PERSONAL = (
    bad("a number to call in clear", "schema", spoilt("data", "person", "phone", by=PHONE), "must be sealed"),
    bad("a name in clear", "schema", spoilt("data", "person", "name", by={**box("name"), "box": NAME}), "no box"),
    bad("an address where nobody looks", "handled", spoilt("data", "note", by=f"{NAME}, {ADDRESS}, {PHONE}"),
        "ignored, and it goes nowhere"),
    bad("no person", "schema", spoilt("data", "person", by=None), "whom to ask?"),
    bad("a cause with a name in it", "handled", typed("loan.closed.v1", {"cause": f"paid by {NAME}"}),
        "a cause is a code: it is not read, and the loan is closed all the same", reason="closed"),
)  # fmt: skip


def paid(doc: Doc, now: datetime) -> bytes:
    data = {"amount": GBP, "outstanding": {"minor": 0, "currency": "GBP"}}
    return written(doc | {"id": "paid-first", "type": "doorstep.loan.payment-received.v1", "data": data})


def overdue_before(doc: Doc, now: datetime) -> bytes:
    """Overdue for 40 days: who is not known to have paid would be texted at once."""
    doc["data"]["due_since"] = (now - timedelta(days=40)).date().isoformat()
    return written(doc | {"time": stamp(now - timedelta(hours=1))})


ORDER = (
    bad("a payment before the overdue event", "handled", paid, "remembered until the loan is said to be overdue",
        case="paid-first", reason="paid-before-overdue"),
    bad("the overdue event that was paid before", "handled", overdue_before, "closes the case; nobody is texted",
        case="paid-first", reason="closed-since"),
)  # fmt: skip

IDENTITY: tuple[BadRecord, ...] = KEYS + TOPICS + TYPES + IDS + PERSONAL + ORDER
