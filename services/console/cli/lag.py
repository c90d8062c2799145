"""`./doorstep lag`: how far each service is behind the topics it reads, as a count and as a time, and who reads."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from shared.decision.figures import counted

from ..target import Target, find
from ..views.behind import LagRead, read_lag
from ..views.database import reading
from ..views.formatting import age, iso
from ..views.group_seen import GroupSeen
from ..views.partition_lag import PartitionLag, by_topic
from . import output

app = output.single_command()
WHO_READS = {"reads": "reads", "parting": "rebalances", "nobody": "[red]nobody reads[/]", "unknown": "not known"}


@app.command()
def lag(
    partitions: Annotated[bool, typer.Option("--partitions", help="A line for each partition.")] = False,
    as_json: output.AsJson = False,
) -> None:
    """Events that were published and are not handled yet, by service and topic, and for how long the oldest has been
    waiting; who reads; and rows that wait in a service.

    Ends with 0 also when something is behind: being behind is no failure, and passes by itself.
    """
    found, waiting = asyncio.run(_read(find()))
    if as_json:
        output.print_json(_document(found, waiting))
        return
    console, now = output.console(), datetime.now(UTC)
    if partitions:
        show_partitions(console, found, now)
    else:
        show(console, by_topic(found.partitions), now)
    console.print()
    show_services(console, found.groups, waiting)


async def _read(target: Target) -> tuple[LagRead, list[dict[str, Any]]]:
    found = await read_lag(target)
    async with reading(target) as database:
        return found, await database.rows("waiting")


def _document(found: LagRead, waiting: list[dict[str, Any]]) -> dict[str, Any]:
    groups = {group.service: group for group in found.groups}
    return {
        "topics": by_topic(found.partitions),
        "partitions": [_partition(part, groups[part.service]) for part in found.partitions],
        "groups": [_group(group) for group in found.groups],
        "services": waiting,
    }


def _partition(part: PartitionLag, group: GroupSeen) -> dict[str, Any]:
    reader = group.reader_of(part.topic, part.partition)
    return {
        "service": part.service,
        "topic": part.topic,
        "partition": part.partition,
        "behind": part.behind,
        "since": part.since,
        "place": part.place,
        "removed": part.removed,
        "reader": reader.id if reader is not None else None,
    }


def _group(group: GroupSeen) -> dict[str, Any]:
    members = [
        {"id": each.id, "client": each.client, "host": each.host, "partitions": len(each.has)} for each in group.members
    ]
    return {"service": group.service, "state": group.state, "members": members}


def show(console: Console, topics: Sequence[dict[str, Any]], now: datetime) -> None:
    right = ("behind", "most in one partition", "oldest for")
    table = output.table("service", "topic", *right, right=right)
    for row in topics:
        colour = "yellow" if row["behind"] else "dim"
        cells = (str(row["behind"]), str(row["most"]), _for(row["since"], now))
        table.add_row(row["service"], row["topic"], *(f"[{colour}]{cell}[/]" for cell in cells))
    output.print_table(console, table)
    for row in topics:
        if row["removed"]:
            console.print(
                f"[red]Of {row['topic']} Kafka has removed up to {counted(row['removed'], 'record')} that "
                f"{row['service']} never read.[/] See docs/runbooks/dead-letters.md."
            )


def show_partitions(console: Console, found: LagRead, now: datetime) -> None:
    groups = {group.service: group for group in found.groups}
    right = ("partition", "behind", "oldest for")
    table = output.table("service", "topic", *right, "reader", right=right)
    for part in found.partitions:
        group = groups[part.service]
        colour = "yellow" if part.behind else "dim"
        table.add_row(
            part.service, part.topic, str(part.partition), f"[{colour}]{part.behind}[/]",
            f"[{colour}]{_for(part.since, now)}[/]", _reader(part, group),
        )  # fmt: skip
    output.print_table(console, table)


def _reader(part: PartitionLag, group: GroupSeen) -> str:
    reader = group.reader_of(part.topic, part.partition)
    if reader is not None:
        return reader.short
    return "[red]nobody[/]" if group.state in ("reads", "nobody") else WHO_READS[group.state]


def show_services(console: Console, groups: Sequence[GroupSeen], waiting: Sequence[dict[str, Any]]) -> None:
    seen = {group.service: group for group in groups}
    right = ("members", "to publish", "to decide", "parked")
    table = output.table("service", "readers", *right, "next timer", right=right)
    for row in waiting:
        group = seen[row["service"]]
        parked = f"[red]{row['parked']}[/]" if row["parked"] else "0"
        table.add_row(
            row["service"], WHO_READS[group.state], str(len(group.members)), str(row["outbox"]), str(row["intake"]),
            parked, _when(row["next_timer"]),
        )  # fmt: skip
    output.print_table(console, table)


def _for(since: datetime | None, now: datetime) -> str:
    return age(now - since) if since is not None else "-"


def _when(at: datetime | None) -> str:
    return iso(at.replace(microsecond=0)) or "-" if at is not None else "-"
