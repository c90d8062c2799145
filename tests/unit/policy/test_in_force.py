"""What binds on a day: a draft never does, a leaf of tomorrow not today, and each day is the local one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifier.core.authority import Allowed, Asked, ask
from services.notifier.core.ledger import Contact, Ledger
from services.notifier.core.rules import rules_of
from services.notifier.core.state import CaseText
from shared.policy import Limits, Pack, load_pack, resolve
from shared.policy.in_force import NO_RULE, leaves
from shared.policy.local_time import local_day
from shared.policy.pack import parse_pack
from tests.unit.notifier.events import intent

from .packs import DEFAULT, example

TODAY = date(2026, 11, 28)
HOUSE = resolve("default", TODAY)
LEAVES = {leaf.path: leaf for leaf in leaves(load_pack("default").written)}
SINGLE = sorted(path for path in LEAVES if "[" not in path)
LISTED = sorted(path for path in LEAVES if "[" in path)
OTHER: dict[str, str] = {
    "contact.gap_min": "7",
    "opt_out.words": '["enough"]',
    "cadence.steps": '[{ dpd = 3, text = "reminder-last" }]',
    "gate.amount_min": "{ EUR = 77 }",
    "notice.confirmation_required": "true",
    "notice.lead_min": "777",
    "visit.certificates": '["law"]',
    "visit.crew_size": "3",
    "visit.slots_max": "2",
    "opt_out.confirmations_max": "0",
    "opt_out.confirmation_at_any_hour": "true",
    "arrangement.remind_at": "11:00:00",
    "gate.attempts_min": "2",
    "retention.cases_days": "2000",
    "retention.ids_days": "60",
}
"""Values of the right kind; everywhere else 7 is one."""


def with_leaf(path: str, **dates: str) -> Pack:
    """The default pack whose leaf `path` says something else, under these dates and this standing."""
    section, name = path.split(".")
    said = {"effective_from": "2000-01-01", "status": '"law"'} | dates
    told = ", ".join(f"{key} = {value}" for key, value in said.items())
    line = f'{name} = {{ value = {OTHER.get(path, "9")}, cite = "another source", {told} }}\n'
    before, _, after = DEFAULT.partition(f"\n[{section}]\n")
    body = re.sub(rf"(?ms)^{name} = \{{.*?status = \"\w+\" \}}\n", lambda _: line, after, count=1)
    assert body != after, path
    return parse_pack(f"{before}\n[{section}]\n{body}", "test.toml")


def leaf_of(limits: Limits, path: str) -> Any:
    section, name = path.split(".")
    return getattr(getattr(limits, section), name)


def stands_for(path: str) -> Any:
    """What holds while a leaf's own value does not."""
    return NO_RULE.get(path, LEAVES[path].value)


@pytest.mark.parametrize("path", SINGLE)
def test_a_draft_binds_nobody(path: str) -> None:
    pack = with_leaf(path, effective_from="2030-01-01", status='"draft"')
    assert leaf_of(pack.on(TODAY), path).value == stands_for(path)
    assert leaf_of(pack.on(date(2031, 1, 1)), path).value == stands_for(path)


@pytest.mark.parametrize("path", SINGLE)
def test_a_leaf_of_tomorrow_does_not_bind_today_and_says_where_it_came_from_when_it_does(path: str) -> None:
    pack = with_leaf(path, effective_from="2026-11-29", effective_to="2027-01-31")
    assert leaf_of(pack.on(TODAY), path).value == stands_for(path)
    found = leaf_of(pack.on(TODAY + timedelta(days=1)), path)
    assert (found.pack, found.path, found.cite, found.status) == ("default", path, "another source", "law")
    assert found.effective_from == date(2026, 11, 29)
    assert leaf_of(pack.on(date(2027, 1, 31)), path) == found
    assert leaf_of(pack.on(date(2027, 2, 1)), path).value == stands_for(path)


@pytest.mark.parametrize("path", LISTED)
@pytest.mark.parametrize(
    "dates", [("2000-01-01", "draft"), ("2026-11-29", "law")], ids=["a draft", "in force tomorrow"]
)
def test_a_window_cap_or_blackout_that_is_not_in_force_is_not_there(path: str, dates: tuple[str, str]) -> None:
    cite = LEAVES[path].cite
    old = re.escape(f'cite = "{cite}", effective_from = 2000-01-01, status = ') + r'"\w+"'
    number = int(path.split("[")[1].removesuffix("]")) if path.startswith("contact.blackouts") else 0
    places = list(re.finditer(old, DEFAULT))
    place = places[number]
    new = f'cite = "{cite}", effective_from = {dates[0]}, status = "{dates[1]}"'
    pack = parse_pack(DEFAULT[: place.start()] + new + DEFAULT[place.end() :], "test.toml")
    assert path in {leaf.path for leaf in leaves(HOUSE)}
    assert path not in {leaf.path for leaf in leaves(pack.on(TODAY))}
    assert (path in {leaf.path for leaf in leaves(pack.on(TODAY + timedelta(days=1)))}) is (dates[1] != "draft")


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-11-28T23:30+00:00", "Asia/Tokyo", date(2026, 11, 29)),
        ("2026-11-29T03:00+00:00", "America/New_York", date(2026, 11, 28)),
        ("2026-11-28T11:00+00:00", "Pacific/Kiritimati", date(2026, 11, 29)),
        ("2026-11-28T11:00+00:00", "no/where", date(2026, 11, 28)),
    ],
)
def test_a_day_is_the_local_one(at: str, zone: str, day: date) -> None:
    assert local_day(datetime.fromisoformat(at), zone) == day


def test_a_cap_of_tomorrow_does_not_bind_where_it_is_still_today_though_utc_has_tomorrow() -> None:
    """In Los Angeles it is four in the afternoon of the 28th when in UTC the 29th begins."""
    at = datetime(2026, 11, 29, 0, 30, tzinfo=UTC)
    cap = '{ channels = ["text"], contacts_max = 1, days = 7 }'
    hours = '{ channels = ["text"], start = 09:00:00, end = 19:00:00 }'
    caps = f'[{{ value = {cap}, cite = "tomorrow", effective_from = 2026-11-29, status = "law" }}]'
    windows = f'[{{ value = {hours}, cite = "test", effective_from = 2000-01-01, status = "law" }}]'
    pack = example(f"[contact]\nwindows = {windows}\ncaps = {caps}")
    text = CaseText(intent(), "reminder", "intended", at, at, at + timedelta(days=20))
    ledger = Ledger((Contact("x", "c", "text", at - timedelta(days=1), True),))

    def verdict(zone: str, moment: datetime) -> object:
        return ask(
            text, Asked("c", zone, "p", ledger, (), False, None), moment, rules_of(pack, local_day(moment, zone))
        )

    assert isinstance(verdict("America/Los_Angeles", at), Allowed)
    assert getattr(verdict("America/Los_Angeles", at + timedelta(days=1)), "reason", None) == "cap-reached"
    assert getattr(verdict("Asia/Tokyo", at), "reason", None) == "cap-reached"
