"""The corpus as a table for people: `python -m tests.security.corpus` writes it to README.md."""

from __future__ import annotations

from pathlib import Path

from .flood import FLOOD_EVENTS
from .record import BadRecord
from .request import BadRequest

README = Path(__file__).with_name("README.md")
HEAD = f"""# Bad input, and what becomes of it

Written by `python -m tests.security.corpus` from the corpus itself; what is expected was written down before the code
was asked. Everything is invented. Values are made when they are asked for, so nothing large is stored.

`RECORDS` go onto topics, in this order, each followed by a sound one on the same partition, which has to be handled.
What is expected of a record is the code of its dead letter, or: *handled*, decided on once (for that reason);
*repeated*, known already and without any effect. A dead letter holds the very bytes, sealed, and nothing of them in
clear. Besides these, `flood()` is {FLOOD_EVENTS:,} sound events of one case: they are handled, and its state stays
small.

`REQUESTS` go to notifier's webhook over a socket, each about a text and a borrower of its own. What is stored are the
reasons of the decisions that follow, in order; nothing else is.

## Records

| record | what it is | expected |
|---|---|---|
"""
MIDDLE = """
## Requests

| request | what it is | answered | stored | the text is then |
|---|---|---|---|---|
"""


def page(records: tuple[BadRecord, ...], requests: tuple[BadRequest, ...]) -> str:
    return HEAD + "".join(map(_record, records)) + MIDDLE + "".join(map(_request, requests))


def _record(record: BadRecord) -> str:
    reason = f" ({record.reason})" if record.reason else ""
    topic = "" if record.topic == "loans" else f" (on `{record.topic}`)"
    return f"| {record.name} | {record.what}{topic} | {record.expected}{reason} |\n"


def _request(request: BadRequest) -> str:
    answers = ", ".join(str(status) if status else "cut" for _, status in request.calls)
    stored = ", ".join(request.stored) or "nothing"
    return f"| {request.name} | {request.what} | {answers} | {stored} | {request.text} |\n"
