"""A `vN` may grow by optional fields. Each other change is planted here and seen refused."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docs.generate.__main__ import main
from docs.generate.documents import SCHEMAS, as_json, changes, published
from docs.generate.samples import ROOT
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.compatibility import Finding, compare, compare_all
from shared.contracts.schema import Schema, schema_of
from shared.contracts.taken_out import TAKEN_OUT, not_excused

OVERDUE = "doorstep.loan.overdue.v1"
Plant = Callable[[Schema], Any]


def found(plant: Plant, name: str = OVERDUE) -> list[tuple[str, str, str]]:
    """What the check says of today's schema with one change planted in it: kind, path, what."""
    before = schema_of(BY_TYPE[name])
    after = copy.deepcopy(before)
    plant(after)
    return [(finding.kind, finding.path, finding.what) for finding in compare(name, before, after)]


def field(schema: Schema, owner: str, name: str) -> Schema:
    node: Schema = schema["definitions"][owner]["properties"][name]
    return node


def set_in(owner: str, name: str, **change: Any) -> Plant:
    return lambda schema: field(schema, owner, name).update(change)


def drop_in(owner: str, name: str, key: str) -> Plant:
    return lambda schema: field(schema, owner, name).pop(key)


def add_field(schema: Schema, *, required: bool) -> None:
    schema["definitions"]["Overdue"]["properties"]["product"] = {"type": "string"}
    if required:
        schema["definitions"]["Overdue"]["required"].append("product")


def remove_field(owner: str, name: str) -> Plant:
    def plant(schema: Schema) -> None:
        del schema["definitions"][owner]["properties"][name]
        required = schema["definitions"][owner]["required"]
        required[:] = [kept for kept in required if kept != name]

    return plant


def require(owner: str, name: str) -> Plant:
    return lambda schema: schema["definitions"][owner]["required"].append(name)


def excuse(owner: str, name: str) -> Plant:
    return lambda schema: schema["definitions"][owner]["required"].remove(name)


