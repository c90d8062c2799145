"""Nothing comes from nowhere: each thing said rests on the thing before it, in the log or in the carrier's own file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..history import History
from ..verdict import Breach
from .handovers import APPOINTMENTS

# What → (the field that ties them, what must be there, the finding when it is not).
RESTS_ON: tuple[tuple[tuple[str, ...], str, tuple[str, ...], str], ...] = (
    (("slots.asked", *APPOINTMENTS), "visit", ("visit.requested",), "visit-nobody-asked-for"),
    (("slots.quoted",), "request", ("slots.asked",), "quote-nobody-asked-for"),
    (("crew.assigned", "crew.changed", "crew.unassigned"), "booking", ("booking.made",), "crew-nobody-asked-for"),
    (("crew.departed", "crew.arrived", "visit.ended"), "booking", ("crew.assigned",), "visit-nobody-was-sent-to"),
)


def check(history: History) -> Iterator[Breach]:
    for what, name, before, code in RESTS_ON:
        there = {str(fact.get(name)) for fact in history.all(*before)}
        for fact in history.all(*what):
            if str(fact.get(name)) not in there:
                why = f"{fact.kind} speaks of {name} {fact.get(name)}, and there was no {' or '.join(before)}"
                yield Breach("lost", code, str(fact.get("case") or fact.case), why)
    yield from _texts(history)
    yield from _carrier(history)
    yield from _replies(history)
    yield from _permits(history)


def _texts(history: History) -> Iterator[Breach]:
    """A text about a visit was asked for by scheduler; or asks back what a reply to its offer meant."""
    asked = {str(fact.get("intent")) for fact in history.all("text.requested")}
    offers = [text for text in history.texts.values() if text.kind == "offer" and text.intent in asked]
    replies = history.all("reply.understood")
    for text in history.texts.values():
        if text.kind == "asked-back":
            offered = min((one.at for one in offers if one.visit == text.visit), default=None)
            if offered is None or not any(one.case == text.case and offered <= one.at <= text.at for one in replies):
                why = f"{text.intent} asks back about {text.visit}, and no offer of it was answered"
                yield Breach("lost", "text-nobody-asked-for", text.case, why)
        elif text.visit is not None and text.intent not in asked:
            yield Breach("lost", "text-nobody-asked-for", text.case, f"{text.kind} {text.intent} about {text.visit}")


def _carrier(history: History) -> Iterator[Breach]:
    """What is said to be the carrier's word is in the carrier's file."""
    posted = {post.text("intent") for post in history.posts}
    delivered, failed, codes = set(), set(), defaultdict(set)
    for row in history.rows("status"):
        if row.text("status") == "delivered":
            delivered.add(row.text("intent"))
        elif row.text("status") in ("undelivered", "failed"):
            failed.add(row.text("intent"))
    for row in history.twin:
        codes[row.text("intent")].add(row.text("code"))
    for fact in history.all("text.sent", "text.delivered", "text.failed"):
        intent, code = str(fact.get("intent")), fact.get("carrier_code")
        seen = {
            "text.sent": intent in posted,
            "text.delivered": intent in delivered,
            "text.failed": code is None or str(code) in codes[intent],
        }
        if not seen[fact.kind]:
            why = f"{fact.kind} of {fact.get('kind')} {intent} is not in the carrier's file"
            yield Breach("lost", "word-the-carrier-never-said", fact.case, why)
        elif fact.kind == "text.failed" and code is None and intent in posted - failed:
            why = f"{fact.get('kind')} {intent} is said to have failed, and the carrier took it and never said so"
            yield Breach("lost", "called-failed-and-taken", fact.case, why)


def _replies(history: History) -> Iterator[Breach]:
    sent = {row.text("sid") for row in history.rows("reply")}
    for fact in history.all("reply.understood"):
        if str(fact.get("words", "of")) not in sent:
            why = f"{fact.get('words', 'of')} was understood, and nobody sent it"
            yield Breach("lost", "reply-nobody-sent", fact.case, why)


def _permits(history: History) -> Iterator[Breach]:
    """Each line of a permit names the event that satisfied it, and that event exists."""
    known = {fact.id for fact in history.facts}
    for permit in history.all("appointment.permitted"):
        for line in permit.get("permit") or ():
            if str(line.get("satisfied_by")) not in known:
                why = (
                    f"{permit.get('visit')}: {line.get('rule')} rests on {line.get('satisfied_by')}, which nobody said"
                )
                yield Breach("visit-without-notice", "permit-resting-on-nothing", permit.case, why)
