"""Why Kafka does not let us in, as sentences with a remedy: for now, or for good.

aiokafka says of every failed start that it is "unable to bootstrap" and keeps the reason to its log. So when a start
has failed the brokers are tried once more, one connection each, and what that raises is looked at. A broker that
refuses the connection or does not answer may merely not be there yet, and an expired certificate is renewed by others.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import Iterable
from typing import Any

from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)
from aiokafka.protocol.metadata import MetadataRequest

from shared.runtime.refusal import Hindrance, StartRefused

from .tokens import NoToken

ANSWER_S = 5.0
CLOSE_S = 1.0
CERTIFICATE_EXPIRED = 10
"""X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL."""
PASSWORD = (AuthenticationFailedError, SaslAuthenticationFailed)
MECHANISM = (UnsupportedSaslMechanismError, AuthenticationMethodNotSupported, IllegalSaslStateError)
TRIED = frozenset(
    {
        "client_id",
        "security_protocol",
        "ssl_context",
        "sasl_mechanism",
        "sasl_plain_username",
        "sasl_plain_password",
        "sasl_oauth_token_provider",
    }
)


async def locked_out(kafka: dict[str, Any]) -> StartRefused | None:
    """Why no broker lets us in for good; None when one does, or when one may merely not be there yet."""
    found = await hindered(kafka)
    return found.refused() if found is not None else None


async def hindered(kafka: dict[str, Any]) -> Hindrance | None:
    """Why no broker lets us in; None when one does. What lasts is said before what passes."""
    hosts: Iterable[tuple[str, int, Any]] = collect_hosts(kafka["bootstrap_servers"], randomize=False)
    found: list[Hindrance] = []
    for host, port, _ in hosts:
        one = await _tried(host, port, {name: kafka[name] for name in TRIED & kafka.keys()})
        if one is None:
            return None
        found.append(one)
    return min(found, key=lambda one: one.passes, default=None)


async def _tried(host: str, port: int, options: dict[str, Any]) -> Hindrance | None:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        async with asyncio.timeout(ANSWER_S):
            connection = await create_conn(host, port, **options)
            try:
                await connection.send(MetadataRequest([]))
            finally:
                await asyncio.wait([connection.close()], timeout=CLOSE_S)
    except (KafkaError, OSError, TimeoutError, ValueError) as error:
        found = why(error, where, by_token="sasl_oauth_token_provider" in options)
        if found is not None:
            return found
    else:
        return None
    wants_tls, has_tls = "SSL" in options["security_protocol"], await _speaks_tls(host, port)
    if wants_tls and has_tls is False:
        return _no_tls(passes=True)  # or it hung up because it is just ending
    if has_tls and not wants_tls:
        return Hindrance(
            "Kafka: the broker's port speaks TLS, and KAFKA_SECURITY_PROTOCOL says none.",
            "Use SSL or SASL_SSL, and the authority's file in KAFKA_SSL_CAFILE.",
        )
    return Hindrance(
        f"Kafka at {where} hangs up on us.",
        "Does that port want a login (KAFKA_SECURITY_PROTOCOL SASL_...) or a certificate? Or is the broker ending?",
        passes=True,
    )


def _no_tls(*, passes: bool = False) -> Hindrance:
    return Hindrance(
        "Kafka: KAFKA_SECURITY_PROTOCOL says TLS, and the broker's port speaks none.",
        "Use its TLS listener's port, or PLAINTEXT or SASL_PLAINTEXT.",
        passes,
    )


async def _speaks_tls(host: str, port: int) -> bool | None:
    """Whosever certificate it has: nothing is sent there. None where nobody answers."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        async with asyncio.timeout(ANSWER_S):
            _, writer = await asyncio.open_connection(host, port, ssl=anybody)
    except (ConnectionRefusedError, socket.gaierror, TimeoutError):
        return None
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError, TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), CLOSE_S)
    return True


def why(error: Exception, where: str = "", *, by_token: bool = False) -> Hindrance | None:
    """What a failed connection to `where` means; None where it says nothing by itself."""
    match error:
        case ssl.SSLCertVerificationError() if "ostname mismatch" in error.verify_message or (
            "IP address mismatch" in error.verify_message
        ):
            return Hindrance(
                "Kafka: the broker's certificate is for another host name.",
                "Use the names that are in the certificates in KAFKA_BOOTSTRAP_SERVERS (and as advertised listeners).",
            )
        case ssl.SSLCertVerificationError() if error.verify_code == CERTIFICATE_EXPIRED:
            return Hindrance(
                "Kafka: the broker's certificate has expired.",
                "Whoever runs the broker renews it (or this machine's clock is wrong); we go on by ourselves then.",
                passes=True,
            )
        case ssl.SSLCertVerificationError():
            return Hindrance(
                "Kafka: the broker's certificate is not from an authority we know.",
                "Name the authority's file in KAFKA_SSL_CAFILE; is this the right broker?",
            )
        case ssl.SSLError() if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"):
            return _no_tls()
        case ssl.SSLError() if "CERTIFICATE" in str(error.reason):
            return Hindrance(
                "Kafka: the broker refuses our certificate, or wants one and gets none.",
                "Set KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE to a certificate that it knows.",
            )
        case NoToken():
            return Hindrance(f"Kafka: {error}", "Mend that; we try again by ourselves.", passes=True)
        case _ if isinstance(error, PASSWORD) and by_token:
            return Hindrance(
                "Kafka refuses our token.",
                "Is it fresh, for this broker (audience), and from the provider that it trusts?",
                passes=True,
            )
        case _ if isinstance(error, PASSWORD):
            return Hindrance(
                "Kafka refuses the user or password in KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.",
                "Give the right ones; is KAFKA_SASL_MECHANISM the one that the user was made for?",
            )
        case _ if isinstance(error, MECHANISM):
            return Hindrance(
                "Kafka does not offer the mechanism in KAFKA_SASL_MECHANISM on this port.",
                "Use one that its listener has: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER; is it a SASL port?",
            )
        case socket.gaierror():
            return Hindrance(
                f"Kafka: the host of {where} is not known here.",
                "Correct KAFKA_BOOTSTRAP_SERVERS, or mend the name server.",
                passes=True,
            )
        case ConnectionRefusedError():
            return Hindrance(
                f"Kafka: nobody answers at {where}.",
                "Is it running, and is the port in KAFKA_BOOTSTRAP_SERVERS the right one?",
                passes=True,
            )
        case TimeoutError() | OSError(errno=errno.EHOSTUNREACH | errno.ENETUNREACH):
            return Hindrance(
                f"Kafka: {where} can't be reached.",
                "Is it running, and does a firewall let us through?",
                passes=True,
            )
        case _:
            return None
