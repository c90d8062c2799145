"""STOP and START where there is no overdue loan yet.

1. A STOP is remembered, and suppresses the person, also before the loan is known to be overdue.
2. A START also ends what a STOP did that came from the number when it was nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from shared.contracts.texts import Meaning
from shared.decision import Decision, Effect, accept, refuse

from .changes import Braked, BrakeReleased, Change, FactNoted
from .inputs import ReplyRead, ReplyReceived
from .known_person import KnownPerson
from .lookup import LoanContext
from .reply_meanings import CONSENT_TO_TEXTS_MIN, weighed
from .state import Unknown, heard
from .table_writes import AllowNumber, Suppress


def before_overdue(state: Unknown, read: ReplyRead, context: LoanContext) -> Decision[Change]:
    """Only who is known, from details that came first, can be texted later; so only STOP and START matter."""
    input, meaning = read.reply, weighed(read).meanings[0]
    kind = meaning.kind
    person, newest = state.person, heard(state, "consent")
    if person is None or read.author != "person" or not (kind == "opt-out" or is_opt_in(meaning)):
        return refuse("unknown-case", "nothing is known of this case")
    if newest is not None and (input.received_at < newest or (input.received_at == newest and kind == "opt-in")):
        return refuse("overtaken", "the borrower said something newer about being texted")
    if kind == "opt-in":
        return accept(
            "opted-in", "the borrower wants texts again",
            FactNoted("consent", input.received_at), BrakeReleased("opted-out"),
            effects=allowed_again(person, input),
        )  # fmt: skip
    return accept(
        "opted-out", "the borrower wants no more texts",
        FactNoted("consent", input.received_at), Braked("opted-out", None, withdrawn=()),
        rule=context.rules.limits.opt_out.words.rule,
        effects=[Suppress(person.borrower, "", "opted-out", True, input.received_at)],
    )  # fmt: skip


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
