"""The same 25 borrowers and 6 collectors in every run, sealed once: runs differ in what they do, not in who they are.

Whatever is personal carries a mark that occurs nowhere else, so that a leak is found by looking for the mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.sandbox.cities import PORTO
from shared.contracts import fleet
from shared.contracts.loans import Person
from shared.contracts.values import Certificate, Sealed
from shared.privacy import cipher
from shared.privacy.cipher import KEY_BYTES, NONCE_BYTES, seal
from shared.privacy.keys import MemoryKeys
from shared.privacy.master import MasterKeys

BEGINS = datetime(2026, 10, 12, 6, tzinfo=UTC)
"""A Monday. Summer time in Lisbon ends on the 25th."""
DAYS = 30
MASTER = MasterKeys.of(bytes(range(32)))
NAME_MARK, PHONE_MARK = "Zyx Quux", "+35190"
MARKS = (NAME_MARK.encode(), PHONE_MARK.encode())
REGION, FAR_REGION = "porto-centro", "gaia"
"""Nobody works in the far region: whoever lives there can't be visited, and must be told why not."""
BORROWERS, COLLECTORS = 25, 6
CERTIFICATES: tuple[Certificate, ...] = ("communication", "law", "psychology")
FLEETS = 4
FIRST_SHIFT = 6
"""Days after which somebody works; no visit can be agreed earlier, and router's state stays small."""


@dataclass(frozen=True, slots=True)
class Who:
    """A borrower as the bank tells of them."""

    id: str
    phone: str
    key: bytes
    person: Person


@cache
def data_keys() -> dict[str, bytes]:
    """Every person's data key, wrapped, by its name."""
    random = Random("keys")
    found = {}
    for kid in (*(f"b-B{n:02d}" for n in range(BORROWERS)), *(f"c-C{n}" for n in range(COLLECTORS))):
        nonce, key = random.randbytes(NONCE_BYTES), random.randbytes(KEY_BYTES)
        found[kid] = nonce + AESGCM(MASTER.wrap).encrypt(nonce, key, kid.encode())
    return found


def known_keys() -> MemoryKeys:
    """All of them, as a run begins with them."""
    keys = MemoryKeys()
    keys.put(data_keys())
    return keys


def _key(kid: str) -> bytes:
    wrapped = data_keys()[kid]
    return AESGCM(MASTER.wrap).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], kid.encode())


@cache
def who(number: int, far: bool = False) -> Who:
    """Borrower `number` (from 0), living in the region or in the far one."""
    random = Random(f"borrower {number} {far}")
    with cipher.drawing_from(random.randbytes):
        return _who(number, FAR_REGION if far else REGION, random)


def _who(number: int, region: str, random: Random) -> Who:
    name, kid = f"B{number:02d}", f"b-B{number:02d}"
    key, phone, home = _key(kid), PORTO.phone(number + 1), PORTO.somewhere(region, random)

    def sealed(field: str, plain: str) -> Sealed:
        return seal(plain, key=key, kid=kid, of="the-bank", field=field)

    person = Person(
        borrower=name,
        language=random.choice(("en", "pt", "es")),
        zone=PORTO.zone,
        region=region,
        cell=home.cell,
        phone=sealed("phone", phone),
        phone_hash=MASTER.phone_hash(phone),
        name=sealed("name", f"{NAME_MARK} {number}"),
        address=sealed("address", f"Rua {NAME_MARK} {number}"),
        home=sealed("home", home.plain),
        officer=sealed("officer", "Magna Olmo"),
    )
    return Who(name, phone, key, person)


@cache
def fleet_events(variant: int, days: int = DAYS) -> tuple[fleet.Fleet, ...]:
    """What the staff system said before a run of so many days: three pairs who take turns; variants differ in papers
    and homes.
    """
    random = Random(f"fleet {variant}")
    said_at, events = BEGINS - timedelta(days=1), list[fleet.Fleet]()
    with cipher.drawing_from(random.randbytes):
        for number in range(COLLECTORS):
            events += _collector(number, variant, days, random, said_at)
    return tuple(events)


def _collector(number: int, variant: int, days: int, random: Random, said_at: datetime) -> list[fleet.Fleet]:
    name, kid = f"C{number}", f"c-C{number}"

    def sealed(field: str, plain: str) -> Sealed:
        return seal(plain, key=_key(kid), kid=kid, of="the-staff", field=field)

    def head(what: str) -> dict[str, object]:
        return {"id": f"{name}-{what}", "source": "staff-system", "subject": REGION, "time": said_at}

    home = PORTO.somewhere(REGION, random)
    registration = fleet.Registration(
        collector=name, name=sealed("name", f"{NAME_MARK} C{number}"), home=sealed("home", home.plain),
        languages=("en", "pt"), zone=PORTO.zone,
    )  # fmt: skip
    events: list[fleet.Fleet] = [fleet.CollectorRegistered(**head("registered"), data=registration)]
    first = BEGINS.date()
    for certificate in CERTIFICATES:
        short = variant == 1 and number == 5 and certificate == "law"
        runs_out = variant == 2 and number == 1
        until = first + timedelta(days=12 if runs_out else 400)
        training = fleet.Training(collector=name, certificate=certificate, valid_from=date(2026, 1, 1), valid_to=until)
        if not short:
            events.append(fleet.CollectorCertified(**head(certificate), data=training))
    for day in (first + timedelta(days=n) for n in range(FIRST_SHIFT, days + 10)):
        # A pair has a day of its own in each week; one fleet works every other day, in changing pairs.
        alone = day.isoweekday() == (2, 4, 6)[number // 2]
        mixed = day.isoweekday() <= 6 and day.toordinal() % 2 == number % 2
        if mixed if variant == 3 else alone:
            events.append(fleet.ShiftPlanned(**head(f"{day}"), data=_shift(name, day)))
    return events


def _shift(collector: str, day: date) -> fleet.Shift:
    zone = ZoneInfo(PORTO.zone)
    start = datetime.combine(day, time(8, 30), zone).astimezone(UTC)
    end = datetime.combine(day, time(19, 0), zone).astimezone(UTC)
    return fleet.Shift(collector=collector, shift=f"day-{day}", start=start, end=end)


@cache
def home_of(collector: str) -> Sealed:
    """Where a collector starts from, as the staff system said it."""
    return next(
        event.data.home
        for event in fleet_events(0)
        if isinstance(event, fleet.CollectorRegistered) and event.data.collector == collector
    )
