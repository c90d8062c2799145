"""A URL as far as it may be said aloud: where it leads, never who goes there or with which password."""

from __future__ import annotations

import re

SHAPE = re.compile(
    r"(?P<scheme>https?)://([^/@\s]*@)?(?P<where>(\[[0-9A-Fa-f:.]+\]|[^/@:\s?#\[\]]+)(:\d{1,5})?)(?P<path>/[^@?#\s]*)?"
)


def safe_url(url: str) -> str:
    """Without user, password, query and fragment. What isn't shaped like a URL is not said at all."""
    found = SHAPE.fullmatch(url.partition("?")[0].partition("#")[0])
    return f"{found['scheme']}://{found['where']}{found['path'] or ''}" if found else "(not shown: it is no URL)"
