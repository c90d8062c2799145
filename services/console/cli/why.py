"""`./doorstep why ID`: the whole life of a case, one line per decision, with its rule and its cause.

On a terminal each is a short paragraph, folded to its width; into a file or a pipe it is one line, for grep.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from deploy.local.user_error import WrongUsage
from shared.contracts.asked_window import AskedWindow, NotAsked
from shared.contracts.why_not import WhyNotOf
from shared.decision.figures import counted

from ..model.event_places import event_places, place_document
from ..model.records import EventPlace
from ..target import Target, find
from ..views.case_document import zone_of
from ..views.database import reading
from ..views.formatting import local, spoken
from ..views.no_such_case import not_known
from ..views.timeline import TimelineEntry, events_of, from_where, timeline
from ..views.why_not import WhyNotSaid
from . import output, why_not
from .why_not import COLOURS, INDENT

app = output.single_command()
SEE_HELP = "See ./doorstep why --help."


@app.command()
def why(
    case: Annotated[str, typer.Argument(help="The case's id.", metavar="CASE")],
    as_json: output.AsJson = False,
    utc: Annotated[bool, typer.Option("--utc", help="Times in UTC, not in the borrower's zone.")] = False,
    not_of: Annotated[
        WhyNotOf | None, typer.Option("--not", help="Why there is none now: every rule, as the services say it.")
    ] = None,
    day: Annotated[str, typer.Option(metavar="DAY", help="With --not slot: the day, as 2026-12-01.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="TIME", help="With --not slot: as 14:00, at the door.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="TIME", help="With --not slot: as 16:00.")] = "",
    collector: Annotated[str, typer.Option(metavar="ID", help="With --not crew: why not this collector.")] = "",
) -> None:
    """Every decision about a case, in the order they were made, with the rule and the event behind each.

    `from #7` means that decision number 7 led to this one. `--not text` asks why no text goes out now.
    """
    window = {"day": day, "from": first, "to": last}
    _only_with(not_of, "slot", *(f"--{name}" for name, value in window.items() if value))
    _only_with(not_of, "crew", *(["--collector"] if collector else []))
    if not_of is not None:
        _not(not_of, case, _asked_with(not_of, window, collector), utc=utc, as_json=as_json)
        return
    target = find()
    lines, zone = asyncio.run(_read(target, case))
    zone = "UTC" if utc else zone
    if as_json:
        places = asyncio.run(event_places(target, case, events_of(lines)))
        output.print_json([as_document(line, zone) | stands(line, places) for line in lines])
        return
    console = output.console()
    if console.is_terminal:
        show(console, case, lines, zone)
    else:
        for line in lines:
            console.print(plain(line, zone), markup=False, soft_wrap=True)


def _only_with(asked: WhyNotOf | None, of: WhyNotOf, *given: str) -> None:
    """What nobody would look at is refused: who gives a day thinks that the answer is about it."""
    if given and asked != of:
        raise WrongUsage(f"{', '.join(given)} {'goes' if len(given) == 1 else 'go'} with --not {of}.", SEE_HELP)


def _asked_with(of: WhyNotOf, window: Mapping[str, str], collector: str) -> Mapping[str, str]:
    if of == "slot" and not all(window.values()):
        raise WrongUsage("--not slot takes --day, --from and --to.", SEE_HELP)
    if of == "slot":
        try:
            AskedWindow.read(*window.values())
        except NotAsked as trouble:
            raise WrongUsage(str(trouble), "For example --day 2026-12-01 --from 14:00 --to 16:00.") from None
    return window if of == "slot" else {"collector": collector} if of == "crew" and collector else {}


def _not(of: WhyNotOf, case: str, more: Mapping[str, str], *, utc: bool, as_json: bool) -> None:
    found = asyncio.run(_asked(of, case, more))
    if as_json:
        output.print_json(why_not.as_document(found))
        return
    console, zone = output.console(), "UTC" if utc else found.zone
    if console.is_terminal:
        why_not.show(console, found, zone)
    else:
        for line in why_not.plain(found, zone):
            console.print(line, markup=False, soft_wrap=True)


async def _asked(of: WhyNotOf, case: str, more: Mapping[str, str]) -> WhyNotSaid:
    target = find()
    found = await why_not.asked(target, of, case, more)
    if not found.is_known:
        async with reading(target) as database:
            raise await not_known(database, case)
    return found


async def _read(target: Target, case: str) -> tuple[list[TimelineEntry], str]:
    async with reading(target) as database:
        lines = timeline(await database.rows("life", case=case))
        if not lines:
            raise await not_known(database, case)
        return lines, await zone_of(database, case)


def as_document(line: TimelineEntry, zone: str) -> dict[str, Any]:
    """For `--json`: everything, with the moment also as the borrower's clock showed it."""
    return {**asdict(line), "local": local(line.at, zone), "zone": zone, "from": from_where(line)}


def stands(line: TimelineEntry, places: Mapping[str, EventPlace]) -> dict[str, Any]:
    """Where its event stands in the topics, and where those do that came of it; null where that is not known."""
    return {
        "place": place_document(places.get(line.cause)),
        "published": [{"event": event, "place": place_document(places.get(event))} for event in line.published],
    }


def plain(line: TimelineEntry, zone: str) -> str:
    """One line, whatever its length."""
    rule = f"; rule: {line.rule}" if line.rule else ""
    return (
        f"{line.number:>3}  {local(line.at, zone)}  {line.service:<9}  {spoken(line.said):<22}  "
        f"{line.why} [{line.reason}]{rule}; from {from_where(line)} {line.cause}"
    )


def show(console: Console, case: str, lines: Sequence[TimelineEntry], zone: str) -> None:
    """A short paragraph for each decision, as wide as the terminal; dim where nothing follows."""
    refused = sum(not line.accepted for line in lines)
    console.print(
        Text.assemble(
            (case, "bold"), f": {counted(len(lines), 'decision')}, {refused:,} without effect; times are {zone}'s"
        )
    )
    for line in lines:
        console.print()
        console.print(_heading(line, zone), style="" if line.accepted else "dim")
        console.print(Padding(_decided(line), (0, 0, 0, INDENT)), style="" if line.accepted else "dim")


def _heading(line: TimelineEntry, zone: str) -> Text:
    return Text.assemble(
        f"{line.number:>3}  {local(line.at, zone)}  ", (line.service, COLOURS.get(line.service, "")),
        f" heard {spoken(line.said)} from {from_where(line)}",
    )  # fmt: skip


def _decided(line: TimelineEntry) -> Text:
    rule = f"\nrule: {line.rule}" if line.rule else ""
    return Text.assemble(line.why, (f" [{line.reason}]", "dim"), (rule, "dim"))
