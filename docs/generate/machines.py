"""docs/machines/*.md: each machine's own rules, its diagram and its table, drawn from its `TABLE`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib import import_module
from inspect import getdoc
from typing import Any

REFUSED = "refused, with a reason of its own"
Moves = Mapping[type[Any], Mapping[Any, Iterable[type[Any]]]]
MACHINES = {
    "notifier": "services.notifier.core.machine",
    "scheduler": "services.scheduler.core.machine",
    "router": "services.router.core.machine",
}


def page(service: str) -> str:
    """The page of one service's machine."""
    module = import_module(MACHINES[service])
    moves = moves_of(module)
    name = "`TABLE` and `BESIDE`" if hasattr(module, "BESIDE") else "`TABLE`"
    rules = (getdoc(module) or "").strip()
    source = f"services/{service}/core/machine.py"
    return "\n".join(
        [
            f"# The machine of {service}",
            "",
            f"Drawn from {name} in [`{source}`](../../{source}) by `python -m docs.generate`. An input that is",
            "not in the table of a state leaves it there: refused with a reason, or remembered.",
            "",
            "```mermaid",
            "stateDiagram-v2",
            *_arrows(moves),
            "```",
            "",
            "| in | on | to |",
            "|---|---|---|",
            *_rows(moves),
            "",
            "## Its rules, as the code has them",
            "",
            rules,
            "",
        ]
    )


def moves_of(module: Any) -> Moves:
    """By state and input: where it may lead."""
    reached = {module.TABLE[0].state}.union(*(line.to for line in module.TABLE))
    by_state: dict[type[Any], dict[Any, tuple[type[Any], ...]]] = {}
    for line in module.TABLE:
        if line.state in reached:  # others are answered by an aggregate as a whole, which may move its parts: `BESIDE`
            by_state.setdefault(line.state, {})[line.input] = line.to
    for input, moves_beside in getattr(module, "BESIDE", {}).items():
        for state, to in moves_beside.items():
            by_state.setdefault(state, {})[input] = to
    return by_state


def _arrows(moves: Moves) -> list[str]:
    """One arrow for each pair of states, with everything that leads along it. The first state is where all begins."""
    reasons: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for state, inputs in moves.items():
        for said, targets in inputs.items():
            for target in _in_order(targets, moves):
                reasons[state.__name__, target].append(_words(said))
    first = next(iter(moves)).__name__
    arrows = [f"    {one} --> {other} : {'<br/>'.join(why)}" for (one, other), why in reasons.items()]
    last = [f"    {state.__name__} --> [*]" for state, inputs in moves.items() if not inputs]
    return [f"    [*] --> {first}", *arrows, *last]


def _rows(moves: Moves) -> list[str]:
    return [
        f"| {state.__name__} | {_words(said)} | {', '.join(_in_order(targets, moves)) or REFUSED} |"
        for state, inputs in moves.items()
        for said, targets in inputs.items()
    ]


def _in_order(targets: Iterable[type[Any]], moves: Moves) -> list[str]:
    """Names of states in the order of the table: a set has none of its own."""
    wanted = {target.__name__ for target in targets}
    known = [state.__name__ for state in moves if state.__name__ in wanted]
    return known + sorted(wanted - set(known))


def _words(said: Any) -> str:
    """`LoanOverdue` as "loan overdue"; a timer by its own name."""
    name = getattr(said, "name", None)
    return f"timer {name}" if isinstance(name, str) else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", said.__name__).lower()
