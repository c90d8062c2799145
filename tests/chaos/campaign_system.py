"""What a campaign tests: broker, database, world, and for each replica a way of its own to each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local.folder import data_root
from deploy.local.kafka import Kafka
from deploy.local.program import Program
from deploy.local.progress import ProgressOutput
from deploy.local.stack import Stack
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.demo.options import Options as World
from services.sandbox.demo.setup import PARTITIONS, fresh, settings, world_of
from shared.runtime import failpoints
from shared.runtime.clock import write_moment

from .broker import Door, KafkaWithDoors
from .options import Options
from .proxy import HOST, Link

SERVICES = ("notifier", "scheduler", "router")
REPLICAS = 2
GUEST = REPLICAS + 1
"""A replica that comes and goes."""
SANDBOX = "sandbox"
NAMES = tuple(
    (service, number, service if number == 1 else f"{service}-{number}")
    for service in SERVICES for number in range(1, GUEST + 1)
)  # fmt: skip


@dataclass(frozen=True)
class Replica:
    """`links` are its ways to `kafka`, `postgres` and, notifier's only, `carrier`. `failpoints`: its aim."""

    name: str
    service: str
    links: dict[str, Link]
    failpoints: Path
    program: Program

    @property
    def guest(self) -> bool:
        return self.name.endswith(f"-{GUEST}")


@dataclass(frozen=True)
class CampaignSystem:
    """`front` stands before the webhooks of all notifiers, as a load balancer does."""

    stack: Stack
    replicas: tuple[Replica, ...]
    front: Link
    world: Path
    env: dict[str, str]

    @property
    def members(self) -> list[Replica]:
        """Those that always run."""
        return [replica for replica in self.replicas if not replica.guest]

    def of(self, service: str) -> list[Replica]:
        return [replica for replica in self.members if replica.service == service]

    def guest_of(self, service: str) -> Replica:
        return next(replica for replica in self.replicas if replica.guest and replica.service == service)

    @property
    def links(self) -> list[Link]:
        return [self.front, *(link for replica in self.replicas for link in replica.links.values())]

    @property
    def bootstrap(self) -> str:
        """Kafka without a proxy."""
        return self.stack.settings["KAFKA_BOOTSTRAP_SERVERS"]

    @property
    def database_url(self) -> str:
        """PostgreSQL without a proxy."""
        return self.stack.settings["DATABASE_URL"]

    def let_run_to(self, share: float) -> None:
        """The world goes no further than this share of its time, until it may."""
        horizon = timedelta(days=int(self.env["SANDBOX_DAYS"]))
        write_moment(Path(self.env["SANDBOX_CEILING"]), BEGINS + horizon * min(share, 1.0))

    def log(self, name: str) -> Path:
        return self.stack.folder.logs / f"{name}.log"


class _Stack(Stack):
    """A stack whose broker has a door for each replica."""

    doors: dict[str, Door]

    async def _kafka(self) -> Kafka:
        self.doors = {name: Door(self.port(f"{name}-door"), self.port(f"{name}-kafka")) for _, _, name in NAMES}
        return KafkaWithDoors.of(await super()._kafka(), tuple(self.doors.values()))


@asynccontextmanager
async def campaign_system(options: Options, progress: ProgressOutput) -> AsyncIterator[CampaignSystem]:
    """Broker, database, proxies; nothing of the services runs yet. All that was started is gone afterwards."""
    async with AsyncExitStack() as leaving:
        folder = leaving.enter_context(fresh(data_root() / "chaos"))
        stack = _Stack(folder, progress, env={}, partitions=PARTITIONS)
        await leaving.enter_async_context(stack)
        world = World(cases=options.cases, days=options.days, seed=options.seed, kill=True)
        env = settings(stack, world) | {"SANDBOX_CEILING": str(world_of(folder) / "ceiling")}
        write_moment(Path(env["SANDBOX_CEILING"]), BEGINS)
        replicas = tuple([await _replica(stack, env, leaving, *each) for each in NAMES])
        hooks = [
            int(replica.program.env["DOORSTEP_WEBHOOK_PORT"]) for replica in replicas if "carrier" in replica.links
        ]
        front = await leaving.enter_async_context(Link("webhooks", hooks, int(env["DOORSTEP_WEBHOOK_PORT"])))
        yield CampaignSystem(stack, replicas, front, world_of(folder), env)


async def _replica(
    stack: _Stack, env: dict[str, str], leaving: AsyncExitStack, service: str, number: int, name: str
) -> Replica:
    database, carrier = urlsplit(stack.settings["DATABASE_URL"]), int(env["SANDBOX_PORT"])
    assert database.port is not None
    door = stack.doors[name]
    links = {
        "kafka": Link(f"{name} to kafka", [door.port], door.advertised),
        "postgres": Link(f"{name} to postgres", [database.port]),
    }
    if service == "notifier":
        links["carrier"] = Link(f"{name} to carrier", [carrier])
    for link in links.values():
        await leaving.enter_async_context(link)
    aim = stack.folder.run / f"{name}.failpoints"
    failpoints.make(aim)
    there = f"{database.username}:{database.password}@{HOST}:{links['postgres'].port}"
    own = {
        "KAFKA_BOOTSTRAP_SERVERS": f"{HOST}:{links['kafka'].port}",
        "DATABASE_URL": urlunsplit(("postgresql", there, database.path, "sslmode=disable&gssencmode=disable", "")),
        "DOORSTEP_FAILPOINTS": str(aim),
        "DOORSTEP_WEBHOOK_PORT": str(stack.port(f"{name}-webhook")),
    }
    if "carrier" in links:
        own["TWILIO_API_URL"] = f"http://{HOST}:{links['carrier'].port}"
    program = stack.service(service, replica=number, env={**env, **own})
    return Replica(name, service, links, aim, program)
