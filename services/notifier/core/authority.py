"""The contact authority: may this text go out now? Allowed, deferred until a moment, or refused; always with the rule.

Asked at the moment a text would be posted, never before, so that nothing old decides. In this order:

1. A person who opted out gets one confirmation of that and nothing else; a number that is not theirs gets nothing, nor
   does somebody whose language we don't write, or who was forgotten.
2. A closed case and a braked case get only what is owed: thanks, a cancellation, an answer.
3. A thrown switch defers; the text is looked at again every quarter of an hour.
4. Hours are the borrower's. Outside them a text waits for the next window; where the pack says so, that somebody opted
   out is confirmed at any hour.
5. Caps count every contact with the person, in every window that holds the text, also one that ends with a visit that
   lies ahead. What is over a cap waits until it is not.
6. Two cases of one person do not text at once: what nobody asked for waits until the gap is over.
7. While something the bank said may lie unread (`DecisionContext.deaf`), what counts and what promises a visit waits,
   and is looked at again every few minutes. Answers, thanks and cancellations go out.
8. What would have to wait past its `not_after` is refused: a late text is a wrong text. (The confirmation of an opt-out
   has minutes.)
9. An offer of which a visit could not be made within the caps is refused, with the moment from which one can be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.contracts.texts import TextKind
from shared.policy.caps import AT_ONCE, capped

from .borrower_language import CAUSE as UNWRITTEN
from .borrower_language import RULE
from .ledger import Ledger
from .rules import COUNTED, UNPROMPTED, UNSAID_WHILE_DEAF, Rules
from .state import Brake, CaseText
from .visit_caps import OVER_CAP, slots_over_cap

SWITCH_LOOK = timedelta(minutes=15)
DEAF_LOOK = timedelta(minutes=5)
COURTESIES: frozenset[TextKind] = frozenset(
    {
        "opt-out-confirmed",
        "hardship",
        "plan-offer",
        "thanks-paid",
        "visit-cancelled",
        "visit-held",
        "moved",
        "missed",
        "code-unknown",
        "not-understood",
    }
)
"""What may be said while a brake is on: answers, and what a cancelled visit owes."""
FAREWELLS: frozenset[TextKind] = frozenset({"opt-out-confirmed", "thanks-paid", "visit-cancelled"})
CONFIRMATION: TextKind = "opt-out-confirmed"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Post it before `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Deferred:
    until: datetime
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Forbidden:
    """`until` is for an offer: from when on a visit fits. `brake` is the one that forbids it, where one does."""

    reason: str
    rule: str
    until: datetime | None = None
    brake: Brake | None = field(default=None, compare=False)


Verdict = Allowed | Deferred | Forbidden


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked about: the person as the ledger knows them, their zone, and what is on in the case.

    `deaf` says what may lie unread, None when everything is heard. `in_our_languages`: do we write theirs?
    """

    case: str
    zone: str
    phone_hash: str
    ledger: Ledger
    brakes: Sequence[Brake]
    closed: bool
    stopped: str | None
    deaf: str | None = None
    in_our_languages: bool = True


