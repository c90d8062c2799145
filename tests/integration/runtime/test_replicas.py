"""Two replicas of each service share the partitions; when one is killed, the other takes over. Real services."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.ports import free_port
from shared.contracts.envelope import Event
from shared.contracts.routing import Ask, SlotsAsked
from shared.contracts.values import Money, Needs, Sealed
from shared.contracts.visits import VisitRequested, Wanted
from tests.apart import campaign

from .service_runner import PARTITIONS, ServiceRunner, overdue

CASES = 400
CELL = "87186e4cbffffff"
TAKEN_OVER_WITHIN_S, SESSION_S = 15, 10


def _box(case: str, name: str) -> Sealed:
    return Sealed(kid=f"b-{case}", of="rig", field=name, box="AAAA")


def wanted(number: int) -> VisitRequested:
    case = f"c-{number}"
    data = Wanted(
        visit=f"v-{number}", borrower=case, region="porto", cell=CELL, zone="Europe/Lisbon", language="pt",
        amount=Money(minor=900_000, currency="EUR"), dpd=70, reasons=(), needs=Needs(), home=_box(case, "home"),
        address=_box(case, "address"),
    )  # fmt: skip
    return VisitRequested(id=f"{case}-w", source="notifier", subject=case, time=datetime.now(UTC), data=data)


def asked(number: int) -> SlotsAsked:
    case, now = f"c-{number}", datetime.now(UTC)
    data = Ask(
        request=f"r-{number}", case=case, visit=f"v-{number}", zone="Europe/Lisbon", cell=CELL, home=_box(case, "home"),
        needs=Needs(), earliest=now + timedelta(days=4), latest=now + timedelta(days=10),
    )  # fmt: skip
    region = f"region-{number % 24}"
    return SlotsAsked(id=f"{case}-a", source="scheduler", subject=region, time=now, data=data)


@dataclass(frozen=True)
class Story:
    """One event a case for `service`, which must tell one event of `type` about it on `topic`."""

    service: str
    make: Callable[[int], Event]
    topic: str
    type: str
    topics_heard: int


STORIES = (
    Story("notifier", lambda number: overdue(f"c-{number}"), "texts", "doorstep.text.intended.v1", 4),
    Story("scheduler", wanted, "routing", "doorstep.slots.asked.v1", 5),
    Story("router", asked, "assignments", "doorstep.slots.quoted.v1", 3),
)


@campaign
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.service)
async def test_a_killed_replicas_work_is_taken_over_and_nothing_is_lost_or_doubled(
    toy: ServiceRunner, story: Story
) -> None:
    toy.schema = story.service
    twilio = {
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "not-a-real-token-at-all",
        "TWILIO_FROM": "+15005550006",
        "TWILIO_API_URL": f"http://127.0.0.1:{free_port()}",
        "DOORSTEP_PUBLIC_URL": "http://127.0.0.1:9/hook",
    }
    module = f"services.{story.service}"
    first, second = (toy.start(module, DOORSTEP_WEBHOOK_PORT=str(free_port()), **twilio) for _ in range(2))

    async def shared() -> bool:
        owned = [(await replica.ready()).get("partitions", 0) for replica in (first, second)]
        return all(owned) and sum(owned) == PARTITIONS * (story.topics_heard + 2)  # and switches and operations

    started_s = await toy.until(shared)
    await toy.send([story.make(number) for number in range(CASES // 2)])

    async def told() -> list[str]:
        records = [json.loads(record.value) for record in await toy.published(story.topic)]
        found = [event for event in records if event["type"] == story.type]
        return [f"{event['data'].get('case', event['subject'])} {event['id']}" for event in found]

    async def begun() -> bool:
        return await toy.count("SELECT count(*) FROM history") > 20

    await toy.until(begun)
    first.kill()
    await toy.send([story.make(number) for number in range(CASES // 2, CASES)])

    async def all_told() -> bool:
        return len(set(await told())) >= CASES

    took = await toy.until(all_told)
    # Where others use the machine too, what is not waiting for the group's word takes as long as a start.
    assert took < max(TAKEN_OVER_WITHIN_S, SESSION_S + started_s), f"{took:.1f} s"
    effects = set(await told())
    assert len(effects) == CASES
    # One about each case; what was published again has the same id.
    assert len({effect.split()[0] for effect in effects}) == CASES
    assert await toy.count("SELECT count(*) FROM inbox") >= CASES
