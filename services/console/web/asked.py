"""What an address asks for, beside its path: each value is what it may be, or the whole is refused with why.

Nothing else is shown in its place: who reads a page believes that it answers what they asked. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from deploy.local.user_error import UserError
from shared.contracts.asked_window import NotAsked, asked_date

from ..unseen import UNSEEN
from .forms import whole

TEXT_MAX = 64
SAID = "said"
"""Leads to the sentence of what came of a form. We alone put it into an address, so nobody is told that it is known."""
WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class Unclear(Exception):
    """What an address asks for is none of what it may be. The sentence repeats nothing of it."""


def only_known(given: Sequence[str], known: Sequence[str]) -> None:
    """`given` are the names in an address, each as often as it stands there. Raises `Unclear` for one that nobody
    reads, and for one that is there twice: either way something else would be shown than what was asked for.
    """
    if any(name not in known for name in given):
        named = ", ".join(name for name in known if name != SAID)
        takes = f"takes these and no others: {named}" if named else "takes nothing there"
        raise Unclear(f"Behind its ? the address has a name that this page does not know. The page {takes}.")
    for name in known:
        if given.count(name) > 1:
            raise Unclear(f"Behind its ? the address has the name {name} more than once, and this page takes it once.")


def one_of(params: Mapping[str, str], name: str, allowed: Iterable[str], usual: str = "") -> str:
    """Where nothing is given, `usual`. Raises `Unclear`."""
    known, given = list(allowed), params.get(name, "")
    if not given:
        return usual
    if given not in known:
        raise Unclear(f"What is given as {name} is none of: {', '.join(known)}.")
    return given


def day(params: Mapping[str, str], name: str, usual: date) -> date:
    """Raises `Unclear`."""
    given = params.get(name, "")
    try:
        return asked_date(given, name) if given else usual
    except NotAsked as trouble:
        raise Unclear(str(trouble)) from None


def word(params: Mapping[str, str], name: str) -> str:
    """A code, a region, an id; or nothing. Raises `Unclear`."""
    given = params.get(name, "")
    if given and not WORD.fullmatch(given):
        raise Unclear(f"What is given as {name} is no word of at most 64 letters, digits, dots, dashes or underscores.")
    return given


def text(params: Mapping[str, str], name: str, *, most: int = TEXT_MAX) -> str:
    """What somebody looks for. Raises `Unclear`."""
    given = params.get(name, "").strip(" ")
    if len(given) > most:
        raise Unclear(f"What is given as {name} is longer than {most} characters.")
    if UNSEEN.search(given):
        raise Unclear(f"What is given as {name} has a character in it that can't be seen: type it anew.")
    return given


def number(params: Mapping[str, str], name: str, *, least: int, most: int, usual: int) -> int:
    """Raises `Unclear`."""
    try:
        return whole(params, name, least=least, most=most, default=usual)
    except UserError as trouble:
        raise Unclear(trouble.what) from None
