"""What stands in an answer of the carrier's, as far as it can be stored.

JSON may hold halves of letters (a message that was cut in an emoji), numbers of any size and names of any length; one
of many must not keep the others from being read.
"""

from __future__ import annotations

import re

SID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
"""Twilio's are SM and 32 hexadecimal digits."""
CODE_MAX = 999_999
HALVES = re.compile("[\ud800-\udfff]")


def is_sid(sid: object) -> bool:
    return isinstance(sid, str) and SID.fullmatch(sid) is not None


def code_of(code: object) -> int | None:
    return code if isinstance(code, int) and 0 < code <= CODE_MAX else None


def letters(text: str) -> str:
    """With U+FFFD for each half of a letter."""
    return HALVES.sub("\ufffd", text)
