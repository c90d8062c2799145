"""Real customers become cases, the same ones for a seed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import h3
import pytest

from services.console.cli.texts_preview import CODE, texts
from services.notifier.core.wording import LANGUAGES, written
from services.sandbox.borrowers import borrowers
from services.sandbox.cities import CITIES, HANGZHOU, PORTO, TAIPEI
from services.sandbox.city import City, StreetPoint, metres
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.phones.phrases import say
from services.sandbox.phones.text_recognition import HeardText, hear
from services.sandbox.portfolio.customers import Customer, draw, everyone
from services.sandbox.portfolio.debts import debt_of
from shared.privacy.keys import KeyRing, MemoryKeys

from .small_sandbox import KEYS


def test_the_file_holds_the_customers_that_its_readme_counts() -> None:
    assert len(everyone()) == 6388
    assert all(one.months_late >= 1 and one.bill > 0 for one in everyone())


def test_a_seed_draws_the_same_cases_and_another_seed_draws_others() -> None:
    first, again, other = (borrowers(50, seed, BEGINS) for seed in ("7", "7", "8"))
    assert first == again
    assert [one.debts for one in first] != [one.debts for one in other]


def test_more_cases_than_customers_are_drawn_by_repetition() -> None:
    assert len(draw(len(everyone()) + 10, "7")) == len(everyone()) + 10


def test_the_age_of_a_debt_lies_within_the_months_that_the_data_says() -> None:
    for n, customer in enumerate(draw(200, "7")):
        debt = debt_of("case-1", customer, BEGINS, Random(n))
        dpd = (debt.enters_at.date() - debt.due_since).days
        assert (customer.months_late - 1) * 30 < dpd <= customer.months_late * 30
        assert debt.amount_minor == customer.bill * 100


def test_payments_of_the_following_months_come_in_order_and_the_last_one_cures() -> None:
    customer = Customer(1, 2, 900, paid_next=100, late_next=True, paid_after=200, defaulted=False)
    found = debt_of("case-1", customer, BEGINS, Random(1))
    assert [(one.minor, one.cures) for one in found.instalments] == [(10_000, False), (20_000, True)]
    assert found.enters_at + timedelta(days=2) <= found.instalments[0].at < found.instalments[1].at


def test_a_customer_who_was_not_late_after_the_first_month_needed_no_second_payment() -> None:
    customer = Customer(1, 2, 900, paid_next=100, late_next=False, paid_after=200, defaulted=False)
    assert [one.cures for one in debt_of("case-1", customer, BEGINS, Random(1)).instalments] == [True]


def test_every_borrower_has_a_phone_of_their_own_and_a_home_in_their_region() -> None:
    people = borrowers(300, "7", BEGINS)
    assert len({one.phone for one in people}) == len(people)
    assert sum(len(one.debts) for one in people) == 300
    assert any(len(one.debts) == 2 for one in people)
    for one in people:
        assert one.phone.startswith("+35190")
        assert one.home in PORTO.streets()[one.home.region]


def test_regions_are_apart_and_every_street_point_has_a_cell() -> None:
    assert {region: len(places) for region, places in PORTO.streets().items()} == dict.fromkeys(PORTO.regions, 1000)
    cells = Counter(place.cell for place in PORTO.streets()["gaia"])
    assert all(h3.get_resolution(cell) == 7 for cell in cells)
    assert 3 < len(cells) < 40


def test_a_kilometre_on_the_map_is_a_kilometre() -> None:
    south, north = StreetPoint("gaia", 41.10, -8.6), StreetPoint("gaia", 41.109, -8.6)
    assert 990 < metres(south, north) < 1010


@pytest.mark.parametrize("city", CITIES.values(), ids=list(CITIES))
def test_each_city_has_points_numbers_and_people_of_its_own(city: City) -> None:
    people = borrowers(60, "7", BEGINS, city)
    assert all(one.phone.startswith(city.phones) and one.zone == city.zone for one in people)
    assert {one.home.region for one in people} == set(city.regions)
    assert city.short_of_people in city.regions
    assert {len(places) for places in city.streets().values()} == {1000}
    for region, places in city.streets().items():
        assert max(metres(places[0], place) for place in places) < 12_000, region


@pytest.mark.parametrize(("city", "texted"), [(TAIPEI, {"zh-Hans", "zh-Hant"}), (HANGZHOU, {"zh-Hans"})])
async def test_borrowers_of_a_chinese_city_are_texted_in_chinese_and_answer_in_it(city: City, texted: set[str]) -> None:
    people = borrowers(60, "7", BEGINS, city)
    told = [await one.person(KeyRing(MemoryKeys(), KEYS.wrap), KEYS, "e") for one in people]
    assert {written(one.language, one.language_tag) for one in told} == texted
    assert all(any(letter > "\u3000" for letter in say("promise", one.language, Random(1))) for one in people)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_borrower_sees_the_times_and_the_code_in_our_texts_of_every_language(tag: str) -> None:
    shown = {text["kind"]: hear(text["body"]) for text in texts(LANGUAGES[tag])}
    assert shown["offer"] == HeardText(3, None)
    assert {kind for kind, heard in shown.items() if heard.check_code == CODE} == {"notice", "reminder", "on-the-way"}
    assert {kind for kind, heard in shown.items() if heard.slots} == {"offer"}
