"""Files of labelled replies or time expressions: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from deploy.local.user_error import UserError


def labelled_rows(file: Path, row_of: Callable[[dict[str, Any]], dict[str, Any]], has: str) -> Iterator[dict[str, Any]]:
    """What `row_of` makes of each line that is not blank. Raises `UserError` for one that is no case; `has` says what a
    case has.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file} can't be read: {error}", "") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield row_of(json.loads(line))
        except (ValueError, KeyError, TypeError, ZoneInfoNotFoundError):
            raise UserError(f"Line {number} of {file} is no case.", f"A case has {has}.") from None
