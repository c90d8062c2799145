"""Whom a record names, though it is no event: its key, and whatever it calls its subject.

Only what could be a subject at all is a name; both may be wrong, so all of them count.
"""

from __future__ import annotations

import re

from .catalogue import RECORD_BYTES_MAX

NAMES_MAX = 4
_NAME = rb"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}"
_KEY = re.compile(_NAME)
_SUBJECT = re.compile(rb'"subject"\s*:\s*"(' + _NAME + rb')"')


def is_subject(name: str) -> bool:
    """Could it be one? It may still be a number or a name of somebody's."""
    return _KEY.fullmatch(name.encode("utf-8", "replace")) is not None


def subjects(key: bytes | None, value: bytes | None) -> tuple[str, ...]:
    """The names in a record, each once, the key first; at most `NAMES_MAX`. Never raises.

    The value need not be JSON: half of it, or another encoding around the field, is enough.
    """
    found = [key] if key is not None and _KEY.fullmatch(key) else []
    for match in _SUBJECT.finditer((value or b"")[:RECORD_BYTES_MAX]):
        found.append(match.group(1))
        if len(found) == NAMES_MAX:
            break
    return tuple(dict.fromkeys(name.decode() for name in found))
