"""Passwords: argon2id, as long for a name that nobody has as for one that somebody has, and few at a time."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

T = TypeVar("T")
USUAL = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
LENGTH_MIN, LENGTH_MAX = 12, 256
AT_ONCE = 2
WAITING_MAX = 20
"""Each takes 64 MiB while it is looked at, so a flood of them waits, and most of it is sent away."""


class TooBusy(Exception):
    """More people sign in than there is room for."""


class Passwords:
    def __init__(self, hasher: PasswordHasher = USUAL) -> None:
        self._hasher = hasher
        self._nobody = _of_nobody(hasher)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def is_right(self, hash: str | None, password: str) -> bool:
        """`hash` None: nobody's, which takes as long and is never right. Raises `TooBusy`."""
        looked_at = self._nobody if hash is None else hash
        return await self._apart(lambda: self._verify(looked_at, password)) and hash is not None

    async def hash(self, password: str) -> str:
        """Raises `TooBusy`."""
        return await self._apart(lambda: self._hasher.hash(_normal(password)))

    def is_outdated(self, hash: str) -> bool:
        """Made with other parameters than today's."""
        return self._hasher.check_needs_rehash(hash)

    def _verify(self, hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _apart(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING_MAX:
            raise TooBusy
        self._waiting += 1
        try:
            async with self._room:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


@cache
def _of_nobody(hasher: PasswordHasher) -> str:
    """Of a password that nobody has: what a wrong name is compared with. Made once, as it takes as long as any."""
    return hasher.hash(secrets.token_urlsafe(16))


def _normal(password: str) -> str:
    """The same letters, however a keyboard composes them. Too long is cut: it is never right, and costs no more."""
    return unicodedata.normalize("NFKC", password[: LENGTH_MAX + 1])


def trouble_with(password: str, name: str) -> str | None:
    """What is wrong with a new password, as a sentence; None when nothing is."""
    if len(password) < LENGTH_MIN:
        return f"Use at least {LENGTH_MIN} characters; a sentence is easy to remember."
    if len(password) > LENGTH_MAX:
        return f"Use at most {LENGTH_MAX} characters."
    if len(set(password.casefold())) < 5:
        return "Use more than a few different characters."
    plain = password.casefold()
    if len(name) > 3 and name.casefold() in plain and len(plain.replace(name.casefold(), "")) < LENGTH_MIN // 2:
        return "Use something else than your name."
    return None
