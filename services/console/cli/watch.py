"""`./doorstep watch`: counts per minute and latencies as the stream monitor has them, live."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from deploy.local.program import http_status
from deploy.local.user_error import UserError
from shared.decision.figures import counted

from ..target import find
from ..views.formatting import took
from . import output

app = output.single_command()

BARS = " ▁▂▃▄▅▆▇█"
TREND_MINUTES = 10
EVERY_S = 1.0
ROWS_MAX = 1000


@app.command()
def watch(
    minutes: Annotated[int, typer.Option(min=1, max=24 * 60, help="How many minutes to sum up.")] = 60,
    reasons: Annotated[bool, typer.Option(help="A line for each reason, not only for each type.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Show it once and end.")] = False,
    as_json: output.AsJson = False,
) -> None:
    """What passes through the topics, minute by minute, and how long effects take. Ctrl-C ends it.

    The minutes are real ones, also where the sandbox lets virtual days fly by.
    """
    address = find().monitor_address()
    if address is None:
        raise UserError("No stream monitor runs here.", "./doorstep up and ./doorstep demo start one; see status.")
    console = output.console()
    if as_json:
        output.print_json(asyncio.run(_asked(address, minutes)))
    elif once or not console.is_terminal:
        console.print(picture(asyncio.run(_asked(address, minutes)), reasons))
    else:
        asyncio.run(_live(console, address, minutes, reasons))


async def _live(console: Console, address: tuple[str, int], minutes: int, reasons: bool) -> None:
    with Live(console=console, auto_refresh=False, screen=False) as live:
        while True:
            try:
                # Two headings, three blanks, three lines of words, and the line that the cursor is in.
                seen: RenderableType = picture(await _asked(address, minutes), reasons, rows_max=console.height - 9)
            except UserError as trouble:
                seen = Text(f"{trouble.what} Waiting for it.", style="yellow")
            live.update(seen, refresh=True)
            await asyncio.sleep(EVERY_S)


async def _asked(address: tuple[str, int], minutes: int) -> dict[str, Any]:
    counts, latency = await asyncio.gather(
        _document(address, f"/counts?minutes={minutes}"), _document(address, f"/latency?minutes={minutes}")
    )
    return {"counts": counts, "latency": latency}


async def _document(address: tuple[str, int], path: str) -> dict[str, Any]:
    host, port = address
    answer = await http_status(port, path, host=host)
    if answer is None or answer[0] != 200:
        raise UserError(
            "The stream monitor does not answer." if answer is None else "The stream monitor is not well.",
            "It is started again by itself; the services do without it. See ./doorstep status.",
        )
    found: dict[str, Any] = json.loads(answer[1])
    return found


def picture(documents: Mapping[str, Any], reasons: bool, *, rows_max: int = ROWS_MAX) -> RenderableType:
    """Both tables, for 80 columns, with at most `rows_max` rows between them: the busiest ones."""
    counts, latency = documents["counts"], documents["latency"]
    for_latency = min(len(latency["rows"]), max(3, rows_max // 3))
    return Group(
        _heading(counts), "", _counts(counts, reasons, rows_max - for_latency), "", _latency(latency, for_latency)
    )


def _heading(counts: Mapping[str, Any]) -> Text:
    total = sum(row["total"] for row in counts["rows"])
    said = Text(f"{counted(total, 'record')} in the last {counted(counts['minutes'], 'minute')}")
    if counts["trouble"]:
        said.append(f"  {counts['trouble']}", style="yellow")
    elif counts["behind"]:
        said.append(f"  still counting, at least {counts['behind']} to go", style="yellow")
    return said


def _counts(counts: Mapping[str, Any], reasons: bool, rows_max: int) -> RenderableType:
    if not counts["rows"]:
        return Text("nothing was published", style="dim")
    table = output.table(
        "topic",
        "type",
        "total",
        "now",
        "last",
        f"{TREND_MINUTES} minutes",
        right=("total", "now", "last"),
        fold=("type",),
    )
    lines = _lines(counts, reasons)
    busiest = sorted(lines, key=lambda line: (sum(lines[line][-TREND_MINUTES:]), sum(lines[line])), reverse=True)
    for topic, name in sorted(busiest[: max(1, rows_max)]):
        series = lines[topic, name]
        style = "red" if name.startswith("undecodable") else ""
        figures = (str(sum(series)), str(series[-1]), str(series[-2] if len(series) > 1 else 0))
        table.add_row(topic, name, *figures, trend(series[-TREND_MINUTES:]), style=style)
    return _with_rest(table, len(lines) - rows_max, "kinds of records that are quieter")


def _with_rest(table: RenderableType, left: int, what: str) -> RenderableType:
    return Group(table, Text(f"and {left} {what}", style="dim")) if left > 0 else table


def _lines(counts: Mapping[str, Any], reasons: bool) -> dict[tuple[str, str], list[int]]:
    lines: dict[tuple[str, str], list[int]] = {}
    for row in counts["rows"]:
        with_reason = reasons or row["type"] == "undecodable"
        name = f"{row['type']} {row['reason']}".strip() if with_reason else row["type"]
        known = lines.get((row["topic"], name), [0] * counts["minutes"])
        lines[row["topic"], name] = [a + b for a, b in zip(known, row["per_minute"], strict=True)]
    return lines


def trend(series: list[int]) -> str:
    """A bar for each number, the highest full."""
    most = max(series, default=0)
    return "".join(BARS[-(-number * (len(BARS) - 1) // most) if most else 0] for number in series)


def _latency(latency: Mapping[str, Any], rows_max: int) -> RenderableType:
    if not latency["rows"]:
        return Text("no effect was seen yet", style="dim")
    figures = ("count", "median", "95 %", "most")
    table = output.table("from", "to", *figures, right=figures, fold=("from", "to"))
    for row in sorted(latency["rows"], key=lambda row: -row["count"])[:rows_max]:
        table.add_row(
            row["cause"],
            row["effect"],
            str(row["count"]),
            took(row["p50_ms"]),
            took(row["p95_ms"]),
            took(row["max_ms"]),
        )
    outside = latency["without_cause_on_a_topic"]
    return Group(
        table, Text(f"and {outside} effects of timers, replies and receipts, whose cause is on no topic", style="dim")
    )
