"""The answer to "why not?": golden samples that every version reads and writes the same again, and nothing personal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.generate.answers import why_not
from docs.generate.samples import GOLDEN
from shared.contracts.why_not import WhyNot

from .json_schema import violations

SAMPLES = sorted((GOLDEN / "why-not").glob("*.json"))
EACH = pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)


@EACH
def test_a_golden_answer_is_read_and_written_back_byte_for_byte(path: Path) -> None:
    text = path.read_text("utf-8")
    read = WhyNot.model_validate_json(text)
    written = json.loads(read.model_dump_json(exclude_none=True))
    assert json.dumps(written, indent=2, ensure_ascii=False) + "\n" == text


@EACH
def test_a_golden_answer_fits_the_published_schema(path: Path) -> None:
    assert violations(why_not(), json.loads(path.read_text("utf-8"))) == []


@EACH
def test_what_a_newer_service_says_besides_is_ignored(path: Path) -> None:
    said = json.loads(path.read_text("utf-8"))
    said["tomorrow"] = {"a": 1}
    said["answers"][0]["tomorrow"] = "b"
    assert WhyNot.model_validate_json(json.dumps(said), extra="ignore") == WhyNot.model_validate_json(path.read_text())


def test_there_is_a_sample_of_each_question() -> None:
    asked = {json.loads(path.read_text("utf-8"))["of"] for path in SAMPLES}
    assert asked == {"text", "visit", "slot", "crew"}


def test_no_field_of_an_answer_can_hold_a_sealed_value() -> None:
    assert "Sealed" not in why_not()["definitions"]
