"""What processes say of themselves that somebody should know, though it keeps none from working: a line for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console

from .carrier_trouble import carrier_trouble


def say_facts(processes: Sequence[dict[str, Any]], console: Console) -> None:
    for process in processes:
        if process.get("forgot"):
            console.print(
                f"{process['name']} {process['last_end'].rstrip('.')} and began again: {process['forgot']}.",
                soft_wrap=True, markup=False,
            )  # fmt: skip
        if parked := process["facts"].get("parked"):
            cases = "1 parked case waits" if parked == 1 else f"{parked} parked cases wait"
            console.print(f"{process['name']}: {cases} for a person: ./doorstep dlq ls", soft_wrap=True, markup=False)
        if refused := process["facts"].get("refused"):
            topics = ", ".join(f"{count} of {topic}" for topic, count in sorted(refused.items()))
            console.print(
                f"{process['name']}: events that Kafka does not take wait, {topics}: ./doorstep outbox ls",
                soft_wrap=True, markup=False,
            )  # fmt: skip
        if gaps := process["facts"].get("gaps"):
            places = "1 place" if gaps == 1 else f"{gaps} places"
            console.print(
                f"{process['name']}: {places} of the log could not be read, or went unread: ./doorstep dlq ls",
                soft_wrap=True, markup=False,
            )  # fmt: skip
        if waits := process["facts"].get("retention_waits"):
            console.print(f"{process['name']}: {stays(waits)}", soft_wrap=True, markup=False)
        if away := carrier_trouble(process["facts"]):
            console.print(f"{process['name']}: {away}", soft_wrap=True, markup=False)
        if lines := process["facts"].get("log_lines_lost"):
            console.print(
                f"{process['name']}: {lines} {'line' if lines == 1 else 'lines'} of its log could not be written: "
                "is its disk full?", soft_wrap=True, markup=False,
            )  # fmt: skip


def stays(waits: dict[str, int]) -> str:
    """What is over and stays, for want of a place to write down what it was."""
    what = ", ".join(f"{number} {name}" for name, number in sorted(waits.items()))
    return f"{what} are over for longer than the pack keeps them, and stay: DOORSTEP_RETENTION_FOLDER is not set"
