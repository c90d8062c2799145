"""What goes into a pipe is read by programs too: no id is broken there, and where nobody said how wide, nothing is.

As others found who piped tables of the same library: Textualize/rich 501 and 119, sdebruyn/fabric-dw-mcp-cli 427.
"""

from __future__ import annotations

import io

import pytest

from services.console.cli.output import print_fields, print_table, table
from services.console.cli.screen import Screen, Words

CASE = "case-2026-11-30-000000123456789012"
ITEM = f"scheduler/{CASE}-{CASE}"
WHY = "the record names a time that nobody can read, and no case waits for it any more"


def piped(columns: str | None, monkeypatch: pytest.MonkeyPatch) -> Screen:
    if columns is None:
        monkeypatch.delenv("COLUMNS", raising=False)
    else:
        monkeypatch.setenv("COLUMNS", columns)
    return Screen(file=io.StringIO())


def printed(console: Screen) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def parked(console: Screen) -> None:
    made = table("item", "since (UTC)", "waiting", "why", right=("waiting",), fold=("item", "why"))
    made.add_row(ITEM, "2026-11-30 12:00", "12", Words(WHY))
    made.add_row("router/porto", "2026-11-30 12:01", "1", "broke")
    print_table(console, made)


def test_a_row_is_a_line_where_nobody_said_how_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    console = piped(None, monkeypatch)
    parked(console)
    head, first, second = printed(console)
    assert head.split() == ["item", "since", "(UTC)", "waiting", "why"]
    assert first.startswith(f"{ITEM}  2026-11-30 12:00")
    assert first.endswith(WHY)
    assert second.startswith("router/porto  ")


@pytest.mark.parametrize("columns", [None, "30", "80", "120"])
def test_no_id_is_broken_however_narrow(columns: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    console = piped(columns, monkeypatch)
    parked(console)
    print_fields(console, [("case", CASE), ("item", ITEM), ("why", WHY)], indent=4)
    told = printed(console)
    assert sum(ITEM in line for line in told) == 2
    assert sum(CASE in line and ITEM not in line for line in told) == 1


def test_sentences_fold_where_somebody_said_how_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    console = piped("80", monkeypatch)
    made = table("case", "why", fold=("case", "why"))
    made.add_row(CASE, WHY)
    print_table(console, made)
    told = printed(console)
    assert told[1].startswith(f"{CASE}  the record")
    assert len(told) == 3
    assert max(map(len, told)) <= 80


def test_afterwards_the_console_is_as_wide_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    console = piped(None, monkeypatch)
    parked(console)
    assert console.width == 80


def test_a_terminal_has_the_width_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    console = Screen(file=io.StringIO(), force_terminal=True, no_color=True)
    parked(console)
    assert isinstance(console.file, io.StringIO)
    assert ITEM not in console.file.getvalue()
