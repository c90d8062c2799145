"""Nothing fell on the floor between the bank, notifier, the carrier and the borrower."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..history import FATES, AnnouncedText, History
from ..topic_events import MONEY
from ..verdict import Breach

FIRST_WORD = timedelta(days=3)
"""The first step of the cadence is due a day after the due date; hours and a Sunday may hold it back a little."""
SETTLES = timedelta(hours=1)
FETCHED_WITHIN = timedelta(hours=3)
"""An announcement that was lost is made good by asking the carrier, some time later."""
FINAL = {"delivered": "text.delivered", "undelivered": "text.failed", "failed": "text.failed"}
STOPS = ("loan.plan-signed", "loan.dispute-opened", "loan.hold-set", "loan.closed")


def check(history: History) -> Iterator[Breach]:
    yield from _cases(history)
    yield from _texts(history)
    yield from _posts(history)
    yield from _receipts(history)
    yield from _replies(history)


def _cases(history: History) -> Iterator[Breach]:
    stopped = {fact.case for fact in history.all(*STOPS)}
    stopped |= {fact.case for fact in history.all(*MONEY) if fact.left is not None and fact.left <= 0}
    for case, overdue in history.cases.items():
        due = date.fromisoformat(str(overdue.get("due_since"))) + timedelta(days=1)
        zone = ZoneInfo(history.zone_of[case])
        reached = max(overdue.at, datetime.combine(due, time(), zone))
        heard = any(fact.source == "notifier" for fact in history.by_case.get(case, ()))
        if not heard and case not in stopped and not history.is_recent(reached, FIRST_WORD):
            yield Breach(
                "lost", "case-unheard", case, f"overdue since {overdue.at:%Y-%m-%d}, and notifier never said a word"
            )


def _texts(history: History) -> Iterator[Breach]:
    waits_until: dict[str, datetime] = {}
    for fact in history.all("text.deferred"):
        if fact.get("until"):
            waits_until[str(fact.get("intent"))] = datetime.fromisoformat(str(fact.get("until")))
    for fact in history.all("text.requested"):
        begins = datetime.fromisoformat(str(fact.get("not_before")))
        waits_until.setdefault(str(fact.get("intent")), begins)
    for text in history.texts.values():
        if history.fates.get(text.intent, set()) & set(FATES) or history.is_recent(text.at, SETTLES):
            continue
        until = waits_until.get(text.intent)
        if until is None or not history.is_recent(until, SETTLES):
            waited = f", deferred until {until:%Y-%m-%d %H:%M}" if until is not None else ""
            yield Breach("lost", "text-without-a-fate", text.case, f"{text.kind} {text.intent} was intended{waited}")


def _posts(history: History) -> Iterator[Breach]:
    for post in history.posts:
        intent = post.text("intent")
        known: AnnouncedText | None = history.texts.get(intent)
        if known is None:
            yield Breach(
                "lost",
                "post-of-nobody",
                intent or post.text("sid"),
                f"line {post.line}: no text of that name was intended",
            )
        elif not history.fates[intent] & {"text.sent", "text.uncertain", "text.delivered", "text.failed"}:
            why = f"{known.kind} {intent} was accepted by the carrier (line {post.line}) and nobody says so"
            yield Breach("lost", "post-without-a-word", known.case, why)


def _receipts(history: History) -> Iterator[Breach]:
    """A final status that was answered 2xx is known to all, whatever else came before or after it."""
    highest: dict[str, str] = {}
    for row in history.rows("status-answered"):
        status = row.text("status")
        if row.answered_well and status in FINAL and highest.get(row.text("intent")) != "delivered":
            highest[row.text("intent")] = status
    for intent, status in highest.items():
        text = history.texts.get(intent)
        if text is not None and FINAL[status] not in history.fates[intent]:
            yield Breach(
                "lost", "receipt-without-a-word", text.case, f"{text.kind} {intent} is {status}, and nobody says so"
            )


def _replies(history: History) -> Iterator[Breach]:
    """Every reply was read, whether its announcement arrived or not: the carrier's list has them all. Its words are
    sealed for the carrier's id of the message.
    """
    understood = {str(fact.get("words", "of")) for fact in history.all("reply.understood")}
    answers = {row.text("sid"): row for row in history.rows("reply-answered")}
    for reply in history.rows("reply"):
        sid, answer = reply.text("sid"), answers.get(reply.text("sid"))
        whose = history.borrower_at.get(reply.text("to_hash"))
        known = whose is not None and reply.virtual >= history.learned_at[reply.text("to_hash"), whose]
        if whose is None or not known or sid in understood or history.is_recent(reply.virtual, FETCHED_WITHIN):
            continue  # of a number that no loan knows nothing can be understood
        if answer is None or not answer.answered_well:
            said = f"answered {answer.text('http')}" if answer is not None else "never answered"
            yield Breach("lost", "reply-not-taken", whose, f"{sid} was {said}, and nobody read it since")
        else:
            yield Breach("lost", "reply-unread", whose, f"{sid} was answered {answer.text('http')}, and nobody read it")
