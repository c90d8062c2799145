"""STOP and START: which of them counts, and what they do where there is no overdue loan yet.

1. The newer word counts. In doubt that is the STOP: one that is older than a START by no more than clocks may differ
   counts, as if both had been said in one moment. A START counts only when it is newer than the newest word.
2. A STOP is remembered, and suppresses the person, also before the loan is known to be overdue. So is a refusal of
   visits, which nothing that is said of texts overtakes.
3. A START also ends what a STOP did that came from the number when it was nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from shared.contracts.texts import Meaning
from shared.decision import Decision, Effect, accept, refuse
from shared.decision.clocks import APART_MAX
from shared.decision.replaced import replace

from .changes import Braked, BrakeReleased, Change, FactNoted
from .hold_grounds import ground_of_hold
from .inputs import ReplyRead, ReplyReceived
from .known_person import KnownPerson
from .lookup import LoanContext
from .no_visits import VISITS_REFUSED, WHY_REFUSED, refused_besides
from .reply_meanings import CONSENT_TO_TEXTS_MIN, weighed
from .state import Unknown, heard
from .table_writes import AllowNumber, Suppress
from .unread_replies import keep

NOTHING_KNOWN: Final = "nothing is known of this case"


def before_overdue(state: Unknown, read: ReplyRead, context: LoanContext) -> Decision[Change]:
    """Only who is known, from details that came first, can be texted and visited later; so only STOP and START matter,
    and that visits are refused.
    """
    said, person = weighed(read), state.person
    if person is None or read.author != "person":
        return refuse("unknown-case", NOTHING_KNOWN)
    of_texts = _of_texts(state, person, read.reply, said.meanings[0], context)
    if not said.no_visits or (not of_texts.accepted and "wrong-number" in said.kinds):
        return of_texts
    holds, kept = refused_besides(state, said, read.reply.received_at, context)
    effects = (*kept, *keep(state, read, context, said.shown or "visits-refused"))
    if of_texts.accepted:
        changes = (*of_texts.changes, *holds)
        return replace(of_texts, changes=changes, effects=(*of_texts.effects, *effects))
    rule = ground_of_hold(VISITS_REFUSED, context.rules)
    return accept(VISITS_REFUSED, WHY_REFUSED, *holds, rule=rule, effects=effects)


def overtaken() -> Decision[Change]:
    return refuse("overtaken", "the borrower said something newer about being texted")


def _of_texts(
    state: Unknown, person: KnownPerson, input: ReplyReceived, meaning: Meaning, context: LoanContext
) -> Decision[Change]:
    kind, newest = meaning.kind, heard(state, "consent")
    counts = counts_as_stop if kind == "opt-out" else counts_as_start
    if not (kind == "opt-out" or is_opt_in(meaning)):
        return refuse("unknown-case", NOTHING_KNOWN)
    if not counts(newest, input.received_at):
        return overtaken()
    if kind == "opt-in":
        return accept(
            "opted-in", "the borrower wants texts again",
            FactNoted("consent", input.received_at), BrakeReleased("opted-out"),
            effects=allowed_again(person, input),
        )  # fmt: skip
    at = since(newest, input.received_at)
    return accept(
        "opted-out", "the borrower wants no more texts",
        FactNoted("consent", at), Braked("opted-out", None, withdrawn=()),
        rule=context.rules.limits.opt_out.words.rule,
        effects=[Suppress(person.borrower, "", "opted-out", True, at)],
    )  # fmt: skip


def counts_as_stop(newest: datetime | None, at: datetime) -> bool:
    """Is a STOP of `at` no older than what was said last, as far as clocks can tell?"""
    return newest is None or at >= newest - APART_MAX


def counts_as_start(newest: datetime | None, at: datetime) -> bool:
    return newest is None or at > newest


def since(newest: datetime | None, at: datetime) -> datetime:
    """From when a STOP counts: what it overruled must not overrule it when it is heard again."""
    return at if newest is None else max(newest, at)


def is_opt_in(meaning: Meaning) -> bool:
    """Texts are wanted again: "don't stop" is too little for that."""
    return meaning.kind == "opt-in" and meaning.confidence >= CONSENT_TO_TEXTS_MIN


def opts_in(meanings: Iterable[Meaning]) -> bool:
    """The same of a reply, which may take a window beside it."""
    return any(map(is_opt_in, meanings))


def allowed_again(person: KnownPerson, input: ReplyReceived) -> tuple[Effect, ...]:
    """The person may be texted again, and on this number too: a STOP may have come from it when it was nobody's."""
    at = input.received_at
    numbers = (AllowNumber(phone, at) for phone in dict.fromkeys((input.phone_hash, *input.forms)))
    return (Suppress(person.borrower, "", "opted-in", False, at), *numbers)