REFUSED: dict[str, tuple[Plant, str]] = {
    "a required field removed": (remove_field("Overdue", "due_since"), "data.due_since"),
    "an optional field removed": (remove_field("Overdue", "risk"), "data.risk"),
    "a required field added": (lambda schema: add_field(schema, required=True), "data.product"),
    "an optional field made required": (require("Overdue", "risk"), "data.risk"),
    "a required field made optional": (excuse("Overdue", "amount"), "data.amount"),
    "a required field made optional far inside": (excuse("Sealed", "kid"), "data.person.phone.kid"),
    "another type": (set_in("Money", "minor", type="number"), "data.amount.minor"),
    "another pattern": (set_in("Money", "currency", pattern="^[A-Z]{3,4}$"), "data.amount.currency"),
    "a pattern where there was none": (set_in("Overdue", "due_since", pattern="^2"), "data.due_since"),
    "another format": (set_in("Overdue", "due_since", format="date-time"), "data.due_since"),
    "another default": (set_in("Person", "language", default="pt"), "data.person.language"),
    "a smaller maximum": (set_in("Money", "minor", maximum=10**6), "data.amount.minor"),
    "a larger minimum": (set_in("Money", "minor", exclusiveMinimum=100), "data.amount.minor"),
    "a shorter text": (set_in("Sealed", "of", maxLength=32), "data.person.address.of"),
    "a limit where there was none": (set_in("Overdue", "due_since", maxLength=9), "data.due_since"),
    "a list of words where there was none": (set_in("Person", "language", enum=["pt"]), "data.person.language"),
    "a rule the check does not know": (set_in("Money", "minor", multipleOf=5), "data.amount.minor"),
    "another topic": (lambda schema: schema.update({"x-topic": "visits"}), ""),
    "another key": (lambda schema: schema.update({"x-key": "region"}), ""),
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_change_that_breaks_yesterday_s_records_or_consumers_is_refused(change: str) -> None:
    plant, path = REFUSED[change]
    assert ("refused", path) in {(kind, at) for kind, at, _ in found(plant)}


def test_a_word_taken_out_of_an_enumeration_is_refused() -> None:
    def plant(schema: Schema) -> None:
        field(schema, "Result", "outcome")["enum"].remove("unsafe")

    assert found(plant, "doorstep.visit.ended.v1") == [("refused", "data.outcome", "no longer allows unsafe")]


def test_a_new_word_in_an_enumeration_needs_the_consumers_first() -> None:
    def plant(schema: Schema) -> None:
        field(schema, "Result", "outcome")["enum"].append("moved-away")

    assert found(plant, "doorstep.visit.ended.v1") == [("consumers-first", "data.outcome", "also allows moved-away")]


@pytest.mark.parametrize(
    "plant",
    [
        set_in("Money", "minor", maximum=10**16),
        drop_in("Money", "minor", "maximum"),
        set_in("Sealed", "of", minLength=0),
    ],
    ids=["a larger maximum", "no maximum", "a smaller minimum"],
)
def test_a_wider_limit_needs_the_consumers_first(plant: Plant) -> None:
    assert {kind for kind, _, _ in found(plant)} == {"consumers-first"}


def test_inside_a_list_the_same_rules_hold() -> None:
    def plant(schema: Schema) -> None:
        field(schema, "Needs", "certificates")["items"]["enum"].remove("law")

    assert ("refused", "data.needs.certificates[]", "no longer allows law") in found(plant, "doorstep.booking.made.v1")


def test_a_new_optional_field_is_free() -> None:
    assert found(lambda schema: add_field(schema, required=False)) == []


def test_other_words_in_a_description_are_free() -> None:
    assert found(lambda schema: schema.update(description="said better")) == []


def test_a_new_event_type_is_free_and_one_that_is_gone_is_refused() -> None:
    today = {name: schema_of(event) for name, event in BY_TYPE.items()}
    fewer = {name: schema for name, schema in today.items() if name != OVERDUE}
    assert compare_all(fewer, today) == []
    assert [str(finding) for finding in compare_all(today, fewer)] == [f"{OVERDUE}: the event is gone"]


def test_today_s_models_keep_every_promise_that_is_published() -> None:
    assert [str(finding) for finding in changes()] == []
    assert set(published()) == set(BY_TYPE)


def test_a_change_of_a_shared_definition_is_found_in_every_event_that_is_made_of_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / SCHEMAS
    shutil.copytree(ROOT / SCHEMAS, folder)
    values = json.loads((folder / "values.json").read_text("utf-8"))
    values["definitions"]["Window"]["properties"]["floor"] = {"type": "string"}
    (folder / "values.json").write_text(as_json(values), "utf-8")
    gone = {finding.type for finding in changes(folder) if finding.what == "was removed"}
    assert gone == {name for name, event in BY_TYPE.items() if "Window" in schema_of(event)["definitions"]}
    assert len(gone) > 10


def test_a_change_of_the_envelope_is_found_in_every_event(tmp_path: Path) -> None:
    folder = tmp_path / SCHEMAS
    shutil.copytree(ROOT / SCHEMAS, folder)
    envelope = json.loads((folder / "envelope.json").read_text("utf-8"))
    envelope["required"].append("traceparent")
    (folder / "envelope.json").write_text(as_json(envelope), "utf-8")
    assert {(finding.type, finding.path) for finding in changes(folder)} == {(name, "traceparent") for name in BY_TYPE}


def test_schemas_published_each_in_one_piece_are_read_as_the_ones_that_share(tmp_path: Path) -> None:
    # So lay all of them before they shared their definitions; whoever bundles them for a registry has them so again.
    assert main(["--bundled", str(tmp_path)]) == 0
    assert "allOf" not in (tmp_path / f"{OVERDUE}.json").read_text("utf-8")
    assert published(tmp_path) == published()
    assert changes(tmp_path) == []


def test_what_is_taken_out_before_the_first_release_is_listed_with_its_reason_and_never_comes_back() -> None:
    gone = [Finding("refused", line.partition(":")[0], "", "is gone") for line in TAKEN_OUT if line.endswith("is gone")]
    another = Finding("refused", OVERDUE, "", "is gone")
    assert not_excused([*gone, another]) == [another]
    assert {finding.type for finding in gone} & set(BY_TYPE) == set()
    assert all(TAKEN_OUT.values())


def test_a_type_on_the_list_is_removed_by_the_generator_and_any_other_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / SCHEMAS, tmp_path / "schemas")
    made = json.loads((ROOT / SCHEMAS / "doorstep.booking.made.v1.json").read_text("utf-8"))
    for name in ("doorstep.booking.moved.v1", "doorstep.booking.lost.v1"):
        (tmp_path / "schemas" / f"{name}.json").write_text(as_json(made), "utf-8")
    assert [str(finding) for finding in changes(tmp_path / "schemas")] == [
        "doorstep.booking.lost.v1: the event is gone"
    ]
