"""Certificates that are renewed in their files are shown by the next connection, and half of a renewal by none."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from structlog.testing import capture_logs

from shared.runtime.kafka.live_certificate import CertificateFiles, LiveCertificates
from tests.integration.servers.authority import Authority, Signed


@asynccontextmanager
async def server(authority: Authority) -> AsyncIterator[tuple[int, list[int]]]:
    """On loopback, with a certificate of the authority; its port, and the serial numbers that clients showed it."""
    made, shown = authority.sign("server"), list[int]()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        shown.append(x509.load_der_x509_certificate(der).serial_number)
        writer.write(b"seen\n")
        writer.close()

    there = await asyncio.start_server(met, "127.0.0.1", 0, ssl=context)
    async with there:
        yield there.sockets[0].getsockname()[1], shown


def put(made: Signed, folder: Path, *, key: bool = True) -> None:
    """In one step each, as those that renew do."""
    for source, name in ((made.certificate, "tls.crt"), *([(made.key, "tls.key")] if key else [])):
        (folder / "new").write_bytes(source.read_bytes())
        (folder / "new").replace(folder / name)


def serial(made: Signed) -> int:
    return x509.load_pem_x509_certificate(made.certificate.read_bytes()).serial_number


async def show(port: int, context: ssl.SSLContext) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    assert await reader.readline() == b"seen\n"
    writer.close()
    await writer.wait_closed()


async def test_the_next_connection_shows_what_was_renewed_and_half_of_it_changes_nothing(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    first, second = (authority.sign(name) for name in ("first", "second"))
    put(first, tmp_path)
    files = CertificateFiles(authority.file, tmp_path / "tls.crt", tmp_path / "tls.key")
    context = LiveCertificates.of(files)
    with capture_logs() as logs:
        async with server(authority) as (port, shown):
            await show(port, context)
            put(second, tmp_path, key=False)
            await show(port, context)
            await show(port, context)
            put(second, tmp_path)
            await show(port, context)
            (tmp_path / "tls.crt").unlink()
            await show(port, context)
    assert shown == [serial(first)] * 3 + [serial(second)] * 2
    said = [(line["event"], line["setting"]) for line in logs]
    assert said == [(what, "KAFKA_SSL_CERTFILE") for what in ("secret-not-taken", "secret-changed", "secret-not-taken")]


async def test_an_authority_that_is_renewed_is_trusted_from_then_on(tmp_path: Path) -> None:
    old, new = Authority(tmp_path, "old"), Authority(tmp_path, "new")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(old.file.read_bytes())
    made = new.sign("me")
    context = LiveCertificates.of(CertificateFiles(trusted, made.certificate, made.key))
    async with server(new) as (port, shown):
        with pytest.raises(ssl.SSLCertVerificationError):
            await show(port, context)
        trusted.write_bytes(old.file.read_bytes() + new.file.read_bytes())
        await show(port, context)
    assert shown == [serial(made)]
