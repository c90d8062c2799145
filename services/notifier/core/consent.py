"""STOP and START where the words alone do not say it, or where there is no overdue loan yet.

1. What the carrier took a message for counts, whatever the words are: its own list says STOP or START then.
2. A STOP is remembered, and suppresses the person, also before the loan is known to be overdue.
3. A START also ends what a STOP did that came from the number when it was nobody's.
"""

from __future__ import annotations

from shared.contracts.loans import Person
from shared.contracts.texts import Meaning
from shared.decision import Decision, Effect, accept, refuse

from .changes import Braked, BrakeReleased, Change, FactNoted
from .inputs import ReplyReceived
from .lookup import LoanContext
from .replies.classify import Reading, read
from .state import Unknown, heard
from .table_writes import AllowNumber, Suppress


def as_the_carrier_says(input: ReplyReceived, reading: Reading) -> Reading:
    """What a carrier has on its own list of opt-outs is one, in whatever language its keyword is. HELP is words."""
    match input.carrier_says:
        case "stop":
            return reading._replace(meanings=(Meaning(kind="opt-out", confidence=1.0),), author="person")
        case "start":
            return reading._replace(meanings=(Meaning(kind="opt-in", confidence=1.0),), author="person")
        case _:
            return reading


def before_overdue(state: Unknown, input: ReplyReceived, context: LoanContext) -> Decision[Change]:
    """Only who is known, from details that came first, can be texted later; so only STOP and START matter."""
    stop_words = context.rules.limits.opt_out.words.value
    reading = as_the_carrier_says(input, read(context.lookup.words.get(input.sid), (), input.received_at, stop_words))
    kind, person, newest = reading.meanings[0].kind, state.person, heard(state, "consent")
    if person is None or reading.author != "person" or kind not in ("opt-out", "opt-in"):
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


def allowed_again(person: Person, input: ReplyReceived) -> tuple[Effect, ...]:
    """The person may be texted again, and on this number too: a STOP may have come from it when it was nobody's."""
    at = input.received_at
    numbers = (AllowNumber(phone, at) for phone in dict.fromkeys((input.phone_hash, *input.forms)))
    return (Suppress(person.borrower, "", "opted-in", False, at), *numbers)
