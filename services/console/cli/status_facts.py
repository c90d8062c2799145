"""What processes say of themselves that somebody should know, though it keeps none from working: a line for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console

from shared.decision.figures import counted, doing

from .carrier_trouble import carrier_trouble


def say_facts(processes: Sequence[dict[str, Any]], console: Console) -> None:
    for process in processes:
        for said in _sentences(process):
            console.print(f"{process['name']}{said}", soft_wrap=True, markup=False)


def _sentences(process: dict[str, Any]) -> Iterator[str]:
    """Each goes on behind the name of the process."""
    facts = process["facts"]
    if process.get("forgot"):
        yield f" {process['last_end'].rstrip('.')} and began again: {process['forgot']}."
    if parked := facts.get("parked"):
        yield f": {doing(parked, 'parked case', 'waits', 'wait')} for a person: ./doorstep dlq ls"
    if refused := facts.get("refused"):
        topics = ", ".join(f"{count:,} of {topic}" for topic, count in sorted(refused.items()))
        yield f": events that Kafka does not take wait, {topics}: ./doorstep outbox ls"
    if gaps := facts.get("gaps"):
        yield f": {counted(gaps, 'place')} of the log could not be read, or went unread: ./doorstep dlq ls"
    if over := facts.get("retention_waits"):
        yield f": {stays(over)}"
    if away := carrier_trouble(facts):
        yield f": {away}"
    if lines := facts.get("log_lines_lost"):
        yield f": {counted(lines, 'line')} of its log could not be written: is its disk full?"


def stays(waits: dict[str, int]) -> str:
    """What is over and stays, for want of a place to write down what it was."""
    what = ", ".join(f"{number:,} {name}" for name, number in sorted(waits.items()))
    return f"{what} are over for longer than the pack keeps them, and stay: DOORSTEP_RETENTION_FOLDER is not set"
