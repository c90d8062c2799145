"""Data keys: one per person, wrapped by the master key, forgotten on demand.

Forgetting a key makes everything sealed under it unreadable, everywhere, within `CACHE_S` seconds. It is final: a name
that was forgotten never has a key again, also where somebody copies the old one back (docs/adr/0056).
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.contracts.values import Sealed

from .cipher import KEY_BYTES, NONCE_BYTES, Unreadable, seal, unseal

CACHE_S = 60.0
CACHED_MAX = 20_000


class KeyForgotten(Unreadable):
    """Nothing can be sealed under this name any more: its person was forgotten."""


def wrapped(kid: str, key: bytes, master: bytes) -> bytes:
    """The data key `key` as it is stored: sealed under the master key, for the name `kid` alone."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, key, kid.encode())


def unwrapped(kid: str, row: bytes, master: bytes) -> bytes:
    """The data key in what `wrapped` made. Raises `Unreadable`."""
    try:
        return AESGCM(master).decrypt(row[:NONCE_BYTES], row[NONCE_BYTES:], kid.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("a data key does not open: it was wrapped with another master key") from error


class KeyStore(Protocol):
    """Where wrapped keys live. What was forgotten is neither loaded nor added again, whatever the rows hold.

    `add` keeps the key that is already there and returns nothing. `forget` may be told the same twice.
    """

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]: ...
    async def add(self, wrapped: Mapping[str, bytes]) -> None: ...
    async def forget(self, kid: str) -> None: ...


class KeyRing:
    """Opens and seals personal values; keys are cached for `CACHE_S` seconds, at most `CACHED_MAX` of them."""

    def __init__(self, store: KeyStore, master: bytes, now_s: Callable[[], float] = time.monotonic) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key must be {KEY_BYTES} bytes")
        self._store, self._now_s = store, now_s
        self._master = master
        self._cache: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self.forgotten = 0
        """How many keys this process itself was told to delete: whoever holds what it opened looks again."""

    async def open(self, box: Sealed, field: str) -> str:
        """The plain text of a box. Raises `Unreadable` when the key was forgotten or the box is not that field."""
        keys = await self.keys((box.kid,))
        if box.kid not in keys:
            raise Unreadable(f"the key of this {field} is gone")
        return unseal(box, key=keys[box.kid], field=field)

    async def open_all(self, boxes: Mapping[str, Sealed], field: str) -> dict[str, str]:
        """Every box that still opens, by its name; those that do not are left out, for whatever reason."""
        keys = await self.keys({box.kid for box in boxes.values()})
        found = {}
        for name, box in boxes.items():
            # One box that somebody sealed wrongly must not keep the others shut.
            with suppress(Unreadable, KeyError):
                found[name] = unseal(box, key=keys[box.kid], field=field)
        return found

    async def seal(self, plain: str, *, kid: str, of: str, field: str) -> Sealed:
        """Seal under the data key `kid`, which is made when it is new. Raises `KeyForgotten`."""
        await self.make((kid,))
        key = (await self.keys((kid,))).get(kid)
        if key is None:
            raise KeyForgotten(f"no {field} is sealed for a person who was forgotten: name them by a new id and key")
        return seal(plain, key=key, kid=kid, of=of, field=field)

    async def make(self, kids: Iterable[str]) -> None:
        """Make the keys that do not exist yet, in one round trip; none for a name that was forgotten."""
        wanted = set(kids)
        missing = wanted - set(await self.keys(wanted))
        if missing:
            await self._store.add({kid: wrapped(kid, os.urandom(KEY_BYTES), self._master) for kid in sorted(missing)})

    async def keys(self, kids: Iterable[str]) -> dict[str, bytes]:
        """The keys that exist, from the cache or the store."""
        return {kid: key for kid, (_, key) in (await self.lasting(kids)).items()}

    async def lasting(self, kids: Iterable[str], at_least_s: float = 0.0) -> dict[str, tuple[float, bytes]]:
        """The keys that exist, each with the seconds for which it may be used without asking again: more than
        `at_least_s`, which is below `CACHE_S`."""
        now, wanted = self._now_s(), set(kids)
        hits = {kid: hit for kid in wanted if (hit := self._cache.get(kid)) is not None}
        found = {kid: (until - now, key) for kid, (until, key) in hits.items() if until - now > at_least_s}
        missing = sorted(wanted - found.keys())
        if missing:
            for kid, row in (await self._store.load(missing)).items():
                found[kid] = (CACHE_S, unwrapped(kid, row, self._master))
                self._remember(kid, found[kid][1], now)
        return found

    def unknown(self, kids: Iterable[str]) -> list[str]:
        """Those whose key is not in memory now, in order."""
        now = self._now_s()
        return sorted(kid for kid in kids if (hit := self._cache.get(kid)) is None or hit[0] <= now)

    async def load(self, kids: Iterable[str]) -> dict[str, Unreadable]:
        """Have those keys in memory that exist, in one round trip. Gives those that do not open."""
        unknown = self.unknown(kids)
        return self.learn(await self._store.load(unknown)) if unknown else {}

    def learn(self, rows: Mapping[str, bytes]) -> dict[str, Unreadable]:
        """Remember keys that somebody has loaded (as `KeyStore.load` would) in a transaction of their own. Gives those
        that do not open."""
        now, broken = self._now_s(), dict[str, Unreadable]()
        for kid, row in rows.items():
            try:
                self._remember(kid, unwrapped(kid, row, self._master), now)
            except Unreadable as error:
                broken[kid] = error
        return broken

    async def forget(self, kid: str) -> None:
        """Delete a person's key. What was sealed under it can't be read again by anybody."""
        await self._store.forget(kid)
        self._cache.pop(kid, None)
        self.forgotten += 1

    def _remember(self, kid: str, key: bytes, now: float) -> None:
        self._cache.pop(kid, None)
        self._cache[kid] = (now + CACHE_S, key)
        while len(self._cache) > CACHED_MAX:
            self._cache.popitem(last=False)


class MemoryKeys:
    """A key store for tests and the simulation."""

    def __init__(self) -> None:
        self._rows: dict[str, bytes] = {}
        self.forgotten: dict[str, str] = {}
        """Whose key it was, by its name. Empty where nobody said."""

    def put(self, wrapped: Mapping[str, bytes]) -> None:
        self._rows.update(wrapped)

    def erase(self, kid: str, borrower: str = "") -> None:
        """For ever."""
        self._rows.pop(kid, None)
        self.forgotten[kid] = borrower or self.forgotten.get(kid, "")

    def has(self, kid: str) -> bool:
        return kid in self._rows

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        return self.rows(kids)

    def rows(self, kids: Sequence[str]) -> dict[str, bytes]:
        return {kid: self._rows[kid] for kid in kids if kid in self._rows and kid not in self.forgotten}

    async def add(self, wrapped: Mapping[str, bytes]) -> None:
        for kid, row in wrapped.items():
            if kid not in self.forgotten:
                self._rows.setdefault(kid, row)

    async def forget(self, kid: str) -> None:
        self.erase(kid)
