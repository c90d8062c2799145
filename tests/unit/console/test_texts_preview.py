"""`./doorstep texts preview`: every text of a language, or the segments of all, readable at 80 columns."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from deploy.local.user_error import UserError
from services.console.cli.texts import app
from services.console.cli.texts_preview import sample
from services.notifier.core.wording import LANGUAGES, render
from services.notifier.core.wording.language import KINDS_IN_ORDER as KINDS
from shared.contracts.texts import ClosedTime, TextKind


def shown(*arguments: str, columns: int = 80) -> str:
    found = CliRunner().invoke(app, ["preview", *arguments], env={"COLUMNS": str(columns)}, catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def spacing_marks(line: str) -> int:
    """Signs of Hindi that some terminals give a cell of their own."""
    return sum(unicodedata.category(letter) == "Mc" for letter in line)


def body(tag: str, kind: TextKind, closed: ClosedTime | None = None, follow: bool = False) -> str:
    return render(kind, LANGUAGES[tag], sample(LANGUAGES[tag], closed, follow))


LABELS = [*KINDS, "offer hour-closed", "offer day-closed", "agreed names-due"]
BODIES: list[tuple[TextKind, ClosedTime | None, bool]] = [
    *((kind, None, False) for kind in KINDS),
    ("offer", "hour", False),
    ("offer", "day", False),
    ("agreed", None, True),
]


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_text_of_a_language_is_shown_with_segments_and_encoding(tag: str, columns: int) -> None:
    page = shown("--lang", tag, columns=columns)
    lines = page.split("\n")
    assert all(cell_len(line) + spacing_marks(line) <= min(columns, 80) for line in lines), page
    assert all(line == line.rstrip() for line in lines)
    for label in LABELS:
        (line,) = [line for line in lines if line.split("  ")[0] == label]
        assert "segment" in line
        assert ("GSM-7" in line) or ("UCS-2" in line)
    assert "482913" in page


def test_a_tag_is_matched_to_the_nearest() -> None:
    assert shown("--lang", "zh-TW") == shown("--lang", "zh-Hant")
    assert "王芳" in shown("--lang", "zh")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_word_of_a_text_is_cut_where_a_line_ends(tag: str, columns: int) -> None:
    """Letters of Chinese are words of their own."""
    page = shown("--lang", tag, columns=columns)
    bodies = " ".join(body(tag, *each) for each in BODIES)
    words = set(re.findall(r"[^\s\u2e80-\u303e\u3041-\u9fff\uff00-\uff60]+", bodies))
    lines = page.split("\n")
    assert not {word for word in words if not any(word in line for line in lines)}
    assert page.count("STOP") == bodies.count("STOP")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_text_is_shown_whole(tag: str) -> None:
    page = "".join(shown("--lang", tag, columns=60).split())
    for each in BODIES:
        assert "".join(body(tag, *each).split()) in page


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_table_has_every_text_and_language(columns: int) -> None:
    page = shown("--all", columns=columns)
    assert all(cell_len(line) <= columns for line in page.split("\n"))
    assert page.split("\n")[0].split() == ["text", *LANGUAGES]
    lines = page.split("\n")[1 : len(LABELS) + 1]
    assert sorted(" ".join(line.split()[: -len(LANGUAGES)]) for line in lines) == sorted(LABELS)
    assert "The lint finds nothing." in page


def test_programs_get_what_people_see() -> None:
    found: list[dict[str, Any]] = json.loads(shown("--all", "--json"))
    said = {(text["language"], text["kind"], text["closed"], text["names_follow"]) for text in found}
    assert said == {(tag, *each) for tag in LANGUAGES for each in BODIES}
    assert not any(text["faults"] for text in found)
    assert all(1 <= text["segments"] <= 4 for text in found)


@pytest.mark.parametrize("arguments", [["--lang", "sw"], []])
def test_what_can_not_be_shown_says_what_can(arguments: list[str]) -> None:
    with pytest.raises(UserError) as told:
        shown(*arguments)
    assert "zh-Hant" in str(told.value)
