"""Why Kafka will never let us in, or never let us read, as sentences with a remedy.

aiokafka says of every failed start that it is "unable to bootstrap" and keeps the reason to its log. So when a start
has failed the brokers are tried once more, one connection each, and what that raises is looked at. A broker that
refuses the connection or does not answer may merely not be there yet.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection, Iterable
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.conn import collect_hosts, create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    AuthenticationMethodNotSupported,
    GroupAuthorizationFailedError,
    GroupCoordinatorNotAvailableError,
    IllegalSaslStateError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAuthorizationFailedError,
    UnsupportedSaslMechanismError,
    for_code,
)

from shared.runtime.refusal import StartRefused

ANSWER_S = 5.0
PASSWORD = (AuthenticationFailedError, SaslAuthenticationFailed)
MECHANISM = (UnsupportedSaslMechanismError, AuthenticationMethodNotSupported, IllegalSaslStateError)
TRIED = frozenset(
    {"client_id", "security_protocol", "ssl_context", "sasl_mechanism", "sasl_plain_username", "sasl_plain_password"}
)


async def locked_out(kafka: dict[str, Any]) -> StartRefused | None:
    """Why no broker lets us in for good; None when one does, or when one may merely not be there yet."""
    hosts: Iterable[tuple[str, int, Any]] = collect_hosts(kafka["bootstrap_servers"], randomize=False)
    found: StartRefused | None = None
    for host, port, _ in hosts:
        try:
            async with asyncio.timeout(ANSWER_S):
                connection = await create_conn(host, port, **{name: kafka[name] for name in TRIED & kafka.keys()})
            connection.close()
            return None
        except (KafkaError, OSError, TimeoutError, ValueError) as error:
            found = found or why(error)
    return found


def why(error: Exception) -> StartRefused | None:
    """What a failed connection means, if it means that no later one succeeds either."""
    match error:
        case ssl.SSLCertVerificationError() if "ostname mismatch" in error.verify_message:
            return StartRefused(
                "Kafka: the broker's certificate is for another host name.",
                "Use the names that are in the certificates in KAFKA_BOOTSTRAP_SERVERS (and as advertised listeners).",
            )
        case ssl.SSLCertVerificationError():
            return StartRefused(
                "Kafka: the broker's certificate is not from an authority we know.",
                "Name the authority's file in KAFKA_SSL_CAFILE; is this the right broker?",
            )
        case ssl.SSLError() if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"):
            return StartRefused(
                "Kafka: KAFKA_SECURITY_PROTOCOL says TLS, and the broker's port speaks none.",
                "Use its TLS listener's port, or PLAINTEXT or SASL_PLAINTEXT.",
            )
        case ssl.SSLError() if "CERTIFICATE" in str(error.reason):
            return StartRefused(
                "Kafka: the broker refuses our certificate, or wants one and gets none.",
                "Set KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE to a certificate that it knows.",
            )
        case _ if isinstance(error, PASSWORD):
            return StartRefused(
                "Kafka refuses the user or password in KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.",
                "Give the right ones; is KAFKA_SASL_MECHANISM the one that the user was made for?",
            )
        case _ if isinstance(error, MECHANISM):
            return StartRefused(
                "Kafka does not offer the mechanism in KAFKA_SASL_MECHANISM on this port.",
                "Use one that its listener has: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; is it a SASL port at all?",
            )
        case _:
            return None


async def shut_out(kafka: dict[str, Any], group: str, topics: Collection[str]) -> StartRefused | None:
    """Why we, let in, may not read: the group or topics that we have no right to. Topics that don't exist are others'
    to make and may come. Raises `KafkaError`."""
    admin = AIOKafkaAdminClient(**kafka)
    try:
        await admin.start()
        codes = {found["topic"]: for_code(found["error_code"]) for found in await admin.describe_topics(list(topics))}
        barred = sorted(topic for topic, code in codes.items() if code is TopicAuthorizationFailedError)
        if barred:
            return StartRefused(
                f"Kafka does not let us see {', '.join(barred)}.",
                "Grant DESCRIBE and READ on what we read, DESCRIBE and WRITE on what we write (docs/events.md).",
            )
        try:
            answers = await admin.describe_consumer_groups([group])
        except GroupAuthorizationFailedError:
            return _no_group(group)
        # (error, group, state, protocol type, protocol, members, ...)
        if any(for_code(told[0]) is GroupAuthorizationFailedError for answer in answers for told in answer.groups):
            return _no_group(group)
    except (KafkaConnectionError, GroupCoordinatorNotAvailableError):
        pass  # gone again, or new and still making room for groups: neither refuses us anything
    finally:
        await admin.close()
    return None


def _no_group(group: str) -> StartRefused:
    return StartRefused(
        f"Kafka does not let us into the group {group}, so we would get nothing to read.",
        f"kafka-acls --add --allow-principal User:NAME --operation READ --group {group}",
    )
