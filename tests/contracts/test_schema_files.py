"""The published files share their parts by reference and say, put together, what the models say."""

import json
from typing import Any, ClassVar, Literal

import pytest

from docs.generate.documents import SCHEMAS
from docs.generate.samples import ROOT
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.envelope import Event
from shared.contracts.loans import Loan
from shared.contracts.schema import schema_of
from shared.contracts.schema_files import bundled, split
from shared.contracts.values import Value

FILES = split(BY_TYPE.values())


@pytest.mark.parametrize("name", BY_TYPE)
def test_the_files_of_an_event_put_together_are_its_schema_word_for_word(name: str) -> None:
    assert json.dumps(bundled(FILES, name)) == json.dumps(schema_of(BY_TYPE[name]))


def test_every_reference_leads_from_its_file_to_a_definition_and_no_file_has_an_id_that_would_lead_it_astray() -> None:
    folder = ROOT / SCHEMAS
    for path in sorted(folder.rglob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        assert "$id" not in document
        for reference in references(document):
            file, _, inner = reference.partition("#")
            node = json.loads((path.parent / file).read_text("utf-8")) if file else document
            for step in inner.split("/")[1:]:
                node = node[step]
            assert node["type"] == "object"


def test_no_definition_is_written_down_twice() -> None:
    written = [form for path in FILES for form in FILES[path].get("definitions", {})]
    written += [path.removeprefix("payloads/").removesuffix(".json") for path in FILES if path.startswith("payloads/")]
    assert len(written) == len(set(written))
    assert [path for path in FILES if path.startswith("doorstep.") and "definitions" in FILES[path]] == []


class Overdue(Value):
    """Another payload by the name of one there is."""


class Impostor(Loan):
    """An event with it."""

    topic: ClassVar[str] = "loans"
    type: Literal["doorstep.loan.impostor.v1"] = "doorstep.loan.impostor.v1"
    data: Overdue


def test_two_payloads_of_one_name_are_refused() -> None:
    both: list[type[Event]] = [*BY_TYPE.values(), Impostor]
    with pytest.raises(ValueError, match="has another Overdue"):
        split(both)


@pytest.mark.parametrize("name", BY_TYPE)
def test_every_event_says_in_a_sentence_what_it_means(name: str) -> None:
    own = BY_TYPE[name].__dict__.get("__doc__") or ""
    assert own.strip().endswith("."), f"{BY_TYPE[name].__name__} needs a docstring: it is its entry in docs/events.md"
    assert len(own.split()) >= 5


def references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for item in node for found in references(item)]
    if not isinstance(node, dict):
        return []
    return [
        *([node["$ref"]] if isinstance(node.get("$ref"), str) else []),
        *(found for value in node.values() for found in references(value)),
    ]
