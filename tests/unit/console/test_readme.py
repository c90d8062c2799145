"""What the README shows of commands that need nothing running is what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from .command_line import run

README = Path(__file__).parents[3] / "README.md"
SHOWN = re.compile(
    r"^\$ \./doorstep (?P<command>(?:replies explain|texts preview) .*)\n(?P<page>(?:(?!\$ |```).*\n)+)", re.M
)
EXAMPLES = [
    (found["command"], found["page"].strip().split("\n")) for found in SHOWN.finditer(README.read_text("utf-8"))
]
TOLD = re.compile(
    r"^(?:(?:Text back|Person|Booked|From then on|Passed on as) .*|  [a-z_]+ +\d\.\d\d|  +that is .*)", re.M
)


def test_there_are_examples() -> None:
    assert [command.split()[:2] for command, _ in EXAMPLES] == [
        ["replies", "explain"],
        ["replies", "explain"],
        ["texts", "preview"],
    ]


@pytest.mark.parametrize(("command", "page"), EXAMPLES)
def test_an_example_prints_what_the_readme_shows(
    command: str, page: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an explanation what would follow, and the meanings: rules have their own words, which may change."""
    ran = run(monkeypatch, capsys, *shlex.split(command))
    assert ran.code == 0
    printed = [line.rstrip() for line in ran.printed.split("\n")]
    if command.startswith("replies"):
        page = TOLD.findall("\n".join(page))
        printed = TOLD.findall(ran.printed)
    assert page
    assert [line for line in page if line and line != "..." and line not in printed] == []


def test_an_example_of_a_file_is_one_that_can_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (command,) = re.findall(r"`\./doorstep (replies evaluate .*?)`", README.read_text("utf-8"))
    monkeypatch.chdir(README.parent)
    assert run(monkeypatch, capsys, *shlex.split(command)).code == 0
