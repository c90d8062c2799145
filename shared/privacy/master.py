"""The master key and the keys beside it: one per purpose, so no key serves two."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import stat
from dataclasses import dataclass
from pathlib import Path

from .cipher import KEY_BYTES, Unreadable, phone_hash, seal_bytes, subkey, unseal_bytes

READ_BY_OTHERS = stat.S_IRWXO | stat.S_IWGRP
"""A group may read it (a secret of a container's file system); nobody else may, and only its owner may change it."""
PURPOSES = ("quarantine", "phones", "check-codes")
BOUND_TO = "keys by purpose|keys"


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """`wrap`, the master key, wraps all other keys and nothing else.

    `quarantine` seals records nobody should read, `phones` hashes numbers, `check_codes` makes the codes of visits.
    These three outlive a master key: the database keeps them, sealed under it (see `fit`).
    """

    wrap: bytes
    quarantine: bytes
    phones: bytes
    check_codes: bytes

    @classmethod
    def of(cls, master: bytes) -> MasterKeys:
        """With the keys of a database's first master key, which are derived from it."""
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key must be {KEY_BYTES} bytes")
        return cls(master, *(subkey(master, purpose) for purpose in PURPOSES))

    @classmethod
    def read(cls, path: Path) -> MasterKeys:
        """From a file of base64url text. Raises `ValueError` or `OSError`, never showing what it read."""
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ValueError("this is no file")
        if mode & READ_BY_OTHERS:
            raise ValueError(f"others may read or change the file: chmod 600 {path}")
        try:
            return cls.of(base64.urlsafe_b64decode(path.read_text(encoding="ascii").strip()))
        except (binascii.Error, UnicodeError):
            raise ValueError(f"the master key must be {KEY_BYTES} bytes in base64url") from None

    def check_value(self) -> bytes:
        """Tells this master key from any other one, and nothing about it: 32 bytes that anybody may see."""
        return hmac.new(subkey(self.wrap, "check-value"), b"doorstep master key", hashlib.sha256).digest()

    def sealed_purposes(self) -> str:
        """The keys by purpose, sealed under the master key."""
        named = zip(PURPOSES, (self.quarantine, self.phones, self.check_codes), strict=True)
        return seal_bytes(json.dumps({name: key.hex() for name, key in named}).encode(), self.wrap, BOUND_TO)

    def with_purposes(self, box: str) -> MasterKeys:
        """This master key with the keys that `sealed_purposes` sealed. Raises `Unreadable`."""
        try:
            named = json.loads(unseal_bytes(box, self.wrap, BOUND_TO))
            return MasterKeys(self.wrap, *(bytes.fromhex(named[purpose]) for purpose in PURPOSES))
        except (KeyError, TypeError, ValueError):
            raise Unreadable("the keys by purpose are none that this version knows") from None

    def phone_hash(self, phone: str) -> str:
        return phone_hash(phone, self.phones)

    def words_hash(self, words: str) -> str:
        """To know words again that nobody keeps. Not under the key for numbers: it is another purpose."""
        return phone_hash(words, subkey(self.phones, "words"))

    def set_aside(self, raw: bytes, name: object) -> str:
        """Seal the bytes of a record that is kept for a person to look at."""
        return seal_bytes(raw, self.quarantine, f"{name}|quarantine")

    def look_at(self, box: str, name: object) -> bytes:
        """Open what `set_aside` sealed under the same name. Raises `Unreadable`."""
        return unseal_bytes(box, self.quarantine, f"{name}|quarantine")
