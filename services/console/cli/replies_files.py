"""Files of labelled replies or time expressions: one JSON object a line.

What is wrong with a line is told with its number and the names of its fields, never with their values: they may be a
borrower's words.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from deploy.local.user_error import WrongUsage

from .replies_fields import WrongField

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
STANDARD_INPUT = Path("-")
BYTE_ORDER_MARK = "\ufeff"


class WrongFile(WrongUsage):
    """A file that was named holds something else than it should."""


def labelled_rows(file: Path, row_of: Callable[[dict[str, Any]], dict[str, Any]], has: str) -> Iterator[dict[str, Any]]:
    """What `row_of` makes of each line that is not blank. Raises `WrongFile` for one that is no case; `has` says what a
    case has.
    """
    todo = f"Each line is one JSON object with {has}."
    line_of: dict[str, int] = {}
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            row = row_of(_object(line))
            if (first := line_of.setdefault(str(row["id"]), number)) != number:
                raise WrongField(f"it has the id of line {first}")
        except WrongField as wrong:
            raise WrongFile(f"Line {number} of {file} is no case: {wrong}.", todo) from None
        yield row
    if not line_of:
        raise WrongFile(f"{file} holds no case.", todo)


def _lines(file: Path) -> list[str]:
    """Of the whole file. Only a line feed ends one: JSON strings may hold whatever else ends lines elsewhere."""
    try:
        content = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
    except OSError as error:
        raise WrongFile(f"{file} can't be read: {error.strerror}.", "") from None
    if content.startswith(UTF_16):
        raise WrongFile(f"{file} is UTF-16.", "Save it as UTF-8.")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise WrongFile(f"Line {number} of {file} is not UTF-8.", "Save it as UTF-8.") from None
    # Files that were joined have a mark inside too.
    return [line.removeprefix(BYTE_ORDER_MARK).removesuffix("\r") for line in text.split("\n")]


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line, object_pairs_hook=_each_name_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise WrongField(f"it is not JSON from character {error.colno} on") from None
    except RecursionError:
        raise WrongField("it is nested too deeply") from None
    except WrongField:
        raise
    except ValueError:  # a whole number of thousands of digits
        raise WrongField("it holds a number that is too long") from None
    if not isinstance(found, dict):
        raise WrongField("it is JSON, but no object")
    return found


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WrongField("a name stands in it twice")
    return found


def _no_number(name: str) -> None:
    raise WrongField(f"{name} is no JSON")
