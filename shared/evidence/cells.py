"""A row as a line of CSV, and back. Pure.

What a spreadsheet would take for a formula, and what a terminal or a reader's eye would stumble over, is written as an
escape (`\\x3d` for `=`), also behind a separator of another country's spreadsheet. Line breaks too, so a row is a line.
Each text has one spelling: a line that reads the same and is written otherwise was changed.
"""

from __future__ import annotations

import re

from .canonical import FlatRow, FlatValue
from .columns import COLUMNS, FLAGS, NUMBERS

LINE_END = "\r\n"
HIDDEN = re.compile(
    "[\x00-\x1f\\\\\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff0-\ufffb\U000e0000-\U0010ffff]"
)
"""Controls, marks of direction, what has no width, halves of letters, private ones, and the backslash of the escapes.
Listed, because what another Python knows of letters would make another file."""
FORMULA = re.compile(r"""(^|[;,|"'\t])(\s*)([=+\-@＝＋－＠])""")
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(\\))")
CELL = re.compile(r'"((?:[^"\r\n]|"")*)"')
WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")
YES, NO = "yes", "no"


class NoCell(ValueError):
    """It is not what we write."""


def head() -> str:
    """The line of names."""
    return _line(COLUMNS)


def to_line(row: FlatRow) -> str:
    return _line([_cell(name, row.get(name)) for name in COLUMNS])


def from_line(line: str) -> dict[str, FlatValue]:
    """Raises `NoCell`."""
    cells, at = [], 0
    while (found := CELL.match(line, at)) is not None:
        cells.append(found[1].replace('""', '"'))
        at = found.end() + 1
        if line[found.end() : at] != ",":
            break
    if len(cells) != len(COLUMNS):
        raise NoCell("so many columns")
    return {name: _value(name, cell) for name, cell in zip(COLUMNS, cells, strict=True) if cell}


def _line(cells: tuple[str, ...] | list[str]) -> str:
    """Every cell in quotes: no separator within one ends it."""
    return ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells) + LINE_END


def _cell(name: str, value: FlatValue | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return escaped(value) if isinstance(value, str) else str(value)


def _value(name: str, cell: str) -> FlatValue:
    if name in NUMBERS:
        if not WHOLE.fullmatch(cell):
            raise NoCell(name)
        return int(cell)
    if name in FLAGS:
        if cell not in (YES, NO):
            raise NoCell(name)
        return cell == YES
    return plain(cell)


def escaped(text: str) -> str:
    """Fit for a spreadsheet and a terminal; `plain` undoes it."""
    text = HIDDEN.sub(lambda found: _spelt(found[0]), text)
    while (found := FORMULA.search(text)) is not None:
        text = text[: found.start(3)] + _spelt(found[3]) + text[found.end(3) :]
    return text


def plain(cell: str) -> str:
    """Raises `NoCell` where there is an escape that we never write."""

    def letter(found: re.Match[str]) -> str:
        if found[4]:
            return "\\"
        code = int(found[1] or found[2] or found[3], 16)
        if code > 0x10FFFF:
            raise NoCell("no letter")
        return chr(code)

    if "\\" in ESCAPE.sub("", cell):
        raise NoCell("an escape")
    return ESCAPE.sub(letter, cell)


def _spelt(letter: str) -> str:
    code = ord(letter)
    if letter == "\\":
        return "\\\\"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
