"""What the processes of a service say of themselves, as one answer for the service. Pure.

A document is what `status` shows of a process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ProcessDocument = Mapping[str, Any]
WATCHES = ("monitor", "console")
"""What only watches: no work waits for it."""
DOES_NOT_RUN = "it does not run"


@dataclass(frozen=True, slots=True)
class ServiceReadiness:
    """`ready` is None where no process of it is known here. All of its replicas have to be ready."""

    ready: bool | None = None
    waits: tuple[tuple[str, str], ...] = ()
    todos: tuple[str, ...] = ()


def readiness(documents: Sequence[ProcessDocument], service: str) -> ServiceReadiness:
    mine = [each for each in documents if _service(each) == service]
    if not mine:
        return ServiceReadiness()
    bad = [each for each in mine if not each["ok"]]
    waits = [wait for each in bad for wait in _waits(each, several=len(mine) > 1)]
    todos = [str(problem["todo"]) for each in bad for problem in each["problems"] if problem.get("todo")]
    return ServiceReadiness(not bad, tuple(waits), tuple(dict.fromkeys(todos)))


def not_ready(documents: Sequence[ProcessDocument]) -> list[tuple[str, str]]:
    """Processes that work waits for. Name, and what each waits for."""
    return [
        (str(each["name"]), "; ".join(f"{what}: {why}" for what, why in _waits(each, several=False)))
        for each in documents
        if not each["ok"] and _service(each) not in WATCHES
    ]


def carrier_problem(documents: Sequence[ProcessDocument]) -> tuple[str, str] | None:
    """What the notifier says of the carrier, and what to do, while no text leaves."""
    for each in documents:
        for problem in each["problems"]:
            if problem.get("cause") == "carrier" and _service(each) == "notifier":
                return str(problem.get("sentence", "")), str(problem.get("todo", ""))
    return None


def _service(document: ProcessDocument) -> str:
    name, dash, number = str(document["name"]).rpartition("-")
    return name if dash and number.isdigit() else str(document["name"])


def _waits(document: ProcessDocument, *, several: bool) -> list[tuple[str, str]]:
    found = [(str(what), str(why)) for what, why in document["waiting_for"].items()]
    if not found:
        found = [(str(document["state"]), str(document["last_end"]) or DOES_NOT_RUN)]
    return [(f"{document['name']}, {what}" if several else what, why) for what, why in found]
