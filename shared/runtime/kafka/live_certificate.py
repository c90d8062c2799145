"""Certificates as they are when a connection is made: those that issue short ones renew them in their files.

What a client was made with would else be shown for as long as it lives, also when it has expired: every connection that
is made anew would be refused, until somebody restarts us. Connections that are open stay.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import Any, NamedTuple

from aiokafka.helpers import create_ssl_context

from shared.runtime.logs import logger

log = logger("settings")
SETTING = "KAFKA_SSL_CERTFILE"


class CertificateFiles(NamedTuple):
    """Whom we trust, and who we are; PEM. `password` is that of the key: never None, OpenSSL would ask a terminal."""

    cafile: Path | None
    certfile: Path | None
    keyfile: Path | None
    password: str = ""

    def read(self) -> ssl.SSLContext:
        """Raises `OSError` and `ValueError` where they can't be used, or don't belong together."""
        made: ssl.SSLContext = create_ssl_context(
            cafile=_text(self.cafile), certfile=_text(self.certfile), keyfile=_text(self.keyfile),
            password=self.password,
        )  # fmt: skip
        return made

    def mark(self) -> tuple[object, ...]:
        """Tells one state of the files from another."""
        return tuple(_mark(path) for path in self[:3])


class LiveCertificates(ssl.SSLContext):
    """Looks at its files before each connection. Half of a renewal, or one that can't be used, changes nothing, and is
    said once. An authority that is no longer named is trusted until a restart."""

    files: CertificateFiles
    seen: tuple[object, ...]
    _said: bool = False

    @classmethod
    def of(cls, files: CertificateFiles) -> LiveCertificates:
        """Raises what `CertificateFiles.read` raises."""
        seen, sound = files.mark(), files.read()
        made = cls(ssl.PROTOCOL_TLS_CLIENT)
        made.verify_flags = sound.verify_flags
        made.files, made.seen = files, seen
        made._take()
        return made

    def wrap_bio(self, *args: Any, **more: Any) -> ssl.SSLObject:
        self._look()
        return super().wrap_bio(*args, **more)

    def _look(self) -> None:
        mark = self.files.mark()
        if mark == self.seen:
            return
        try:
            self.files.read()  # by itself: a pair that does not fit would spoil what we have
            self._take()
        except (OSError, ValueError):
            if not self._said:
                log.error("secret-not-taken", setting=SETTING)
            self._said = True
            return
        self.seen, self._said = mark, False
        log.info("secret-changed", setting=SETTING)

    def _take(self) -> None:
        cafile, certfile, keyfile, password = self.files
        if cafile is not None:
            self.load_verify_locations(cafile)
        else:
            self.load_default_certs(ssl.Purpose.SERVER_AUTH)
        if certfile is not None:
            self.load_cert_chain(certfile, keyfile, password)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _mark(path: Path | None) -> tuple[int, ...] | None:
    try:
        found = os.stat(path) if path is not None else None
    except OSError:
        return None
    return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)
