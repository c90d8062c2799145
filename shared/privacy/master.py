"""The master key and what is derived from it: one key per purpose, so no key serves two."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

from .cipher import KEY_BYTES, phone_hash, seal_bytes, subkey, unseal_bytes


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """`wrap` wraps data keys, `quarantine` seals records nobody should read, `phones` hashes numbers."""

    wrap: bytes
    quarantine: bytes
    phones: bytes

    @classmethod
    def of(cls, master: bytes) -> MasterKeys:
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key must be {KEY_BYTES} bytes")
        return cls(master, subkey(master, "quarantine"), subkey(master, "phones"))

    @classmethod
    def read(cls, path: Path) -> MasterKeys:
        """From a file of base64url text. Raises `ValueError` or `OSError`, never showing what it read."""
        try:
            return cls.of(base64.urlsafe_b64decode(path.read_text(encoding="ascii").strip()))
        except (binascii.Error, UnicodeError):
            raise ValueError(f"the master key must be {KEY_BYTES} bytes in base64url") from None

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
