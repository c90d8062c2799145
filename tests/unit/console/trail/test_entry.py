"""An entry is bound to what it says and to the entry before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from services.console.trail.entry import TrailOutcome, about_of, broken
from shared.evidence.canonical import stamp

from .samples import DEEDS, NOON, chain

ENTRIES = chain(DEEDS)
HASHES = {entry.number: entry.hash for entry in ENTRIES}


def test_a_chain_as_it_was_written_holds_also_in_part_and_backwards() -> None:
    assert broken(ENTRIES, HASHES) == []
    assert broken(reversed(ENTRIES[1:3]), HASHES) == []


@pytest.mark.parametrize(
    "change",
    [{"deed": replace(DEEDS[1], by="ben")}, {"deed": replace(DEEDS[1], reason="x")}, {"at": NOON},
     {"outcome": TrailOutcome.REFUSED}, {"number": 9}, {"began": 1}, {"proof": "0" * 64}, {"before": "1" * 64}],
)  # fmt: skip
def test_whatever_is_changed_in_an_entry_is_found(change: dict[str, object]) -> None:
    assert not replace(ENTRIES[1], **change).is_own  # type: ignore[arg-type]


def test_an_entry_made_anew_breaks_the_one_behind_it() -> None:
    forged = replace(ENTRIES[1], deed=replace(DEEDS[1], by="ben")).sealed()
    entries = [ENTRIES[0], forged, *ENTRIES[2:]]
    assert broken(entries, {entry.number: entry.hash for entry in entries}) == [3]


def test_an_entry_whose_forerunner_is_gone_is_broken() -> None:
    assert broken(ENTRIES[2:], {3: ENTRIES[2].hash}) == [3]


def test_a_moment_has_one_spelling_to_the_microsecond_in_whatever_zone() -> None:
    assert stamp(NOON.astimezone(timezone(timedelta(hours=8)))) == "2026-11-24T12:00:00.123456Z"
    assert stamp(NOON.replace(microsecond=0)) == "2026-11-24T12:00:00.000000Z"


@pytest.mark.parametrize(
    "word", ["+351 912 345 678", "+351912345678", "Rua das Flores 3", "", "=1+1", "<b>", "a\nb", "\u202ec-1", "x" * 101]
)
def test_what_is_no_id_is_not_kept_as_what_it_is_about(word: str) -> None:
    assert about_of(word, "c-1") == "c-1"
