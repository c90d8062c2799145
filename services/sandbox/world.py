"""The world, put together: who lives in it, what connects them, and how it begins and ends."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta

import httpx

from shared.contracts.appointments import Appointment
from shared.contracts.envelope import Event
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.clock import VirtualClock
from shared.runtime.kafka.connect import connection
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore

from .agenda import Agenda
from .bank import Bank
from .borrowers import borrowers
from .cities import CITIES
from .conductor.clock_driver import ClockDriver
from .conductor.lag import Ends, Groups
from .conductor.moments import BEGINS
from .conductor.services import Databases
from .conductor.system_watch import SystemWatch
from .control.app import make_control
from .control.desk import WorldDesk
from .control.processes import WorldProcesses
from .corrections import Corrections
from .crews import Crews
from .fleet import Staff, collectors
from .fleet_corrections import FleetCorrections
from .health import make_health
from .journal import Journal
from .phones.holders import Holders
from .progress import read_progress, write_progress
from .publisher import Outbound
from .retry import RetryingKeys
from .serve import Served
from .settings import SandboxSettings
from .strangers import plan_strangers
from .topic_reader import Reader
from .twin.account import CarrierAccount
from .twin.app import make_app
from .twin.carrier import Carrier
from .twin.courier import AT_ONCE_MAX, Courier
from .twin.faults import GREMLINS, Faults
from .twin.serve import ServedTwin
from .weather import WEATHERS

NAME = "sandbox"
TELL_EVERY_S = 0.25
FOR_EVER = timedelta(days=36_500)
ILL_FROM_DAY, ILL_TIMES = 26, 3


class World:
    """`run` returns when the horizon is reached, unless the world `stays`; the carrier answers until `close`."""

    def __init__(self, settings: SandboxSettings, keys: MasterKeys) -> None:
        assert settings.clock_file is not None
        self._settings, self._folder = settings, settings.folder
        self._clock = VirtualClock(settings.clock_file)
        begins = self._begins = self._clock.now() if settings.by_hand else BEGINS
        self.ends = begins + timedelta(days=settings.days)
        # Its folder is emptied before it begins: whoever told there of how it goes was killed.
        self._began_again = self._clock.now() if read_progress(settings.folder) else None
        last = self.ends + FOR_EVER if settings.stays else self.ends
        self._agenda = Agenda()
        self._ready, self._done, self._ill = False, False, 0
        weather = self._weather = WEATHERS[settings.weather]
        kafka, seed, prefix = connection(settings), settings.seed, settings.topic_prefix
        self._twin_file = Journal(settings.folder / "twin.jsonl", self._clock)
        self._sent_file = Journal(settings.folder / "sent.jsonl", self._clock)
        self._out = Outbound(
            kafka,
            self._sent_file,
            self._agenda,
            self._clock,
            gremlins=settings.gremlins,
            seed=seed,
            prefix=prefix,
            weather=weather,
        )
        self._store = PgStore(settings.database_url, NAME)
        ring = KeyRing(RetryingKeys(PgKeys(self._store)), keys.wrap)
        city = self._city = CITIES[settings.city]
        people = borrowers(settings.cases, seed, begins, city)
        # The same people as last time, on the same database, have other things to say.
        said = f"{seed}/{begins.isoformat()}" if settings.by_hand else seed
        self._bank = Bank(people, self._out, self._agenda, ring, keys, said, ends=last)
        staff = collectors(settings.cases, seed, begins.date(), settings.days, city)
        self._staff = Staff(staff, self._out, self._agenda, ring, said, ends=last, zone=city.zone)
        late = not settings.by_hand
        self._crews = Crews(self._out, self._agenda, self._bank, self._staff, said, first_is_late=late)
        self._reader = Reader(kafka, Appointment.topic, self._clock, self._hand_on, prefix=prefix)
        self._client = httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE_MAX), timeout=10)
        self._courier = Courier(settings.auth_token, self._client)
        holders = Holders(people, self._bank, self._agenda, seed, weather, by_hand=settings.by_hand)
        self._holders = holders
        self._people = people
        account = CarrierAccount(
            settings.account_sid, settings.auth_token, settings.number, f"{settings.public_url}/twilio/replies",
            api=f"http://127.0.0.1:{settings.port}", names_opt_outs=weather.is_rough,
        )  # fmt: skip
        self._carrier = Carrier(
            account, self._agenda, self._clock, self._twin_file, self._courier, holders,
            Faults(
                GREMLINS if settings.gremlins else weather.carrier, f"{seed}/faults",
                weather.spells_of(begins, settings.days),
            ),
            keys.phone_hash, seed,
        )  # fmt: skip
        holders.answer = self._carrier.reply
        self._carrier.tells_of_its_own(
            lambda number, body: holders.conversations.said(number, "carrier", body, self._clock.now())
        )
        self._served = ServedTwin(make_app(self._carrier), settings.port)
        health = make_health(lambda: self._ready)
        self._health = Served(health, settings.health_port) if settings.health_port else None
        self._groups, self._databases = Groups(kafka, prefix=prefix), Databases(settings.database_url)
        look = SystemWatch(self._groups, self._databases, self._in_flight)
        ceiling = VirtualClock(settings.ceiling).now if settings.ceiling is not None else None
        self._clock_driver = ClockDriver(settings.clock_file, self._agenda, look, begins, self.ends, ceiling)
        self._clock_driver.pace.speed = settings.speed
        holders.rang = self._clock_driver.pace.text_came
        self._control = self._control_surface(city.zone) if settings.control_port else None
        self._tasks: list[asyncio.Task[None]] = []
        self._corrections: tuple[dict[str, int], ...] = ()

    async def open(self) -> None:
        """Everything that listens and speaks is up; the bank and the staff system have said their first words."""
        if self._health is not None:
            await self._health.start()
        await self._served.start()
        if self._control is not None:
            await self._control.start()
        await self._out.start()
        if not self._settings.by_hand:
            self._bank.open()
        await self._agenda.run_due(self._begins)
        await self._staff.open(self._begins)
        if not self._settings.by_hand:
            self._agenda.at(self._begins + timedelta(days=ILL_FROM_DAY, hours=1), self._somebody_falls_ill)
        if self._weather.is_rough:
            self._roughly()
        await self._reader.start()
        await self._groups.start()
        self._tasks = [asyncio.create_task(self._reader.run()), asyncio.create_task(self._tell_on())]
        self._ready = True

    async def run(self) -> None:
        """All virtual days, and where the world stays all that follow, once somebody lets its clock go on. Raises what
        the reader raised, if it did."""
        await self._driven()
        self._done = True
        self._tell()
        if self._settings.stays:
            self._clock_driver.pace.pause()
            self._clock_driver.goes_on_until(self.ends + FOR_EVER)
            await self._driven()

    async def _driven(self) -> None:
        work = asyncio.create_task(self._clock_driver.drive())
        await asyncio.wait({work, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            for task in self._tasks:
                if task.done():
                    task.result()
        await work

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._courier.close()
        for close in (
            self._reader.stop, self._groups.stop, self._databases.close, self._out.stop, self._store.close,
            self._client.aclose, self._served.stop,
            *(each.stop for each in (self._health, self._control) if each is not None),
        ):  # fmt: skip
            with contextlib.suppress(Exception):
                await close()
        self._twin_file.close()
        self._sent_file.close()

    def _control_surface(self, zone: str) -> Served:
        settings = self._settings
        desk = WorldDesk(
            driver=self._clock_driver, bank=self._bank, holders=self._holders, out=self._out,
            faults=self._carrier.faults, processes=WorldProcesses(settings.run_folder), zone=zone,
            weather=settings.weather, by_hand=settings.by_hand, now=self._clock.now,
            ends=self.ends, began_again=self._began_again,
        )  # fmt: skip
        port = settings.control_port
        return Served(make_control(desk, lambda: self._ready, port, settings.control_token), port)

    def _roughly(self) -> None:
        """What people and systems get wrong, on the agenda."""
        days, seed = self._settings.days, self._settings.seed
        plan_strangers(self._people, self._holders, self._agenda, self._begins, seed, self._city)
        bank = Corrections(self._bank, self._out, self._agenda, seed)
        bank.plan(self._begins, days, self._weather.corrections)
        staff = FleetCorrections(self._staff, self._crews, self._agenda)
        staff.plan(self._begins, days)
        self._corrections = (bank.made, staff.made)

    def _hand_on(self, event: Event) -> None:
        if isinstance(event, Appointment):
            self._crews.told(event)

    def _in_flight(self, ends: Ends) -> dict[str, int]:
        mine = {
            "sandbox.events": self._out.in_flight,
            "sandbox.webhooks": self._courier.in_flight,
            "sandbox.appointments": int(self._reader.behind(ends)),
        }
        return {name: count for name, count in mine.items() if count}

    async def _somebody_falls_ill(self, at: datetime) -> None:
        """Somebody whom people wait for in the next days; when nobody is due, tomorrow is another day."""
        due = self._crews.busy_between(at + timedelta(hours=30), at + timedelta(days=5))
        if due:
            await self._staff.falls_ill(due[0], at)
            self._ill += 1
        if self._ill < ILL_TIMES:
            self._agenda.at(at + timedelta(days=2 if due else 1), self._somebody_falls_ill)

    async def _tell_on(self) -> None:
        while True:
            self._tell()
            await asyncio.sleep(TELL_EVERY_S)

    def _tell(self) -> None:
        progress, seen, sent = self._clock_driver.progress, self._twin_file.counts, self._sent_file.counts
        doc = {
            "begins": self._begins.isoformat(),
            "ends": self.ends.isoformat(),
            "virtual": progress.now.isoformat(),
            "done": self._done,
            "paused": self._clock_driver.pace.paused,
            "jumps": progress.jumps,
            "looks": progress.looks,
            "waiting": progress.waiting,
            "stuck": progress.stuck,
            "events_sent": sent.get("sent", 0),
            "texts_posted": seen.get("post", 0),
            "texts_refused": seen.get("refused", 0),
            "replies": seen.get("reply", 0),
            "permits": len(self._crews.permits),
            "corrections": {kind: count for made in self._corrections for kind, count in made.items()},
        }
        write_progress(self._folder, doc)
