"""docs/follow-one-case.md: one case through all three services, step by step, with the function that decides each.

Drawn from a journey that was recorded once (tests/golden/histories/journey): today's code decides every step anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from inspect import CO_GENERATOR, getsourcelines, unwrap
from itertools import groupby
from types import CodeType, FrameType
from typing import Any
from zoneinfo import ZoneInfo

from services.notifier.core import authority, cadence, evidence, gate, visit_caps
from services.notifier.core import machine as notifier
from services.notifier.core.inputs import ReplyReceived
from services.router.core import crew_assignment, quote
from services.router.core import machine as router
from services.scheduler.core import machine as scheduler
from services.scheduler.core import notice, permit
from shared.contracts.catalogue import type_name
from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue
from shared.decision import CancelTimer, Decider, Effect, Publish, Row, SetTimer, TimerDue
from shared.policy import caps, load_pack
from tests.golden.histories.journey.steps import FILE, DecidedStep, decided, machine_of

HEAD = """# Follow one case

A loan is overdue. Five reminders go out in two months and nobody answers, so a visit is asked for; the borrower picks
a time by text, gets notice, is visited and pays; the bank books the payment, and the case is closed with thanks. This
page is that case, every input in the order in which it was decided, through all three services: **what came**, **which
function decided it**, **what was decided and why**, and **what follows**. It is drawn from a recorded journey by
`python -m docs.generate`; today's code decides every step anew.

Times are the borrower's, {zone}: {offsets}.
A sentence that names a time says by which clocks. Rules and waits are those of the default pack, `{version}`
([`default.toml`](../shared/policy/packs/default.toml)). [The questions](questions.md) name what cancels, holds and
closes a case otherwise.

**Rests on** names the functions of rules that the deciding function asked (contact authority, cadence, gate, caps,
notice, permit, crews); they are found by watching the step run. A day that has the same steps as the day before it on
this page is folded: one line names it and counts its rows. Left out and counted under each day: what keeps house (a
tidying) and reports of the carrier that change nothing further; also each new time of notifier's next
`look`, unless it is all that follows.

## How an input reaches its function

1. A record comes from Kafka ([`consume.py`](../shared/runtime/steps/consume.py)), a timer fires or a webhook left a row
   ([`timers_and_intake.py`](../shared/runtime/steps/timers_and_intake.py)). All three end in one transaction
   ([`transact.py`](../shared/runtime/steps/transact.py)).
