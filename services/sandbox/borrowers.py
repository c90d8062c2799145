"""Who owes: a borrower has a phone, a home and one case, or now and then two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from services.sandbox.cities import PORTO
from services.sandbox.city import City, StreetPoint
from services.sandbox.phones.profiles import Profile, profile_of
from services.sandbox.portfolio.customers import draw
from services.sandbox.portfolio.debts import Debt, debt_of
from shared.contracts.loans import Person
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys

SECOND_LOAN_SHARE = 0.04


@dataclass(slots=True)
class Borrower:
    """`phone` changes when the bank corrects it; `language` is a BCP 47 tag.

    Only the sandbox ever has these in clear.
    """

    id: str
    phone: str
    name: str
    address: str
    home: StreetPoint
    language: str
    officer: str
    profile: Profile
    debts: tuple[Debt, ...]
    zone: str = PORTO.zone

    async def person(self, ring: KeyRing, keys: MasterKeys, event_id: str) -> Person:
        """As the bank tells it, sealed under the borrower's own key for the event `event_id`."""
        kid = f"b-{self.id}"

        async def sealed(field: str, plain: str) -> object:
            return await ring.seal(plain, kid=kid, of=event_id, field=field)

        return Person.model_validate(
            {
                "borrower": self.id,
                "language": self.language[:2],
                "language_tag": self.language if "-" in self.language else None,
                "zone": self.zone,
                "region": self.home.region,
                "cell": self.home.cell,
                "phone": await sealed("phone", self.phone),
                "phone_hash": keys.phone_hash(self.phone),
                "name": await sealed("name", self.name),
                "address": await sealed("address", self.address),
                "home": await sealed("home", self.home.plain),
                "officer": await sealed("officer", self.officer),
            }
        )


def borrowers(cases: int, seed: str, begins: datetime, city: City = PORTO) -> list[Borrower]:
    """The borrowers of `cases` cases, the same for a seed and city."""
    found: list[Borrower] = []
    customers = draw(cases, seed)
    for n, customer in enumerate(customers):
        random = Random(f"{seed}/borrower/{n}")
        debt = debt_of(f"case-{n + 1:05d}", customer, begins, random)
        if found and len(found[-1].debts) == 1 and random.random() < SECOND_LOAN_SHARE:
            found[-1].debts += (debt,)
            continue
        region = random.choice(city.regions)
        found.append(
            Borrower(
                id=f"{customer.id:05d}" if n < 6000 else f"{customer.id:05d}-{n}",
                phone=city.phone(n + 1),
                name=city.name(random),
                address=city.address(region, random),
                home=city.somewhere(region, random),
                language=random.choice(city.languages),
                officer=random.choice(city.officers),
                profile=profile_of(customer, random),
                debts=(debt,),
                zone=city.zone,
            )
        )
    return found
