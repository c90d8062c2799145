"""Every rule that the contact authority asks of a text at one moment, whether or not it stands in the way.

`ask` ends at the first that does. Here the same functions are asked to the end, because who removes a first obstacle
wants to know of the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shared.contracts.why_not import WhyNotLine
from shared.decision.answers import line

from .asked_back import asked_in_vain
from .authority import (
    Deferred,
    Forbidden,
    ask,
    at_any_hour,
    barriers,
    bars,
    out_of_time,
    switched_off,
    unheard,
    visit_barred,
)
from .borrower_language import CAUSE as UNWRITTEN
from .borrower_language import RULE, why_unwritten
from .heard_first import REASON, heard_first, looks_again
from .lookup import LoanContext
from .state import CaseText, Closed, KnownState
from .text_events import asked_about

CLEAR: dict[str, str] = {
    "wrong-number": "the number is not known to be somebody else's",
    "opted-out": "the borrower did not opt out, or such a text is owed all the same",
    UNWRITTEN: "we write the borrower's language",
    "case-closed": "the case is open, or such a text is owed all the same",
    "braked": "no hold is on that forbids such a text",
    "switched-off": "no switch stops sending here",
    "deaf": "what the bank says was read to its end, or such a text need not wait for that",
    "outside-hours": "it is within contact hours where the borrower is",
    "cap-reached": "no cap on contacts is reached",
    "too-soon": "the person was not just texted about another case",
    "too-late": "its time is not over",
    "not-its-turn": "nothing else of this case is to be heard first",
}
"""What is said of a rule that does not stand in the way, in the order in which they are told."""
SAID: dict[str, str] = {
    "wrong-number": "the number is not the borrower's",
    "opted-out": "the borrower opted out of texts: only a confirmation of that goes out",
    "outside-hours": "it is outside contact hours where the borrower is",
    "never-open": "there are no contact hours where the borrower is within two months",
    "cap-reached": "one more contact would be over a cap",
    "not-allowed-at-all": "a cap allows no such contact at all",
    "too-soon": "the person was just texted about another case",
    "too-late": "its time is over",
    "no-time-left": "its time is over before it could go out",
    "visit-over-cap": "a visit in the windows that it offers would be over a cap",
    "answered-meanwhile": "what it asks was answered, or is not offered any more",
}
INSTEAD = {"never-open": "outside-hours", "not-allowed-at-all": "cap-reached", "no-time-left": "too-late"}
SOMEBODYS = frozenset({"switched-off", "deaf", "not-its-turn"})
"""Their rule is the sentence, and it is not time that ends them: their `until` is only when it is looked at again."""


def text_rules(state: KnownState, text: CaseText, context: LoanContext) -> Iterator[WhyNotLine]:
    """All rules for `text` at the moment of `context`, in the order of `CLEAR`."""
    ledger = context.lookup.ledgers.get(state.loan.case)
    if ledger is None:
        yield line("ledger-busy", False, "another case of this person is being decided")
        return
    found: dict[str, list[Deferred | Forbidden]] = {}
    asked, at, rules = asked_about(state, ledger, context), context.at, context.rules
    weighed = ask(text, asked, at, rules)
    for verdict in (
        *bars(text.kind, asked, rules),
        switched_off(asked, at),
        unheard(text, asked, at),
        *barriers(text, asked, at, rules),
        out_of_time(text, at, rules),
        weighed if isinstance(weighed, Forbidden) and weighed.reason == "no-time-left" else None,
        visit_barred(text, asked, at, rules),
        asked_in_vain(state, text, at),
        _held_back(state, text, at),
    ):
        if verdict is not None:
            found.setdefault(INSTEAD.get(verdict.reason, verdict.reason), []).append(verdict)
    cited = {
        "opted-out": rules.limits.opt_out.words.rule,
        UNWRITTEN: RULE,
        "outside-hours": rules.hours_rule(at, asked.zone),
        "cap-reached": rules.caps_rule("text"),
        "too-soon": rules.on(at, asked.zone).contact.gap_min.rule,
    }
    clear = CLEAR
    if at_any_hour(text.kind, rules):
        clear = CLEAR | {"outside-hours": "such a text goes out at any hour"}
        cited["outside-hours"] = rules.limits.opt_out.confirmation_at_any_hour.rule
    for code in (*clear, *(code for code in found if code not in clear)):
        for verdict in found.get(code, ()):
            # A brake that has a line of its own says no more as a hold.
            if verdict.reason != "braked" or _cause(verdict) not in found:
                yield _against(verdict, state)
        if code not in found:
            yield line(code, True, clear[code], cited.get(code, ""))


def _held_back(state: KnownState, text: CaseText, at: datetime) -> Deferred | None:
    first = heard_first(state, text)
    return Deferred(looks_again(first, at), REASON, f"{first.kind} is to be heard first") if first is not None else None


def _cause(verdict: Deferred | Forbidden) -> str:
    return verdict.brake.cause if isinstance(verdict, Forbidden) and verdict.brake is not None else ""


def _against(verdict: Deferred | Forbidden, state: KnownState) -> WhyNotLine:
    code = verdict.reason
    if isinstance(verdict, Forbidden) and verdict.brake is not None:
        return line(code, False, f"a hold is on: {verdict.brake.cause}", met_from=verdict.brake.until)
    if code in SOMEBODYS:
        return line(code, False, verdict.rule)
    if isinstance(state, Closed) and code == "case-closed":
        return line(code, False, f"the case is closed: {state.cause}", verdict.rule)
    text = why_unwritten(state.loan.person) if code == UNWRITTEN else SAID[code]
    return line(code, False, text, verdict.rule, verdict.until)
