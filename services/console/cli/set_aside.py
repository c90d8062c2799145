"""`./doorstep dlq set-aside`: let go of what is bad in a topic up to a point: its breaker slows it no longer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from aiokafka import TopicPartition

from deploy.local.user_error import WrongUsage
from shared.contracts.catalogue import BY_NAME
from shared.contracts.operations import BacklogSetAside

from ..acts.operations import ask, later, operating, operation
from ..target import Target, find
from ..typed import one_of, sentence, takes
from ..views import streams
from ..views.database import SERVICES
from . import output
from .operators import By, operator
from .recorded import recorded_command

READ = sorted(name for name, topic in BY_NAME.items() if set(SERVICES) & set(topic.consumers))
"""Topics that a service reads."""
_OFFSET = re.compile("[0-9]{1,18}")


def _offset(up_to: str) -> str:
    if up_to != "now" and not _OFFSET.fullmatch(up_to):
        raise takes("--up-to", "an offset, or `now`", up_to)
    return up_to


def set_aside(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC", help="A topic whose breaker is open.", callback=one_of("TOPIC", READ))
    ],
    up_to: Annotated[
        str,
        typer.Option(
            "--up-to", help="The offset before which all that is bad may go, or `now`: what is there.", callback=_offset
        ),
    ],
    why: Annotated[
        str,
        typer.Option("--reason", help="Why it may be let go: a sentence without personal data.", callback=sentence),
    ],
    partition: Annotated[int | None, typer.Option("--partition", min=0, help="Only this one.")] = None,
    by: By = None,
) -> None:
    """Everything bad up to there becomes dead letters at full speed; what is sound among it is decided on as ever.

    Nothing is lost: letters are kept, and can be given back. Behind that point the breaker counts again. The order is
    kept with its reason, and holds for a day.
    """
    services = [service for service in SERVICES if service in BY_NAME[topic].consumers]
    who, target = operator(by), find()
    console = output.console()

    async def act() -> None:
        ends, at = await _ends(target, topic, partition, up_to), target.clock().now()
        for number, end in ends.items():
            console.print(f"{topic}, partition {number}: what is bad before offset {end} becomes dead letters.")
        places = [{"topic": topic, "partition": number, "up_to": end} for number, end in ends.items()]
        asked = [
            operation(BacklogSetAside, service, at, by=who, why=why, **place)
            for service in services
            for place in places
        ]
        about = [topic, *(f"{number}:{end}" for number, end in ends.items())]
        async with operating(target) as database, recorded_command(target, who, "letters-set-aside", *about, why=why):
            waits = later(await ask(target, database, asked))
        done = f"{', '.join(services)} will do so within seconds. See ./doorstep lag, then ./doorstep dlq ls."
        console.print(waits or done)

    asyncio.run(act())


async def _ends(target: Target, topic: str, partition: int | None, up_to: str) -> dict[int, int]:
    """Partition → the offset before which records are let go; never more than there is now."""
    options: dict[str, Any] = target.kafka_options()
    places: Sequence[TopicPartition] = await streams.partitions(options, [target.kafka().topic_prefix + topic])
    wanted = [place for place in places if partition in (None, place.partition)]
    if not wanted:
        raise WrongUsage(f"{topic} has no --partition {partition}.", f"It has {len(places)}, counted from 0.")
    async with streams.consumer(options) as consumer:
        found = await consumer.end_offsets(wanted)
    return {place.partition: end if up_to == "now" else min(int(up_to), end) for place, end in found.items() if end}
