"""What the machines store may grow; whatever else could happen to it is planted here and seen refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from docs.generate import documents as generated
from docs.generate.__main__ import main
from docs.generate.samples import ROOT
from docs.generate.stored import document, machines
from docs.generate.stored_gate import compare_stored, not_free
from tests.golden.histories.files import FOLDER

Schema = dict[str, Any]
Plant = Callable[[Schema], Any]
SERVICES = tuple(machines())

TEXT: Schema = {"type": "string", "maxLength": 40}
MOMENT: Schema = {"type": "string", "format": "date-time"}
BEFORE: Schema = {
    "service": "toy",
    "format": 1,
    "former": {},
    "upcast": [],
    "states": {"oneOf": [{"$ref": "#/$defs/Open"}, {"$ref": "#/$defs/Closed"}]},
    "changes": {"oneOf": [{"$ref": "#/$defs/Opened"}, {"$ref": "#/$defs/Shut"}]},
    "inputs": {"$ref": "#/$defs/Poke"},
    "$defs": {
        "Open": {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "const": "open"},
                "text": TEXT,
                "tries": {"type": "integer", "default": 0},
                "until": {"anyOf": [MOMENT, {"type": "null"}], "default": None},
                "places": {"type": "array", "items": {"$ref": "#/$defs/Place"}, "default": []},
            },
            "required": ["text"],
        },
        "Closed": {"type": "object", "properties": {"kind": {"type": "string", "const": "closed"}}},
        "Place": {
            "type": "object",
            "properties": {"cell": {"enum": ["a", "b"]}, "kind": {"enum": ["near", "far"]}},
            "required": ["cell"],
        },
        "Opened": {
            "type": "object",
            "properties": {"kind": {"type": "string", "const": "opened"}, "text": {"type": "string"}},
            "required": ["text"],
        },
        "Shut": {"type": "object", "properties": {"kind": {"type": "string", "const": "shut"}}},
        "Poke": {"type": "object", "properties": {"kind": {"type": "string", "const": "poke"}}},
    },
}


def planted(plant: Plant, before: Schema = BEFORE) -> Schema:
    after = copy.deepcopy(before)
    plant(after)
    return after


def found(plant: Plant) -> list[tuple[str, str]]:
    """What the gate says of one change: kind and path."""
    return [(finding.kind, finding.path) for finding in compare_stored(BEFORE, planted(plant))]


def field(name: str, **change: Any) -> Plant:
    return lambda stored: stored["$defs"]["Open"]["properties"].setdefault(name, {}).update(change)


def without(owner: str, name: str) -> Plant:
    return lambda stored: stored["$defs"][owner]["properties"].pop(name)


def required(owner: str, name: str) -> Plant:
    def plant(stored: Schema) -> None:
        stored["$defs"][owner]["properties"].setdefault(name, {"type": "string"})
        stored["$defs"][owner].setdefault("required", []).append(name)

    return plant


def renamed(owner: str, kind: str) -> Plant:
    return lambda stored: stored["$defs"][owner]["properties"]["kind"].update(const=kind)


def gone(part: str, number: int) -> Plant:
    return lambda stored: stored[part]["oneOf"].pop(number)


def new_kind(part: str) -> Plant:
    def plant(stored: Schema) -> None:
        stored["$defs"]["Reopened"] = {"type": "object", "properties": {"kind": {"const": "reopened"}}}
        stored[part]["oneOf"].append({"$ref": "#/$defs/Reopened"})

    return plant


REFUSED: dict[str, tuple[Plant, str]] = {
    "a required field removed": (without("Open", "text"), "states:open.text"),
    "an optional field removed": (without("Open", "tries"), "states:open.tries"),
    "a field of a change removed": (without("Opened", "text"), "changes:opened.text"),
    "a new required field": (required("Open", "zone"), "states:open.zone"),
    "a new required field of a change": (required("Opened", "zone"), "changes:opened.zone"),
    "a new required field inside a list": (required("Place", "zone"), "states:open.places[].zone"),
    "a new required field of an input": (required("Poke", "by"), "inputs.by"),
    "an optional field made required": (required("Open", "tries"), "states:open.tries"),
    "a state's kind renamed": (renamed("Open", "opened"), "states:open"),
    "a change's kind renamed": (renamed("Shut", "closed"), "changes:shut"),
    "a state's kind gone": (gone("states", 1), "states:closed"),
    "a change's kind gone": (gone("changes", 1), "changes:shut"),
    "another type": (field("text", type="integer"), "states:open.text"),
    "a shorter text": (field("text", maxLength=30), "states:open.text"),
    "a limit where there was none": (field("tries", maximum=8), "states:open.tries"),
    "a pattern where there was none": (field("text", pattern="^a"), "states:open.text"),
    "another default": (field("tries", default=1), "states:open.tries"),
    "nothing no longer allowed": (field("until", anyOf=[MOMENT]), "states:open.until"),
    "a word no longer allowed": (
        lambda stored: stored["$defs"]["Place"]["properties"]["cell"]["enum"].remove("b"),
        "states:open.places[].cell",
    ),
    "a word no longer allowed in a kind that tells no alternatives apart": (
        lambda stored: stored["$defs"]["Place"]["properties"]["kind"]["enum"].remove("far"),
        "states:open.places[].kind",
    ),
    "only some words allowed": (field("text", enum=["a"]), "states:open.text"),
    "a rule that nobody knows": (field("text", contentEncoding="base64"), "states:open.text"),
    "no direct inputs any more": (lambda stored: stored.pop("inputs"), "inputs"),
}  # fmt: skip

GROWN: dict[str, tuple[Plant, str]] = {
    "a new optional field": (field("zone", type="string"), "states:open.zone"),
    "a new state": (new_kind("states"), "states:reopened"),
    "a new word": (
        lambda stored: stored["$defs"]["Place"]["properties"]["cell"]["enum"].append("c"),
        "states:open.places[].cell",
    ),
    "a new word in a kind that tells no alternatives apart": (
        lambda stored: stored["$defs"]["Place"]["properties"]["kind"]["enum"].append("next door"),
        "states:open.places[].kind",
    ),
    "a wider limit": (field("text", maxLength=50), "states:open.text"),
    "nothing allowed": (
        lambda stored: stored["$defs"]["Open"]["properties"].update(text={"anyOf": [TEXT, {"type": "null"}]}),
        "states:open.text",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED)
def test_what_would_lose_something_stored_is_refused_under_any_format(change: str) -> None:
    plant, path = REFUSED[change]
    assert ("refused", path) in found(plant)
    raised = planted(lambda stored: (plant(stored), stored.update(format=2)))
    assert path in [finding.path for finding in not_free(BEFORE, raised)]


@pytest.mark.parametrize("change", GROWN)
def test_what_an_older_replica_would_drop_is_free_under_a_higher_format_only(change: str) -> None:
    plant, path = GROWN[change]
    assert found(plant) == [("grown", path)]
    assert [finding.path for finding in not_free(BEFORE, planted(plant))] == [path]
    assert not_free(BEFORE, planted(lambda stored: (plant(stored), stored.update(format=2)))) == []


def test_history_grows_freely() -> None:
    for plant in (
        new_kind("changes"),
        lambda stored: stored["$defs"]["Shut"]["properties"].update(by={"type": "string"}),
    ):
        assert not_free(BEFORE, planted(plant)) == []


def test_a_change_may_get_another_name_that_history_is_told_of() -> None:
    def plant(stored: Schema) -> None:
        renamed("Shut", "loan-closed")(stored)
        stored["former"] = {"shut": "loan-closed"}

    assert not_free(BEFORE, planted(plant)) == []
    narrowed = planted(required("Shut", "by"), planted(plant))
    assert [finding.path for finding in not_free(BEFORE, narrowed)] == ["changes:shut.by"]


def test_another_shape_of_a_change_needs_an_upcaster() -> None:
    def plant(stored: Schema) -> None:
        required("Shut", "by")(stored)
        stored["upcast"] = ["shut"]

    assert not_free(BEFORE, planted(plant)) == []


def test_a_former_name_and_an_upcaster_stay_for_ever() -> None:
    before = planted(lambda stored: stored.update(former={"closed": "shut"}, upcast=["opened"]))
    assert [finding.path for finding in not_free(before, BEFORE)] == ["former", "upcast"]


def test_a_state_keeps_its_name_even_where_a_change_had_it() -> None:
    def plant(stored: Schema) -> None:
        renamed("Open", "working")(stored)
        stored["former"] = {"open": "working"}

    assert ("refused", "states:open") in found(plant)


def test_a_format_never_goes_down() -> None:
    before = planted(lambda stored: stored.update(format=2))
    assert [finding.path for finding in not_free(before, BEFORE)] == ["format"]


def test_the_machines_store_what_is_committed() -> None:
    assert [str(finding) for finding in generated.stored_changes()] == []


def test_the_generator_refuses_what_would_lose_something_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    committed = json.loads((ROOT / generated.STORED / "router.json").read_text("utf-8"))
    committed["$defs"]["Collector"]["properties"]["badge"] = {"type": "string"}
    (tmp_path / generated.STORED).mkdir(parents=True)
    (tmp_path / generated.STORED / "router.json").write_text(json.dumps(committed), "utf-8")
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    assert main([]) == 1
    assert "refused: router: states.collectors[].badge was removed" in capsys.readouterr().err


@pytest.mark.parametrize("service", SERVICES)
def test_a_machine_reads_its_states_with_fields_it_does_not_know(service: str) -> None:
    machine = machines()[service]
    schema = document(machine)
    ends = [json.loads(path.read_text("utf-8"))["ends"] for path in sorted(FOLDER.glob(f"{service}-*.json"))]
    assert ends
    for end in ends:
        strange = _with_strange_fields(end, schema["states"], schema["$defs"])
        assert strange != end
        read = machine.state_of(json.dumps(strange).encode())
        assert read == machine.state_of(json.dumps(end).encode())


def _with_strange_fields(value: Any, node: Schema, definitions: Schema) -> Any:
    """The same JSON with a field more in each object that has fields."""
    if "$ref" in node:
        return _with_strange_fields(value, definitions[node["$ref"].rpartition("/")[2]], definitions)
    for branch in [*node.get("oneOf", ()), *node.get("anyOf", ())]:
        inner = definitions[branch["$ref"].rpartition("/")[2]] if "$ref" in branch else branch
        kind = inner.get("properties", {}).get("kind", {}).get("const")
        if (kind is not None and isinstance(value, dict) and value.get("kind") == kind) or (
            kind is None and isinstance(value, {"object": dict, "array": list}.get(inner.get("type"), ()))
        ):
            return _with_strange_fields(value, inner, definitions)
    if isinstance(value, list):
        items = node.get("prefixItems") or [node.get("items", {})] * len(value)
        return [_with_strange_fields(each, item, definitions) for each, item in zip(value, items, strict=True)]
    if isinstance(value, dict) and "properties" in node:
        known = {
            name: _with_strange_fields(each, node["properties"][name], definitions) for name, each in value.items()
        }
        return {**known, "strange": {"kind": "strange"}}
    if isinstance(value, dict):
        (inner,) = node.get("patternProperties", {"": node.get("additionalProperties")}).values()
        return {name: _with_strange_fields(each, inner or {}, definitions) for name, each in value.items()}
    return value
