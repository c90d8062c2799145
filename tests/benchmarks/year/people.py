"""Borrowers with phones, collectors with shifts, and the bank: a borrower more for each case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.sandbox.cities import PORTO
from services.sandbox.phones.phone import Phone
from services.sandbox.phones.profiles import Profile
from shared.contracts import fleet, loans
from shared.contracts.loans import Person
from shared.contracts.values import Amount, Balance, Certificate, Money
from shared.privacy.keys import KeyRing

from .service import MASTER

REGION = "porto-centro"
CERTIFICATES: tuple[Certificate, ...] = ("communication", "law", "psychology")
COLLECTORS = 6
PROFILES: dict[Profile, int] = {
    "silent": 6, "payer": 4, "promiser": 2, "part-payer": 2, "picker": 14, "late-picker": 3, "other-digit": 3,
    "pays-before-visit": 4, "stop": 2, "stop-after-notice": 2, "hardship": 2, "disputer": 2, "mumbler": 2,
}  # fmt: skip


@dataclass(slots=True)
class YearBorrower:
    case: str
    number: str
    person: Person
    profile: Profile
    phone: Phone
    owed: int
    said: int = 0

    def _head(self, at: datetime) -> dict[str, object]:
        self.said += 1
        return {"id": f"{self.case}-{self.said}", "source": "bank", "subject": self.case, "time": at}

    def overdue(self, at: datetime, dpd: int) -> loans.LoanOverdue:
        data = loans.Overdue(
            amount=Money(minor=self.owed, currency="EUR"),
            due_since=(at - timedelta(days=dpd)).date(),
            person=self.person,
        )
        return loans.LoanOverdue(**self._head(at), data=data)

    def pays(self, at: datetime, share: float) -> loans.PaymentReceived:
        minor = max(1, int(self.owed * share))
        self.owed -= minor
        left = Balance(minor=self.owed, currency="EUR")
        data = loans.Payment(amount=Amount(minor=minor, currency="EUR"), outstanding=left)
        return loans.PaymentReceived(**self._head(at), data=data)

    def says(
        self, kind: type[loans.PlanSigned] | type[loans.DisputeOpened] | type[loans.LoanClosed], at: datetime
    ) -> loans.Loan:
        return kind(**self._head(at), data=loans.Cause(cause="bank"))


async def borrower(number: int, ring: KeyRing, random: Random) -> YearBorrower:
    kid, phone, home = f"b-{number}", PORTO.phone(number + 1), PORTO.somewhere(REGION, random)
    plain = {
        "phone": phone,
        "name": f"N {number}",
        "address": f"Rua {number}",
        "home": home.plain,
        "officer": "Ana Reis",
    }
    sealed = {name: await ring.seal(value, kid=kid, of="bank", field=name) for name, value in plain.items()}
    person = Person(
        borrower=f"B{number}", language="en", zone=PORTO.zone, region=REGION, cell=home.cell,
        phone_hash=MASTER.phone_hash(phone), **sealed,
    )  # fmt: skip
    profile = random.choices(list(PROFILES), list(PROFILES.values()))[0]
    return YearBorrower(
        f"case-{number}", phone, person, profile, Phone(profile, "en", random), 20_000 + random.randrange(400_000)
    )


async def collectors(at: datetime, ring: KeyRing, random: Random) -> list[fleet.Fleet]:
    """Those who work all year."""
    events: list[fleet.Fleet] = []
    for number in range(COLLECTORS):
        name, home = f"C{number}", PORTO.somewhere(REGION, random)
        plain = {"name": f"C {number}", "home": home.plain}
        sealed = {
            field: await ring.seal(text, kid=f"c-{number}", of="staff", field=field) for field, text in plain.items()
        }
        head = {"source": "staff-system", "subject": REGION, "time": at}
        data = fleet.Registration(collector=name, languages=("en",), zone=PORTO.zone, **sealed)
        events.append(fleet.CollectorRegistered(id=f"{name}-here", data=data, **head))
        for certificate in CERTIFICATES:
            training = fleet.Training(
                collector=name, certificate=certificate, valid_from=at.date() - timedelta(days=30),
                valid_to=at.date() + timedelta(days=800),
            )  # fmt: skip
            events.append(fleet.CollectorCertified(id=f"{name}-{certificate}", data=training, **head))
    return events


def shifts(at: datetime) -> list[fleet.Fleet]:
    """Everybody's shift a fortnight from now."""
    day = (at + timedelta(days=14)).date()
    zone = ZoneInfo(PORTO.zone)
    start, end = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in (time(8, 30), time(19)))
    return [
        fleet.ShiftPlanned(
            id=f"C{number}-{day}", source="staff-system", subject=REGION, time=at,
            data=fleet.Shift(collector=f"C{number}", shift=f"day-{day}", start=start, end=end),
        )
        for number in range(COLLECTORS)
        if day.isoweekday() <= 6
    ]  # fmt: skip
