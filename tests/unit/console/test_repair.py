"""A record that is no event, made one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from deploy.local.user_error import UserError
from services.console.acts.repair import moved, repaired
from services.console.views.dead_letters import StoredLetter
from shared.privacy.master import MasterKeys

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PAID: dict[str, Any] = {
    "specversion": "1.0", "id": "bank-7", "type": "doorstep.loan.closed.v1", "source": "bank", "subject": "c-1",
    "time": "2026-11-01T00:00:00Z", "data": {"cause": "sold"},
}  # fmt: skip


def record(**more: Any) -> bytes:
    return json.dumps(PAID | more).encode()


def test_fields_are_set_by_their_path_and_the_key_is_the_subject() -> None:
    again = repaired("loans", record(data={"cause": "Sold to somebody"}), ["data.cause=sold"], None, NOW)
    assert json.loads(again.value) == PAID
    assert again.key == b"c-1"


def test_a_record_is_given_to_another_case() -> None:
    again = repaired("loans", record(), [], "c-2", NOW)
    assert (again.key, json.loads(again.value)["subject"]) == (b"c-2", "c-2")


def test_a_whole_new_record_goes_as_it_is() -> None:
    assert repaired("loans", record(), [], None, NOW).value == record()


def test_values_are_json_or_text_and_missing_parents_are_made() -> None:
    again = repaired("loans", record(data=None), ['data={"cause":"sold"}', "note.by=bank", "note.number=3"], None, NOW)
    assert json.loads(again.value) == PAID | {"note": {"by": "bank", "number": 3}}


@pytest.mark.parametrize(
    ("original", "settings", "what"),
    [
        (b"\xff", ["data.cause=sold"], "no JSON object"),
        (b"[1]", [], "no JSON object"),
        (record(), ["data.cause"], "takes PATH=VALUE"),
        (record(), ["=sold"], "takes PATH=VALUE"),
        (record(), ["id.more=1"], "has no fields"),
        (record(), ["id.more.still=1"], "has no fields"),
        (record(), ["time=yesterday"], "refused still: time is not written as a moment with its zone [schema]"),
    ],
)
def test_what_would_be_refused_all_the_same_is_not_given_back(original: bytes, settings: list[str], what: str) -> None:
    with pytest.raises(UserError) as trouble:
        repaired("loans", original, settings, None, NOW)
    assert what in trouble.value.what


@pytest.mark.parametrize("setting", ["data.note=\udcff", 'data.note="\\ud800"'], ids=ascii)
def test_half_a_character_is_refused_in_a_sentence(setting: str) -> None:
    with pytest.raises(UserError, match="half a character"):
        repaired("loans", record(), [setting], None, NOW)
    with pytest.raises(UserError, match="half a character"):
        repaired("loans", record(), [], "\udcff", NOW)


def test_a_value_too_deep_for_json_is_text() -> None:
    again = repaired("loans", record(), ["data.note=" + "[" * 10_000], None, NOW)
    assert json.loads(again.value)["data"]["note"] == "[" * 10_000


@pytest.mark.parametrize(
    "raw", [b'{"subject": "\\ud800"}', b'{"subject": 7}', b"[" * 10_000, b"\xff", b"[]"], ids=ascii
)
def test_a_record_without_a_usable_subject_is_given_back_without_a_key(raw: bytes) -> None:
    keys, name = MasterKeys.of(bytes(32)), UUID(int=7)
    box = keys.set_aside(raw, name)
    letter = StoredLetter(
        "notifier", name, NOW, "loans", 0, 0, "schema", "no event", 1, len(raw), box, None, None, None
    )
    again = letter.record(keys, NOW)
    assert (again.key, again.value) == (None, raw)


@pytest.mark.parametrize(
    ("original", "subject", "told"),
    [
        (record(), "c-2", "It was about c-1 and would be about c-2."),
        (record(phone={"kid": "b-1", "of": "e", "field": "phone", "box": "x"}), "c-2", "sealed in it is of the person"),
        (record(), "c-1", "None"),
        (record(subject="+351 912 345 678"), "c-2", "None"),
        (b"garbage", None, "None"),
    ],
)
def test_what_goes_to_another_case_is_said(original: bytes, subject: str | None, told: str) -> None:
    again = repaired("loans", record() if original == b"garbage" else original, [], subject, NOW)
    assert told in str(moved(original, again))
