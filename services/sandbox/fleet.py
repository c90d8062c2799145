"""The staff system: collectors with homes, certificates and shifts. All it says goes to `fleet`, keyed by region.

One region is short of trained people on purpose, one collector's certificate ends mid-run in every other region, and
somebody falls ill while people wait for them: the world in which "nobody can come" must have a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.sandbox.agenda import Agenda
from services.sandbox.cities import PORTO
from services.sandbox.city import City, StreetPoint
from services.sandbox.publisher import Publisher
from shared.contracts import fleet
from shared.contracts.values import Certificate
from shared.ids import derive
from shared.privacy.keys import KeyRing

SOURCE = "staff-system"
CERTIFICATES: tuple[Certificate, ...] = ("communication", "law", "psychology")
COLLECTORS, CASES_PER_MORE = 6, 400
COLLECTORS_MAX = 14
SHIFTS = ((time(8, 30), time(16, 30)), (time(10, 30), time(19, 0)))
PLANNED_AHEAD = timedelta(days=21)
ILL_FOR = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class StaffMember:
    id: str
    name: str
    region: str
    home: StreetPoint
    late_shift: bool
    certificates: tuple[tuple[Certificate, date, date], ...]


def collectors(cases: int, seed: str, begins: date, days: int, city: City = PORTO) -> list[StaffMember]:
    """Some in each region, more where there are many cases; the same for a seed."""
    found = []
    for region in city.regions:
        random = Random(f"{seed}/staff/{region}")
        for n in range(min(COLLECTORS + random.randrange(3) + cases // CASES_PER_MORE, COLLECTORS_MAX)):
            certified = CERTIFICATES if region != city.short_of_people or n == 0 else CERTIFICATES[: n % 3]
            ends = begins + timedelta(days=days * 2 // 3 if n == 2 else 400)
            found.append(
                StaffMember(
                    id=f"{region}-{n + 1:02d}",
                    name=city.name(random),
                    region=region,
                    home=city.somewhere(region, random),
                    late_shift=n % 2 == 1 and n % 4 != 3,
                    certificates=tuple((one, begins - timedelta(days=100), ends) for one in certified),
                )
            )
    return found


class Staff:
    def __init__(
        self,
        people: list[StaffMember],
        out: Publisher,
        agenda: Agenda,
        ring: KeyRing,
        seed: str,
        *,
        ends: datetime,
        zone: str = PORTO.zone,
    ) -> None:
        self.people = {one.id: one for one in people}
        self._out, self._agenda, self._ring, self._seed, self._ends = out, agenda, ring, seed, ends
        self._zone = ZoneInfo(zone)
        self._gone: set[str] = set()

    async def open(self, begins: datetime) -> None:
        """Tell who works here, what they are trained in, and the shifts of the first weeks."""
        for person in self.people.values():
            await self._register(person, begins)
            for certificate, valid_from, valid_to in person.certificates:
                training = fleet.Training(
                    collector=person.id, certificate=certificate, valid_from=valid_from, valid_to=valid_to
                )
                event_id = self._id(person, "trained", certificate)
                await self._say(
                    fleet.CollectorCertified(
                        id=event_id, source=SOURCE, subject=person.region, time=begins, data=training
                    )
                )
        await self._plan(begins, begins.date(), begins.date() + PLANNED_AHEAD)
        self._agenda.at(begins + timedelta(days=7), lambda at: self._plan_on(at))

    def home(self, collector: str) -> StreetPoint:
        return self.people[collector].home

    async def falls_ill(self, collector: str, at: datetime) -> None:
        """From tomorrow morning, for `ILL_FOR`."""
        person = self.people[collector]
        data = fleet.Absence(collector=collector, start=at, end=at + ILL_FOR, cause="ill")
        event_id = self._id(person, "ill", at.isoformat())
        await self._say(
            fleet.CollectorUnavailable(id=event_id, source=SOURCE, subject=person.region, time=at, data=data)
        )

    async def not_ill(self, collector: str, since: datetime, at: datetime) -> None:
        """That somebody fell ill at `since` was a mistake."""
        person = self.people[collector]
        data = fleet.Absence(collector=collector, start=since, end=since, cause="mistake")
        event_id = self._id(person, "not-ill", at.isoformat())
        await self._say(
            fleet.CollectorUnavailable(id=event_id, source=SOURCE, subject=person.region, time=at, data=data)
        )

    async def certificate_ends(self, collector: str, at: datetime) -> None:
        """The certificate that ends first ends tomorrow: whoever wrote down another day was wrong."""
        person = self.people[collector]
        certificate, valid_from, _ = person.certificates[0]
        data = fleet.Training(
            collector=collector, certificate=certificate, valid_from=valid_from, valid_to=at.date() + timedelta(days=1)
        )
        event_id = self._id(person, "ends", at.isoformat())
        await self._say(fleet.CollectorCertified(id=event_id, source=SOURCE, subject=person.region, time=at, data=data))

    async def certificate_revoked(self, collector: str, at: datetime) -> None:
        """From tomorrow on."""
        person = self.people[collector]
        data = fleet.Revocation(
            collector=collector, certificate=person.certificates[-1][0], revoked_from=at.date() + timedelta(days=1),
            cause="withdrawn",
        )  # fmt: skip
        event_id = self._id(person, "revoked", at.isoformat())
        await self._say(fleet.CertificateRevoked(id=event_id, source=SOURCE, subject=person.region, time=at, data=data))

    async def shift_taken_back(self, collector: str, at: datetime) -> None:
        """Nobody asked for the shifts of the next week: they are not there."""
        person = self.people[collector]
        for day in (at.date() + timedelta(days=n) for n in range(1, 8)):
            noon = datetime.combine(day, time(12), self._zone)
            data = fleet.Shift(collector=collector, shift=f"day-{day.isoformat()}", start=noon, end=noon)
            event_id = self._id(person, "no-shift", day.isoformat(), at.isoformat())
            await self._say(fleet.ShiftPlanned(id=event_id, source=SOURCE, subject=person.region, time=at, data=data))

    async def leaves(self, collector: str, at: datetime) -> None:
        """Does not work here any more."""
        person = self.people[collector]
        self._gone.add(collector)
        data = fleet.Leaving(collector=collector, cause="left")
        event_id = self._id(person, "leaves", at.isoformat())
        await self._say(
            fleet.CollectorDeregistered(id=event_id, source=SOURCE, subject=person.region, time=at, data=data)
        )

    async def reports(self, collector: str, place: StreetPoint, at: datetime) -> None:
        """The crew app of one collector says where they are."""
        person = self.people[collector]
        event_id = self._id(person, "at", at.isoformat())
        sealed = await self._ring.seal(place.plain, kid=f"c-{collector}", of=event_id, field="place")
        data = fleet.Position(collector=collector, at=at, place=sealed)
        await self._say(
            fleet.PositionReported(id=event_id, source="crew-app", subject=person.region, time=at, data=data)
        )

    async def _register(self, person: StaffMember, at: datetime) -> None:
        event_id, kid = self._id(person, "registered"), f"c-{person.id}"
        data = fleet.Registration(
            collector=person.id,
            name=await self._ring.seal(person.name, kid=kid, of=event_id, field="name"),
            home=await self._ring.seal(person.home.plain, kid=kid, of=event_id, field="home"),
            languages=("en", "pt"),
            zone=self._zone.key,
        )
        await self._say(
            fleet.CollectorRegistered(id=event_id, source=SOURCE, subject=person.region, time=at, data=data)
        )

    async def _plan_on(self, at: datetime) -> None:
        """Each week, the week that comes into sight."""
        first = at.date() + PLANNED_AHEAD - timedelta(days=7)
        if at < self._ends:
            await self._plan(at, first, first + timedelta(days=7))
            self._agenda.at(at + timedelta(days=7), lambda then: self._plan_on(then))

    async def _plan(self, at: datetime, first: date, end: date) -> None:
        for person in (each for each in self.people.values() if each.id not in self._gone):
            day = first
            while day < end:
                if day.isoweekday() <= 6:
                    await self._shift(person, day, at)
                day += timedelta(days=1)

    async def _shift(self, person: StaffMember, day: date, at: datetime) -> None:
        begins, ends = SHIFTS[person.late_shift]
        data = fleet.Shift(
            collector=person.id,
            shift=f"day-{day.isoformat()}",
            start=datetime.combine(day, begins, self._zone).astimezone(ZoneInfo("UTC")),
            end=datetime.combine(day, ends, self._zone).astimezone(ZoneInfo("UTC")),
        )
        event_id = self._id(person, "shift", day.isoformat())
        await self._say(fleet.ShiftPlanned(id=event_id, source=SOURCE, subject=person.region, time=at, data=data))

    async def _say(self, event: fleet.Fleet) -> None:
        await self._out.send(event, None)

    def _id(self, person: StaffMember, *what: str) -> str:
        return str(derive("sandbox", self._seed, person.id, *what))
