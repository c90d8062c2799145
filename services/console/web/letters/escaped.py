"""Text of a mending form in which what can't be seen is written as JSON writes it, and so goes back as it was. Pure.

Elsewhere on a page such a character stands as a sign for itself, which in a form would become the value.
"""

from __future__ import annotations

import json

from ...unseen import UNSEEN

SPACES = "\n\r\t"


def escaped(document: str) -> str:
    """Of JSON: it reads as the same values. Its lines stay."""
    return UNSEEN.sub(lambda match: match[0] if match[0] in SPACES else json.dumps(match[0])[1:-1], document)


def escaped_settings(settings: str) -> str:
    """Of lines `field=value`, where a value is JSON or a plain text, which becomes JSON where it has to be escaped."""
    return "\n".join(_setting(line) for line in settings.replace("\r\n", "\n").split("\n"))


def _setting(line: str) -> str:
    if not UNSEEN.search(line):
        return line
    field, sign, value = line.partition("=")
    try:
        json.loads(value)
    except ValueError:
        value = json.dumps(value, ensure_ascii=False)
    return f"{field}{sign}{escaped(value)}"
