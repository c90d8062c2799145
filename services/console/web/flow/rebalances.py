"""When who reads what was parted anew, as far as we saw it by looking every few seconds."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError

from ...target import Target
from ...views import streams
from ...views.database import SERVICES
from ...views.group_seen import GroupSeen, GroupState, groups_seen

EVERY_S = 2.0
KEPT_MAX = 200
LATELY = timedelta(hours=1)
Parted = frozenset[tuple[str, frozenset[tuple[str, int]]]]


class Rebalances:
    """Kafka does not tell a group's generation, so a rebalance is seen by what it does: the partitions are being
    parted, or are with others than at the last look. Two within one look are seen as one."""

    def __init__(self) -> None:
        self._moments: dict[str, deque[datetime]] = {}
        self._states: dict[str, GroupState] = {}
        self._parted: dict[str, Parted] = {}

    def saw(self, groups: Iterable[GroupSeen], at: datetime) -> None:
        for group in groups:
            if group.state != "unknown":
                self._saw(group, at)

    def lately(self, service: str, now: datetime) -> tuple[datetime, ...]:
        """Those of the last hour, oldest first."""
        return tuple(at for at in self._moments.get(service, ()) if now - at < LATELY)

    def _saw(self, group: GroupSeen, at: datetime) -> None:
        before, known = self._states.get(group.service), self._parted.get(group.service)
        self._states[group.service] = group.state
        if group.state == "parting":
            if before not in (None, "parting"):
                self._note(group.service, at)
            return
        parted = frozenset((member.id, member.has) for member in group.members)
        self._parted[group.service] = parted
        if known is not None and known != parted and before != "parting":
            self._note(group.service, at)

    def _note(self, service: str, at: datetime) -> None:
        self._moments.setdefault(service, deque(maxlen=KEPT_MAX)).append(at)


class GroupWatch:
    """Looks at the groups for as long as the console runs, whether or not anybody looks at the page."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.rebalances = Rebalances()

    async def run(self) -> None:
        """For ever. While Kafka is away nothing is seen, and it is said elsewhere."""
        while True:
            try:
                await self._look()
            except (UserError, KafkaError, OSError):
                await asyncio.sleep(EVERY_S)

    async def _look(self) -> None:
        prefix = self._target.kafka().topic_prefix
        names = {service: f"{prefix}doorstep-{service}" for service in SERVICES}
        coordinators: dict[str, int] = {}
        async with streams.admin(self._target.kafka_options()) as admin:
            while True:
                self.rebalances.saw(await groups_seen(admin, names, prefix, coordinators), datetime.now(UTC))
                await asyncio.sleep(EVERY_S)
