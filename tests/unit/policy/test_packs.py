"""Packs: what they hold, and how a wrong one is refused."""

from __future__ import annotations

import re
from datetime import date

import pytest

from shared.policy import Leaf, NoPack, load_pack, resolve
from shared.policy.in_force import leaves
from shared.policy.pack import names, parse_pack
from shared.policy.parts import Blackout

from .packs import DEFAULT


def test_every_limit_of_every_pack_says_where_it_comes_from() -> None:
    for name in names():
        found = leaves(load_pack(name).written)
        assert len(found) >= 35
        for leaf in found:
            assert leaf.rule.startswith(f"{leaf.path}: ")
            assert leaf.is_in_force(date(2026, 12, 1))


def test_the_default_pack_is_the_strictest_intersection() -> None:
    pack, title = resolve("default", date(2026, 12, 1)), load_pack("default").title
    window, cap = pack.contact.windows[0].value, pack.contact.caps[0].value
    assert (window.start.hour, window.end.hour, cap.contacts_max, cap.days, cap.scope) == (9, 19, 3, 7, "person")
    assert (pack.visit.crew_size.value, pack.notice.lead_min.value, pack.gate.dpd_min.value) == (2, 1440, 60)
    assert (pack.gate.attempts_min.value, pack.gate.silence_days.value, pack.gate.visit_every_days.value) == (3, 7, 30)
    assert pack.notice.confirmation_required.value
    assert title.version == "default@2026.11.4"
    assert not title.confirmed_by_a_lawyer


def test_a_leaf_knows_when_it_binds() -> None:
    law = Leaf[int](
        value=1, cite="some act", effective_from=date(2026, 1, 1), effective_to=date(2026, 6, 30), status="law"
    )
    assert [law.is_in_force(date(2026, month, 30)) for month in (1, 6, 7)] == [True, True, False]
    assert not law.is_in_force(date(2025, 12, 31))
    assert not law.model_copy(update={"status": "draft"}).is_in_force(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        ("end = 19:00:00", "end = 08:00:00", "start must be before end"),
        ("lead_min = { value = 1440", "lead_min = { value = -1", "notice.lead_min.value"),
        ("version = \"default@2026.11.4\"", "version = \"cn@2026.11.3\"", "must start with the pack's name"),
        ("{ dpd = 7,", "{ dpd = 90,", "must rise"),
        ("attempts_max = { value = 3", "attempts_max = { value = 2", "could ever pass the gate"),
        ("ahead_min_days = { value = 4", "ahead_min_days = { value = 1", "leaves no time"),
        ("[gate]", "[gate]\nmisspelt = 1", "gate.misspelt"),
        ("EUR = 10000", "XXX = 10000", "amount_min"),
        ('yearly = "01-01"', 'yearly = "01-01", first = 2026-01-01, last = 2026-01-02', "either yearly"),
        ("[gate]", "[gate", "is not TOML"),
        ("within_min = { value = 5", "within_min = { value = 0", "opt_out.confirmation_within_min.value"),
        ("any_hour = { value = false", "any_hour = { value = 1", "opt_out.confirmation_at_any_hour.value"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_naming_the_field(change: str, to: str, message: str) -> None:
    assert change in DEFAULT
    with pytest.raises(NoPack, match=re.escape(message)):
        parse_pack(DEFAULT.replace(change, to, 1), "test.toml")


def test_an_unknown_pack_is_refused_naming_those_there_are() -> None:
    with pytest.raises(NoPack, match="default"):
        load_pack("atlantis")


def test_a_blackout_needs_both_ends_of_its_span() -> None:
    with pytest.raises(ValueError, match="either yearly"):
        Blackout(name="x", first=date(2026, 1, 1))
