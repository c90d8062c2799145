"""SQL lives in `.sql` files: `-- name: one line of why`, then the statement, then a blank line."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_QUERY = re.compile(r"^-- (?P<name>[a-z_]+): .+?\n(?P<sql>.+?)(?=\n-- [a-z_]+: |\Z)", re.S | re.M)


@cache
def load(package: str, name: str) -> dict[str, str]:
    """The named statements of `package`'s file `name`. Raises `ValueError` when it holds none."""
    text = (files(package) / name).read_text(encoding="utf-8")
    found = {match["name"]: match["sql"].strip().rstrip(";") for match in _QUERY.finditer(text)}
    if not found:
        raise ValueError(f"{package}/{name} holds no named query")
    return found
