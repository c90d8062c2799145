"""How batches are unpacked: every codec that Kafka knows, and none for ever or into all of the memory.

aiokafka reads all but gzip only where `cramjam` is installed, and unpacks whatever a batch says it is: a few kilobytes
of zstd may become gigabytes, and a snappy block of a negative length is read again and again. Importing this module
puts bounded decoders in their place. Raised are `TooLarge` and whatever the codec's library raises.
"""

from __future__ import annotations

import importlib
import struct
import zlib
from collections.abc import Callable
from typing import Any

from aiokafka import codec as aiokafka_codec
from aiokafka.record import default_records, legacy_records

try:
    import cramjam
except ImportError:  # said at the start, by `missing`
    cramjam = None  # type: ignore[assignment]

UNPACKED_BYTES_MAX = 64 << 20
"""Of one batch. Three times what a broker of ours takes packed; producers fill batches of 16 KB to 1 MB."""
FIRST_GUESS_BYTES = 256 << 10
XERIAL = b"\x82SNAPPY\x00"
XERIAL_HEADER_BYTES = 16
NAMES = {1: "gzip", 2: "snappy", 3: "lz4", 4: "zstd"}
"""By the number that a batch has for it; 0 is none."""
_PATTERN = b"a batch says how it was packed " * 20


class TooLarge(Exception):
    """A batch unpacks to more than `UNPACKED_BYTES_MAX`."""


def gzip_decode(payload: Any) -> bytes:
    found, left = bytearray(), bytes(payload)
    while left:  # members that follow one another are one stream (RFC 1952)
        member = zlib.decompressobj(31)
        found += member.decompress(left, UNPACKED_BYTES_MAX + 1 - len(found))
        if len(found) > UNPACKED_BYTES_MAX:
            raise TooLarge
        if not member.eof:
            raise EOFError("the stream ends before its end")
        left = member.unused_data
    return bytes(found)


def snappy_decode(payload: Any) -> bytes:
    """Raw, or in the blocks of xerial's library, which Java's producers write."""
    packed = bytes(payload)
    if not packed.startswith(XERIAL):
        return _snappy(packed, 0)
    found, at = bytearray(), XERIAL_HEADER_BYTES
    while at < len(packed):
        (length,) = struct.unpack_from(">i", packed, at)
        at += 4
        if not 0 < length <= len(packed) - at:
            raise ValueError("a block of no length or beyond the end")
        found += _snappy(packed[at : at + length], len(found))
        at += length
    return bytes(found)


def _snappy(packed: bytes, before: int) -> bytes:
    if before + cramjam.snappy.decompress_raw_len(packed) > UNPACKED_BYTES_MAX:
        raise TooLarge
    return bytes(cramjam.snappy.decompress_raw(packed))


def lz4_decode(payload: Any) -> bytes:
    return _into(cramjam.lz4.decompress_into, payload)


def zstd_decode(payload: Any) -> bytes:
    return _into(cramjam.zstd.decompress_into, payload)


def _into(decompress_into: Callable[[bytes, bytearray], int], payload: Any) -> bytes:
    """Neither says beforehand how much it will be, so the room grows until it is enough, or more than allowed."""
    packed = bytes(payload)
    room = max(FIRST_GUESS_BYTES, 4 * len(packed))
    while True:
        room = min(room, UNPACKED_BYTES_MAX)
        found = bytearray(room)
        try:
            return bytes(memoryview(found)[: decompress_into(packed, found)])
        except cramjam.DecompressionError as error:
            # The library has one error for what is broken and for what does not fit.
            if "whole buffer" not in str(error):
                raise
            if room == UNPACKED_BYTES_MAX:
                raise TooLarge from None
            room *= 8


DECODERS: dict[str, Callable[[Any], bytes]] = {
    "gzip": gzip_decode, "snappy": snappy_decode, "lz4": lz4_decode, "zstd": zstd_decode,
}  # fmt: skip
_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": aiokafka_codec.gzip_encode,
    "snappy": aiokafka_codec.snappy_encode,
    "lz4": aiokafka_codec.lz4_encode,
    "zstd": aiokafka_codec.zstd_encode,
}


def missing() -> list[str]:
    """The codecs that can't be read here, tried each; a service that lacks one must not start."""
    return [name for name in NAMES.values() if not _works(name)]


def _works(name: str) -> bool:
    try:
        return DECODERS[name](_ENCODERS[name](_PATTERN)) == _PATTERN
    except Exception:
        return False


def _install() -> None:
    modules: list[Any] = [default_records, legacy_records]
    for compiled in ("default_records", "legacy_records"):
        try:
            modules.append(importlib.import_module(f"aiokafka.record._crecords.{compiled}"))
        except ImportError:  # the package was built without them
            continue
    for module in modules:
        for name, decode in DECODERS.items():
            if hasattr(module, f"{name}_decode"):
                setattr(module, f"{name}_decode", decode)


_install()
