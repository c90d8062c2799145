"""Where each case stood when the run ended: one word a case, by what was last known of it."""

from __future__ import annotations

from collections import defaultdict

from .checks.handovers import last_appointments
from .history import History
from .topic_events import TopicEvent

BY_STAGE = {
    "kept": "visit done",
    "missed": "visit made, nobody met",
    "permitted": "visit ahead",
    "noticed": "visit ahead",
    "agreed": "visit ahead",
    "moved": "visit ahead",
    "offered": "slots offered",
    "expired": "offer unanswered",
}
SAID = {"loan.closed": "closed by the bank", "loan.plan-signed": "plan signed"}
REPLIED = {"opt-out": "opted out", "wrong-number": "wrong number", "hardship": "hardship hold", "dispute": "dispute"}


def endings(history: History) -> dict[str, tuple[str, ...]]:
    """Ending → its cases, every case once, the most frequent ending first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    texted = {history.texts[post.text("intent")].case for post in history.posts if post.text("intent") in history.texts}
    appointments = {fact.case: fact for fact in sorted(last_appointments(history).values(), key=lambda fact: fact.at)}
    for case in history.cases:
        found[_ending(history.by_case.get(case, []), appointments.get(case), case in texted)].append(case)
    return {name: tuple(sorted(cases)) for name, cases in sorted(found.items(), key=lambda item: -len(item[1]))}


def _ending(facts: list[TopicEvent], appointment: TopicEvent | None, texted: bool) -> str:
    outcome, paid = None, False
    for fact in sorted(facts, key=lambda each: (each.booked, each.kind != "loan.overdue")):
        if fact.kind == "loan.overdue":
            paid, outcome = False, None if outcome == SAID["loan.closed"] else outcome
        elif fact.left is not None:
            paid = fact.left <= 0
        outcome = SAID.get(fact.kind, outcome)
    if paid:
        return "paid after a text" if texted else "paid before any text"
    if outcome is not None:
        return outcome
    meanings = {
        meaning.get("kind") for fact in facts if fact.kind == "reply.understood" for meaning in fact.data["meanings"]
    }
    for meaning in ("opt-out", "wrong-number"):
        if meaning in meanings:
            return REPLIED[meaning]
    if appointment is not None and appointment.kind != "appointment.cancelled":
        return _by_appointment(appointment)
    for meaning in ("dispute", "hardship"):
        if meaning in meanings:
            return REPLIED[meaning]
    if any(fact.kind == "loan.dispute-opened" for fact in facts):
        return "dispute"
    return "texted, no answer yet" if texted else "not texted yet"


def _by_appointment(appointment: TopicEvent) -> str:
    stage = appointment.kind.removeprefix("appointment.")
    if stage != "held":
        return BY_STAGE[stage]
    code = str(appointment.get("reason", "code"))
    return "unassigned, with reason" if code.startswith("unassigned") else f"visit held: {code}"
