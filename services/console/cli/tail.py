"""`./doorstep tail [TOPIC...]`: events as they come, one readable line each, nothing personal."""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import aclosing
from datetime import UTC
from typing import Annotated

import typer
from rich.text import Text

from shared.contracts.codec import Malformed, encode
from shared.decision.figures import counted

from .. import typed
from ..target import Target, find
from ..views.event_summary import concerns, heading, summary
from ..views.redaction import hidden
from ..views.tailed import TailedRecord, listen
from . import output

app = output.single_command()

COLOURS = {
    "loans": "yellow", "texts": "cyan", "replies": "green", "appointments": "magenta", "outcomes": "blue",
    "switches": "red", "operations": "red", "dead-letters": "red",
}  # fmt: skip


@app.command()
def tail(
    topics: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TOPICS", help="Topics of the catalogue; all when none is named.", callback=typed.topics
        ),
    ] = None,
    case: Annotated[str, typer.Option(help="Only events about this case.")] = "",
    last: Annotated[
        int, typer.Option("--last", "-n", min=0, max=100_000, help="Begin so many records back in each partition.")
    ] = 0,
    everything: Annotated[bool, typer.Option("--all", help="Begin with the oldest record that Kafka has.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="End after so many events; 0 goes on until Ctrl-C.")] = 0,
    as_json: output.AsJson = False,
) -> None:
    """Follow events until Ctrl-C. Personal values stay sealed. Begins with what comes next."""
    if everything and last:
        raise typed.exclude("--all", "--last")
    target = find()
    try:
        asyncio.run(_follow(target, topics or [], case, last, everything, limit, as_json))
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone, as in `tail | head`


async def _follow(
    target: Target, topics: list[str], case: str, last: int, everything: bool, limit: int, as_json: bool
) -> None:
    shown = 0
    say = _as_json if as_json else _as_line
    async with aclosing(listen(target, topics, last=last, everything=everything)) as records:
        async for heard in records:
            if case and (isinstance(heard.event, Malformed) or not concerns(heard.event, case)):
                continue
            say(heard)
            shown += 1
            if shown == limit:
                return


def _as_line(heard: TailedRecord) -> None:
    output.console().print(line(heard), soft_wrap=True)


def line(heard: TailedRecord) -> Text:
    """`time  topic  who  what  summary`; the time is the event's own."""
    colour = COLOURS.get(heard.topic, "default")
    if isinstance(heard.event, Malformed):
        where = f"{heard.partition}:{heard.offset}, {counted(heard.size_bytes, 'byte')}"
        return Text.assemble(
            (f"{heard.at:%Y-%m-%d %H:%M:%S}  ", "dim"), (f"{heard.topic:<13} ", colour),
            (f"no event: {heard.event.detail} [{heard.event.code}], at {where}", "red"),
        )  # fmt: skip
    event = heard.event
    return Text.assemble(
        (f"{event.time.astimezone(UTC):%Y-%m-%d %H:%M:%S}  ", "dim"), (f"{heard.topic:<13} ", colour),
        f"{event.subject:<14} ", (f"{heading(event):<20} ", "bold"), summary(event),
    )  # fmt: skip


def _as_json(heard: TailedRecord) -> None:
    place = {"topic": heard.topic, "partition": heard.partition, "offset": heard.offset, "at": heard.at}
    if isinstance(heard.event, Malformed):
        refused = {"code": heard.event.code, "detail": heard.event.detail, "size_bytes": heard.size_bytes}
        output.print_json_line(place | {"refused": refused})
    else:
        output.print_json_line(place | {"event": hidden(json.loads(encode(heard.event)))})
