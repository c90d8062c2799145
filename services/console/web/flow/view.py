"""The page Flow out of what was counted and read. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..last_seen import Seen
from .bars import Bar, sparkline
from .channels import CALLED, FlowChannel, channels
from .group_rows import GroupRow, group_row, waiting_of
from .picture import FlowPicture, per_s, picture
from .reading import LagLook
from .rebalances import Rebalances
from .throughput import Came, Throughput, by_topic


@dataclass(frozen=True, slots=True)
class PartyCell:
    name: str
    per_s: str


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A line of the picture as words. `total` are events of the last quarter of an hour."""

    name: str
    writers: tuple[PartyCell, ...]
    readers: tuple[PartyCell, ...]
    per_s: str
    total: int
    today: int | None
    bars: tuple[Bar, ...]
    is_topic: bool


@dataclass(frozen=True, slots=True)
class FlowView:
    """`groups` are empty until they were read once; `counted_s` is for how long we have counted."""

    picture: FlowPicture
    rows: tuple[ChannelRow, ...]
    groups: tuple[GroupRow, ...]
    counted_s: int


def flow_view(
    throughput: Throughput, rebalances: Rebalances, seen: Seen[LagLook] | None, real_now: datetime
) -> FlowView:
    """`seen` is None until it was read. Ages are told as of when it was read: they don't grow while Kafka is away."""
    look = seen.value if seen is not None else None
    rates = throughput.rates()
    flowing = channels(rates, look.per_s if look is not None else {})
    groups = _groups(look, rebalances, seen.at, real_now) if look is not None and seen is not None else ()
    today = look.lag.published if look is not None else {}
    at = seen.at if seen is not None else real_now
    waiting = {
        (group.service, topic.topic): found
        for group in groups
        for topic in group.topics
        if (found := waiting_of(topic, at)) is not None
    }
    notes = {group.service: (group.word, group.tone) for group in groups}
    drawn = picture(flowing, today=today, waiting=waiting, notes=notes)
    return FlowView(drawn, _rows(flowing, throughput, rates, today), groups, throughput.counted_s)


def _groups(look: LagLook, rebalances: Rebalances, at: datetime, real_now: datetime) -> tuple[GroupRow, ...]:
    return tuple(
        group_row(
            group,
            [part for part in look.lag.partitions if part.service == group.service],
            look.per_s,
            rebalances.lately(group.service, real_now),
            at,
        )
        for group in look.lag.groups
    )


def _rows(
    flowing: Sequence[FlowChannel], throughput: Throughput, rates: Mapping[Came, float], today: Mapping[str, int]
) -> tuple[ChannelRow, ...]:
    bars, totals = throughput.bars(), by_topic(dict(rates))
    return tuple(
        ChannelRow(
            channel.name,
            tuple(PartyCell(CALLED.get(party, party), per_s(rate)) for party, rate in channel.writers),
            tuple(PartyCell(CALLED.get(party, party), per_s(rate)) for party, rate in channel.readers),
            per_s(totals.get(channel.name) if channel.is_topic else channel.writers[0][1]),
            sum(bars.get(channel.name, ())),
            today.get(channel.name),
            sparkline(bars.get(channel.name, ())),
            channel.is_topic,
        )
        for channel in flowing
    )
