"""Seal and open personal values: AES-256-GCM (NIST SP 800-38D) under the owner's data key.

The 96-bit nonce is random; the associated data binds the box to the event and the field it was sealed for, so a
box that was moved to another field or event does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.contracts.values import Sealed

NONCE_BYTES = 12
KEY_BYTES = 32


_draw: Callable[[int], bytes] = os.urandom


@contextmanager
def drawing_from(source: Callable[[int], bytes]) -> Iterator[None]:
    """Nonces come from `source` meanwhile: for a simulation that must be the same twice, and for nothing else."""
    global _draw
    before, _draw = _draw, source
    try:
        yield
    finally:
        _draw = before


class Unreadable(Exception):
    """The box does not open: its key is gone, or it was moved or changed. Says which field, never its value."""


def seal(plain: str, *, key: bytes, kid: str, of: str, field: str) -> Sealed:
    """`plain` sealed under data key `key` named `kid`, for field `field` of event `of`."""
    return Sealed(kid=kid, of=of, field=field, box=seal_bytes(plain.encode(), key, f"{of}|{field}"))


def unseal(box: Sealed, *, key: bytes, field: str) -> str:
    """The plain text. Raises `Unreadable` when key, event or field are not those it was sealed with."""
    if box.field != field:
        raise Unreadable(f"a box sealed for {box.field} is no {field}")
    try:
        return unseal_bytes(box.box, key, f"{box.of}|{field}").decode()
    except UnicodeDecodeError:
        raise Unreadable(f"{field} is no text") from None


def seal_bytes(plain: bytes, key: bytes, bound_to: str) -> str:
    nonce = _draw(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())).decode()


def unseal_bytes(box: str, key: bytes, bound_to: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(box)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(f"does not open as {bound_to.rpartition('|')[2]}") from error


def phone_hash(phone: str, key: bytes) -> str:
    """Keyed hash (HMAC-SHA-256, hex) of a number in E.164, to look a phone up without storing it."""
    return hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()


def subkey(master: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, derived from the master key (HMAC as a PRF, RFC 5869's expand step)."""
    return hmac.new(master, b"doorstep/" + purpose.encode() + b"\x01", hashlib.sha256).digest()
