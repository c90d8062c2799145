"""Texts that were in doubt, each with the reason why: an answer that was lost, or a process that died while posting.

A doubt that nothing explains is a finding: then the product says "I don't know" where it should know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.verifier.history import History
from services.verifier.topic_events import TopicEvent

from .record import Done

STEP = timedelta(minutes=30)
"""The world's clock moves in such steps, and what is told of it is up to half a second old."""
SETTLES = timedelta(hours=12)
"""Two hours after a post the carrier's list is proof, and the looks at it are at most six hours apart (ADR 0022)."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`why` is empty where nothing explains it; `open` while nobody knows what became of the text; `there` where the
    carrier has it; `left` when its list had time to end the doubt.
    """

    intent: str
    case: str
    at: datetime
    why: str
    open: bool
    there: bool
    left: bool = False

    def doc(self) -> dict[str, Any]:
        return {
            "intent": self.intent,
            "case": self.case,
            "why": self.why,
            "still_open": self.open,
            "at_the_carrier": self.there,
            "left": self.left,
        }


@dataclass(frozen=True, slots=True)
class Logs:
    """Of all notifiers: which of them had which owner number, and why a post ended in doubt, by intent."""

    owners: dict[int, str]
    reasons: dict[str, tuple[str, str]]


def read_logs(paths: Iterable[Path]) -> Logs:
    """Lines that are no JSON object are other people's."""
    owners: dict[int, str] = {}
    reasons: dict[str, tuple[str, str]] = {}
    for path in paths:
        for line in path.read_text("utf-8", "replace").splitlines() if path.exists() else ():
            said = _line(line)
            if said.get("event") == "started" and isinstance(said.get("owner"), int):
                owners[said["owner"]] = path.stem
            elif said.get("event") == "post-in-doubt":
                reasons[str(said.get("intent"))] = (path.stem, str(said.get("reason")))
    return Logs(owners, reasons)


def doubts(history: History, logs: Logs, done: Sequence[Done]) -> list[Doubt]:
    """Every text that was ever in doubt, in the order of the world's time."""
    faults = {row.text("intent"): row.text("fault") for row in history.twin if row.get("fault")}
    posted = {row.text("intent") for row in history.posts}
    found = []
    for fact in sorted(history.all("text.uncertain"), key=lambda each: each.at):
        intent = str(fact.get("intent"))
        is_open = not history.fates[intent] & {"text.sent", "text.delivered", "text.failed"}
        why = _why(history, fact, faults.get(intent, ""), logs, done)
        left = is_open and not history.is_recent(fact.at, SETTLES)
        found.append(Doubt(intent, fact.case, fact.at, why, is_open, intent in posted, left))
    return found


def _why(history: History, fact: TopicEvent, fault: str, logs: Logs, done: Sequence[Done]) -> str:
    if fault:
        return f"the carrier's answer: {fault}"
    intent = str(fact.get("intent"))
    then = [each for each in done if _covers(each, fact.at)]
    if intent in logs.reasons:
        who, reason = logs.reasons[intent]
        cause = next((each for each in then if _takes_answers(each, who)), None)
        return f"no answer to {who} ({reason}): {cause.incident}" if cause else ""
    row = history.tables.texts.get(intent) if history.tables is not None else None
    who = logs.owners.get(row.owner or 0, "") if row is not None else ""
    cause = next((each for each in then if _ends_owner(each, who)), None)
    return f"{who or 'a notifier'} ended while it posted: {cause.incident}" if cause else ""


def _covers(done: Done, at: datetime) -> bool:
    """Was this going on when the world's clock stood at `at`?"""
    begin, end = (datetime.fromisoformat(text) for text in done.virtual)
    return begin - STEP <= at <= end + STEP


def _takes_answers(done: Done, who: str) -> bool:
    """May this have kept an answer of the carrier from the notifier `who`?"""
    incident = done.incident
    stopped = incident.kind == "pause" and _concerns(done, who)
    return stopped or (incident.kind == "network" and incident.way == "carrier" and _concerns(done, who))


def _ends_owner(done: Done, who: str) -> bool:
    """May this have ended the owner that began the post: the process, or what the database knew it by?

    A number that no log names was taken after a lost connection, so any notifier may have had it.
    """
    incident = done.incident
    if done.dead:
        return who in done.dead if who else any(name.startswith("notifier") for name in done.dead)
    if incident.kind == "rebalance":
        return incident.service == "notifier"
    cut = incident.kind == "network" and incident.way == "postgres" and _concerns(done, who)
    return incident.kind == "database" or cut or (incident.kind == "pause" and _concerns(done, who))


def _concerns(done: Done, who: str) -> bool:
    incident = done.incident
    if incident.service not in ("", "notifier"):
        return False
    number = int(who.partition("-")[2] or 1) if who else 0
    return not incident.replica or not number or incident.replica == number


def _line(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
