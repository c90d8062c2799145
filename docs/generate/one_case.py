"""docs/follow-one-case.md: one case through all three services, step by step, with the function that decides each.

Drawn from a journey that was recorded once (tests/golden/histories/journey): today's code decides every step anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from inspect import unwrap
from itertools import groupby
from typing import Any

from services.notifier.core import machine as notifier
from services.router.core import machine as router
from services.scheduler.core import machine as scheduler
from shared.contracts.catalogue import type_name
from shared.contracts.envelope import Event
from shared.decision import CancelTimer, Decider, Effect, Publish, Row, SetTimer, TimerDue
from tests.golden.histories.journey.steps import FILE, DecidedStep, decided, machine_of

HEAD = """# Follow one case

A loan is overdue. Three reminders go out and nobody answers, so a visit is asked for; the borrower picks a time by
text, gets notice, and is visited. This page is that case, every input in the order in which it was decided, through
all three services: **what came**, **which function decided it**, **what was decided and why**, and **what follows**.
It is drawn from a recorded journey by `python -m docs.generate`; today's code decides every step anew.

## How an input reaches its function

1. A record comes from Kafka ([`consume.py`](../shared/runtime/steps/consume.py)), a timer fires or a webhook left a row
   ([`timers_and_intake.py`](../shared/runtime/steps/timers_and_intake.py)). All three end in one transaction
   ([`transact.py`](../shared/runtime/steps/transact.py)).
2. The service's `inputs.py` maps it to one of the core's inputs; its shell's look-up fetches what the decision needs
   besides the state (a person's contacts, the words of a reply).
3. The core's `machine.py` has a `TABLE`: the line for the state and the input names the function.
4. What it decides is written in the same transaction
   ([`decision_batch.py`](../shared/runtime/steps/decision_batch.py)): the changes, folded by `evolve.py` into the
   state and kept as history; timers; rows; and events, which the relay publishes
   ([`relay.py`](../shared/runtime/steps/relay.py)) and the next service consumes.

A text goes its own way: a row says that it may go out; notifier's
[`posting.py`](../services/notifier/shell/posting.py) posts it once; what the carrier says comes back as an input.

## The case
"""
COLUMNS = ["| | came | decided by | decision | what follows |", "|---|---|---|---|---|"]
DECIDERS: dict[str, Decider[Any, Any, Any, Any]] = {
    "notifier": notifier.DECIDER,
    "scheduler": scheduler.DECIDER,
    "router": router.DECIDER,
}


def page() -> str:
    steps = decided(json.loads(FILE.read_text("utf-8")))
    lines = [HEAD]
    for day, some in groupby(steps, key=lambda each: each.step.at.date()):
        lines += [f"### {day:%A %d %B}", "", *COLUMNS]
        lines += [_row(each) for each in some] + [""]
    return "\n".join(lines)


def _row(each: DecidedStep) -> str:
    step, decision = each.step, each.decision
    rule = f" *({decision.rule})*" if decision.rule else ""
    cells = [
        f"{step.at:%H:%M:%S} {step.service}",
        _came(step.told),
        _decided_by(each),
        f"**{decision.reason}**: {decision.why}{rule}",
        "; ".join([*_changes(decision.changes), *map(_effect, decision.effects)]) or "nothing",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _came(told: Any) -> str:
    if isinstance(told, TimerDue):
        return f"timer `{told.kind.partition(':')[0]}`"
    if isinstance(told, Event):
        return f"`{type_name(type(told))}`"
    return f"{_words(type(told).__name__)}, directly"


def _decided_by(each: DecidedStep) -> str:
    function = _function(each)
    path = function.__module__.replace(".", "/") + ".py"
    return f"[`{function.__qualname__}`](../{path})"


def _function(each: DecidedStep) -> Callable[..., Any]:
    decider = DECIDERS[each.step.service]
    input = machine_of(each.step.service).input_of(each.step.told)
    line = decider.line_of(decider.stage(each.before, input), input)
    function: Callable[..., Any] = unwrap(decider.otherwise if line is None else line.handler)
    return function


def _changes(changes: Iterable[Any]) -> list[str]:
    return [f"`{type(change).__name__}`" for change in changes]


def _effect(effect: Effect) -> str:
    match effect:
        case Publish():
            return f"tells `{type_name(effect.event)}`"
        case SetTimer():
            return f"wakes `{effect.kind.partition(':')[0]}` at {effect.due_at:%d %b %H:%M}"
        case CancelTimer():
            return f"wakes `{effect.kind.partition(':')[0]}` no more"
        case Row():
            return f"writes `{effect.statement}`"


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
