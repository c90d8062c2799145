"""What the processes say of themselves: whether each is ready, and if not what it waits for and what to do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.local.program import http_status

TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class Process:
    """`answers` is false where nobody answered at all. `waits` are pairs of what and why; `problems` are triples
    of a cause, a sentence and what to do."""

    name: str
    ready: bool
    answers: bool
    waits: tuple[tuple[str, str], ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()

    def problem_of(self, cause: str) -> tuple[str, str] | None:
        """What it says of that cause, and what to do, while there is such a problem."""
        return next(((sentence, todo) for named, sentence, todo in self.problems if named == cause), None)


class Processes:
    """Asked at their `/ready`, all at once."""

    def __init__(self, where: Mapping[str, tuple[str, int]]) -> None:
        self._where = where

    async def look(self) -> tuple[Process, ...]:
        return tuple(await asyncio.gather(*(_ask(name, host, port) for name, (host, port) in self._where.items())))

    def port(self, name: str) -> tuple[str, int] | None:
        return self._where.get(name)


async def _ask(name: str, host: str, port: int) -> Process:
    answer = await http_status(port, "/ready", TIMEOUT_S, host=host)
    if answer is None:
        return Process(name, ready=False, answers=False, waits=(("health", "it does not answer"),))
    said = _document(answer[1])
    waits, problems = said.get("waiting_for"), said.get("problems")
    return Process(
        name,
        ready=answer[0] == 200,
        answers=True,
        waits=tuple((str(what), str(why)) for what, why in waits.items()) if isinstance(waits, dict) else (),
        problems=tuple(
            (str(each.get("cause", "")), str(each.get("sentence", "")), _todo(each))
            for each in (problems if isinstance(problems, list) else ()) if isinstance(each, dict)
        ),
    )  # fmt: skip


def _todo(problem: Mapping[str, Any]) -> str:
    """What to do, and the page that says more."""
    page = problem.get("runbook")
    return f"{problem.get('todo', '')} See {page}." if page else str(problem.get("todo", ""))


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
