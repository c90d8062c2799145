"""What is generated is committed and tells the code's own story."""

import json
from typing import Any

import pytest

from docs.generate import documents as generated
from docs.generate.__main__ import main
from docs.generate.samples import ROOT
from shared.contracts.catalogue import BY_TYPE, TOPICS
from shared.contracts.schema import schema_of


def test_no_generated_document_is_stale() -> None:
    assert generated.stale() == [], "run python -m docs.generate"


def test_the_generator_refuses_a_breaking_change_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published = {name: schema_of(event) for name, event in BY_TYPE.items()}
    published["doorstep.loan.overdue.v1"]["definitions"]["Overdue"]["properties"]["product"] = {"type": "string"}
    monkeypatch.setattr(generated, "published", lambda folder: published)
    monkeypatch.setattr(generated, "ROOT", ROOT / "nowhere")
    assert main([]) == 1
    assert "refused: doorstep.loan.overdue.v1: data.product was removed" in capsys.readouterr().err
    assert not (ROOT / "nowhere").exists()


def test_the_generator_explains_itself_when_asked_for_what_it_does_not_know() -> None:
    assert main(["--force"]) == 2


def test_the_catalogue_page_shows_every_type_with_a_sample() -> None:
    page = (ROOT / "docs" / "events.md").read_text("utf-8")
    assert all(f"\n### {name}\n" in page for name in BY_TYPE)
    assert page.count("<details>") == len(BY_TYPE)


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = json.loads((ROOT / "docs" / "asyncapi.json").read_text("utf-8"))
    for reference in references(document):
        if reference.startswith("#/"):
            node = document
            for step in reference.removeprefix("#/").split("/"):
                node = node[step]
        else:
            assert (ROOT / "docs" / reference).resolve().is_file(), reference


def test_the_asyncapi_document_has_every_topic_with_everybody_who_sends_or_receives() -> None:
    document = json.loads((ROOT / "docs" / "asyncapi.json").read_text("utf-8"))
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]) == {topic.name for topic in TOPICS}
    expected = {f"{party}-sends-{topic.name}" for topic in TOPICS for party in topic.producers}
    expected |= {f"{party}-receives-{topic.name}" for topic in TOPICS for party in topic.consumers}
    assert set(document["operations"]) == expected


def references(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for item in node for found in references(item)]
    if not isinstance(node, dict):
        return []
    own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
    return own + [found for value in node.values() for found in references(value)]