def ask(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Verdict:
    """May `text` go out at `at`?"""
    refused = next(bars(text.kind, asked, rules), None)
    if refused is not None:
        return refused
    if (late := out_of_time(text, at, rules)) is not None:
        return late
    found = _first_moment(text, asked, at, rules)
    if isinstance(found, Forbidden):
        return found
    if found.until == at:
        found = unheard(text, asked, at) or found
    if found.until >= text.not_after:
        return Forbidden("no-time-left", found.rule)
    if found.until > at:
        return found
    return visit_barred(text, asked, at, rules) or Allowed(_closes(text, asked, at, rules))


def out_of_time(text: CaseText, at: datetime, rules: Rules) -> Forbidden | None:
    """Rule 8, of a text whose time is over."""
    if at < text.not_after:
        return None
    within = rules.limits.opt_out.confirmation_within_min
    return Forbidden("too-late", within.rule if text.kind == CONFIRMATION else "a text is not sent after its time")


def at_any_hour(kind: TextKind, rules: Rules) -> bool:
    """Is that an answer for which contact hours don't stand? See rule 4."""
    return kind == CONFIRMATION and rules.limits.opt_out.confirmation_at_any_hour.value


def visit_barred(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Forbidden | None:
    """Rule 9, for an offer that would go out at `at`."""
    slots = text.wording.slots if text.kind == "offer" and text.wording is not None else ()
    offer = (at, _closes(text, asked, at, rules))
    over = slots_over_cap(slots, offer, asked.ledger, asked.case, rules, text.visit or "")
    return None if over is None else Forbidden(OVER_CAP, over.rule, over.until)


def _closes(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> datetime:
    """When what is allowed at `at` must be posted at the latest."""
    if at_any_hour(text.kind, rules):
        return text.not_after
    span = rules.calendar.open_span("text", asked.zone, at)
    return min(text.not_after, span.end if span is not None else at)


def survives(kind: TextKind, cause: str) -> bool:
    """Does a waiting text of this kind outlive the brake or closure `cause`? See rules 1 and 2."""
    if cause in ("wrong-number", UNWRITTEN, "forgotten-person"):
        return False
    if cause == "opted-out":
        return kind == CONFIRMATION
    return kind in (FAREWELLS if cause in ("paid", "closed") else COURTESIES)


def bars(kind: TextKind, asked: Asked, rules: Rules) -> Iterator[Forbidden]:
    """Whatever forbids a text of this kind at any hour, the weightiest first: what `ask` refuses for is the first."""
    causes = {brake.cause for brake in asked.brakes}
    if "wrong-number" in causes or asked.phone_hash in asked.ledger.dropped_phones:
        yield Forbidden("wrong-number", "a number that is not the borrower's is never used again")
    if ("opted-out" in causes or asked.ledger.suppressed) and not survives(kind, "opted-out"):
        yield Forbidden("opted-out", rules.limits.opt_out.words.rule)
    if not asked.in_our_languages:
        yield Forbidden(UNWRITTEN, RULE)
    if asked.closed and not survives(kind, "closed"):
        yield Forbidden("case-closed", "nothing more is said about a closed case")
    for brake in sorted(asked.brakes, key=lambda brake: brake.cause):
        if not survives(kind, brake.cause):
            yield Forbidden("braked", f"a brake is on: {brake.cause}", brake=brake)


def _first_moment(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Deferred | Forbidden:
    """When switch, hours and caps all agree; `until` is `at` itself when that is now."""
    if (stopped := switched_off(asked, at)) is not None:
        return stopped
    moment, reason, rule = at, "now", ""
    # Hours push into a cap's window and caps push out of hours, so all are asked until none moves it. That ends: each
    # round passes a contact of the ledger, and behind the last one no cap stands.
    while (barrier := next(barriers(text, asked, moment, rules), None)) is not None:
        if isinstance(barrier, Forbidden):
            return barrier
        moment, reason, rule = barrier.until, barrier.reason, barrier.rule
    return Deferred(moment, reason, rule)


def switched_off(asked: Asked, at: datetime) -> Deferred | None:
    if asked.stopped is None:
        return None
    return Deferred(at + SWITCH_LOOK, "switched-off", f"sending is stopped for {asked.stopped}")


def unheard(text: CaseText, asked: Asked, at: datetime) -> Deferred | None:
    """Rule 7."""
    if asked.deaf is None or text.kind not in UNSAID_WHILE_DEAF:
        return None
    return Deferred(at + DEAF_LOOK, "deaf", f"what the bank says may lie unread: {asked.deaf}")


def barriers(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Iterator[Deferred | Forbidden]:
    """Whatever stands between this very moment and `text`, with when it gives way: hours, each cap, the gap."""
    opening = at if at_any_hour(text.kind, rules) else rules.calendar.next_open("text", asked.zone, at)
    if opening is None:
        yield Forbidden("never-open", rules.hours_rule(at, asked.zone))
    elif opening > at:
        yield Deferred(opening, "outside-hours", rules.hours_rule(at, asked.zone))
    if text.kind in COUNTED:
        yield from _caps(text, asked, at, rules)
    if (gap := _gap(text, asked, at, rules)) is not None:
        yield gap


def _caps(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Iterator[Deferred | Forbidden]:
    # It may be posted until hours close, so nearer to a visit ahead than now.
    lasts = max(AT_ONCE, _closes(text, asked, at, rules) - at)
    for cap in rules.on(at, asked.zone).contact.caps:
        found = capped(at, lasts, (cap,), "text", lambda cap: asked.ledger.spans(cap, asked.case, rules.visit_lasts))
        if found is not None and found.until is None:
            yield Forbidden("not-allowed-at-all", found.rule)
        elif found is not None and found.until is not None:
            yield Deferred(found.until, "cap-reached", found.rule)


def _gap(text: CaseText, asked: Asked, at: datetime, rules: Rules) -> Deferred | None:
    """None when no other case of the person has just texted. An offer that follows an answer is no haste."""
    leaf = rules.on(at, asked.zone).contact.gap_min
    last = asked.ledger.last_text_of_another(asked.case) if text.kind in UNPROMPTED else None
    if last is None:
        return None
    free = last + timedelta(minutes=leaf.value)
    return Deferred(free, "too-soon", leaf.rule) if free > at else None