2. The service's `inputs.py` maps it to one of the core's inputs; its shell's look-up fetches what the decision needs
   besides the state (a person's contacts). A borrower's reply is read in that step:
   [`hear`](../services/notifier/hearing/hear.py#hear) makes a `ReplyRead` of it, which is what the core decides on.
3. The core's `machine.py` has a `TABLE`: the line for the state and the input names the function. Two
   machines add to it: after each decision on a loan
   [`with_next_look`](../services/notifier/core/next_look.py#with_next_look) opens the next text and sets the next look,
   and before each on a visit [`out_of_order`](../services/scheduler/core/ordering.py#out_of_order) says whether the
   input has its turn. [`naming`](../services/notifier/core/phone_naming.py#naming) around a handler notes whose number
   was named.
4. What it decides is written in the same transaction
   ([`decision_batch.py`](../shared/runtime/steps/decision_batch.py)): the changes, folded by `evolve.py` into the
   state and kept as history; timers; rows; and events, which the relay publishes
   ([`relay.py`](../shared/runtime/steps/relay.py)) and the next service consumes.

A text goes its own way: a row says that it may go out; notifier's
[`posting.py`](../services/notifier/shell/posting.py) posts it once; what the carrier says comes back as an input.

## The case
"""
COLUMNS = ["| | came | decided by | rests on | decision | what follows |", "|---|---|---|---|---|---|"]
LEFT_OUT = {
    "tidied": "router tidies",
    "text-sent": "the carrier reports on a text",
    "overtaken": "the carrier reports on a text",
}
"""Reasons of decisions that are no part of the story, and as what they are counted."""
DECIDERS: dict[str, Decider[Any, Any, Any, Any]] = {
    "notifier": notifier.DECIDER,
    "scheduler": scheduler.DECIDER,
    "router": router.DECIDER,
}


RULES = (authority, cadence, evidence, gate, visit_caps, notice, permit, crew_assignment, quote, caps)
RULE_FILES = {str(rules.__file__): rules.__name__.replace(".", "/") + ".py" for rules in RULES}
"""Where rules are checked: file → its path from the root."""


@dataclass
class Day:
    """A day of the borrower's: what is shown of it, and what is left out of it and of days before with no more."""

    date: date
    shown: list[DecidedStep] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def pattern(self) -> list[tuple[str, str, Callable[..., Any], str]]:
        """Neighbours that have the same are told once."""
        return [
            (each.step.service, _came(each.step.told), _function(each), each.decision.reason) for each in self.shown
        ]


def page() -> str:
    steps = decided(json.loads(FILE.read_text("utf-8")))
    zone = next(ZoneInfo(each.step.told.data.person.zone) for each in steps if isinstance(each.step.told, LoanOverdue))
    offsets = _offsets(steps[0].step.at.astimezone(zone), steps[-1].step.at)
    lines = [HEAD.format(zone=zone.key, offsets=offsets, version=load_pack("default").version)]
    for _, alike in groupby(_days(steps, zone), key=Day.pattern):
        told, *folded = alike
        if told.shown:
            rows = [_row(each, zone) for each in told.shown]
            lines += [f"### {_dated(told.date)} {told.date.year}", "", *COLUMNS, *rows, "", *_folded(folded)]
        lines += _counted(sum((day.left_out for day in folded), told.left_out))
    return "\n".join(lines).rstrip("\n") + "\n"


def _days(steps: list[DecidedStep], zone: ZoneInfo) -> list[Day]:
    days, left_out = list[Day](), Counter[str]()
    for local, some in groupby(steps, key=lambda each: each.step.at.astimezone(zone).date()):
        shown = []
        for each in some:
            if each.decision.reason in LEFT_OUT:
                left_out[LEFT_OUT[each.decision.reason]] += 1
            else:
                shown.append(each)
        if shown:
            days.append(Day(local, shown, left_out))
            left_out = Counter()
    return [*days, Day(local, [], left_out)]


def _offsets(first: datetime, last: datetime) -> str:
    """The offset of the zone of `first`, and each later one with the day from which it holds."""
    told, at, known = [f"UTC{first.isoformat()[-6:]}"], first, first.utcoffset()
    while at < last:
        at += timedelta(days=1)
        if at.utcoffset() != known:
            known = at.utcoffset()
            told.append(f"from {_dated(at)} UTC{at.isoformat()[-6:]}")
    return ", ".join(told)


def _dated(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def _folded(days: list[Day]) -> list[str]:
    told = [f"{_dated(day.date)}, {day.shown[0].decision.why} ({len(day.shown)} rows)" for day in days]
    return [f"The same again, folded: {'; '.join(told)}.", ""] if told else []


def _counted(left_out: Counter[str]) -> list[str]:
    return ["Left out: " + "; ".join(f"{what} ({n})" for what, n in left_out.items()) + ".", ""] if left_out else []


def _row(each: DecidedStep, zone: ZoneInfo) -> str:
    step, decision = each.step, each.decision
    rule = f" *({decision.rule})*" if decision.rule and decision.rule not in decision.why else ""
    cells = [
        f"{step.at.astimezone(zone):%H:%M:%S} {step.service}",
        _came(step.told),
        link(_function(each)),
        _rests_on(each),
        f"**{decision.reason}**: {decision.why}{rule}",
        _follows(each, zone),
    ]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _follows(each: DecidedStep, zone: ZoneInfo) -> str:
    effects = [_effect(effect, zone) for effect in each.decision.effects]
    told = [*_changes(each.decision.changes), *(effect for effect in effects if not effect.startswith("wakes `look`"))]
    return "; ".join(told or effects) or "nothing"


def _rests_on(each: DecidedStep) -> str:
    """The public functions of the files of rules that were asked while the step was decided."""
    step, core, found = each.step, machine_of(each.step.service), dict[CodeType, str]()
    handler = getattr(_function(each), "__code__", None)

    def watch(frame: FrameType, event: str, _: object) -> None:
        code, caller = frame.f_code, frame.f_back
        if event != "call" or code is handler or code.co_name.startswith(("_", "<")) or code.co_flags & CO_GENERATOR:
            return
        path = RULE_FILES.get(code.co_filename)
        if path is not None and caller is not None and caller.f_code.co_filename not in RULE_FILES:
            found[code] = f"[`{code.co_name}`](../{path}#L{code.co_firstlineno})"

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        core.step(each.before, core.input_of(step.told), step.at, frozenset(), step.lookup)
    finally:
        sys.setprofile(before)
    return "; ".join(found.values())


def _came(told: Any) -> str:
    if isinstance(told, TimerDue):
        return f"timer `{told.kind.partition(':')[0]}`"
    if isinstance(told, Event):
        return f"`{type_name(type(told))}`"
    return f"{_words(type(told).__name__)}, directly"


def link(function: Callable[..., Any]) -> str:
    path, (lines, first) = function.__module__.replace(".", "/") + ".py", getsourcelines(function)
    # A reader wants the `def`, below what decorates it.
    line = first + next(number for number, text in enumerate(lines) if text.startswith(("def ", "async def ")))
    return f"[`{function.__qualname__}`](../{path}#L{line})"


def _function(each: DecidedStep) -> Callable[..., Any]:
    decider = DECIDERS[each.step.service]
    input = machine_of(each.step.service).input_of(each.step.told)
    if isinstance(input, ReplyReceived):
        input = each.step.lookup.reply_read(each.step.aggregate, input)
    line = decider.line_of(decider.stage(each.before, input), input)
    function: Callable[..., Any] = unwrap(decider.otherwise if line is None else line.handler)
    return function


def _changes(changes: Iterable[Any]) -> list[str]:
    return [f"`{type(change).__name__}`" for change in changes]


def _effect(effect: Effect, zone: ZoneInfo) -> str:
    match effect:
        case Publish():
            return f"tells `{type_name(effect.event)}`"
        case SetTimer():
            return f"wakes `{effect.kind.partition(':')[0]}` at {effect.due_at.astimezone(zone):%d %b %H:%M}"
        case CancelTimer():
            return f"wakes `{effect.kind.partition(':')[0]}` no more"
        case Row():
            return f"writes `{effect.statement}`"


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
