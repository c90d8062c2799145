"""What notifiers say of the carrier: whether it answered when it was asked last. A service is ready all the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.local.program import LOOPBACK, Program, http_status
from deploy.local.progress import ProgressOutput

NOTIFIER = "notifier"


def carrier_trouble(facts: Mapping[str, Any]) -> str:
    """That it did not answer; nothing where it did, or nobody asked yet."""
    told = facts.get("carrier")
    if not isinstance(told, dict) or told.get("answers") is not False:
        return ""
    return (
        f"the carrier does not answer: {told.get('why')}. Texts wait, and go out by themselves once it does;"
        " ./doorstep doctor looks closer"
    )


async def told_of_carrier(programs: Sequence[Program], progress: ProgressOutput) -> list[Program]:
    """Says what those notifiers know of it that have asked; those that have not yet."""
    unheard: list[Program] = []
    said: set[str] = set()
    for program in programs:
        facts = await _facts(program)
        if "carrier" not in facts:
            unheard.append(program)
        elif (trouble := carrier_trouble(facts)) and trouble not in said:
            said.add(trouble)
            progress.say(f"{program.name}: {trouble}")
    return unheard


def notifiers(programs: Sequence[Program]) -> list[Program]:
    return [program for program in programs if program.name.partition("-")[0] == NOTIFIER]


async def _facts(program: Program) -> Mapping[str, Any]:
    """What it says of itself; nothing while it does not answer."""
    port, host = program.about["health_port"], program.about.get("health_host", LOOPBACK)
    answer = await http_status(port, "/ready", host=host)
    try:
        found = json.loads(answer[1]) if answer is not None else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}
