"""The command line as a person runs it: what is printed, what is said to be wrong, and the code that it ends with."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from services.console.cli.main import main


@dataclass(frozen=True)
class Ran:
    code: int
    printed: str
    trouble: str


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str, columns: int = 80) -> Ran:
    """`./doorstep ARGUMENTS` on a screen so wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys, "argv", ["doorstep", *arguments])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    told = capsys.readouterr()
    return Ran(code, told.out, told.err)
