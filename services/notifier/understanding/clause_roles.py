"""The roles of some of a reply's words together, as `ReplyWords.roles` are those of all."""

from __future__ import annotations

from collections.abc import Iterable

from .words import Word


def roles_of(words: Iterable[Word]) -> int:
    """All roles that any of them has."""
    roles = 0
    for word in words:
        roles |= word.roles
    return roles
