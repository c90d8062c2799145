"""How to reach Kafka, from the settings: the same for consumers, producers and administration."""

from __future__ import annotations

from typing import Any

from aiokafka.helpers import create_ssl_context

from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings

from . import fetched, live_password, uvloop_patch

__all__ = ["connection", "fetched", "live_password", "uvloop_patch"]


def connection(settings: KafkaSettings) -> dict[str, Any]:
    """Keyword arguments for aiokafka's clients. Raises `StartRefused` when the certificates can't be used."""
    found: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_protocol,
    }
    if "SSL" in settings.kafka_protocol:
        try:
            found["ssl_context"] = create_ssl_context(
                cafile=_text(settings.kafka_cafile),
                certfile=_text(settings.kafka_certfile),
                keyfile=_text(settings.kafka_keyfile),
            )
        except (OSError, ValueError) as error:
            raise StartRefused(
                f"The files in KAFKA_SSL_CAFILE, KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE can't be used"
                f" ({type(error).__name__}).",
                "Each is PEM, the key without a passphrase and the certificate's own.",
            ) from None
    if settings.kafka_protocol.startswith("SASL"):
        found["sasl_mechanism"] = settings.kafka_mechanism
        found["sasl_plain_username"] = settings.kafka_username
        found["sasl_plain_password"] = settings.live("KAFKA_SASL_PASSWORD")
    return found


def _text(path: object) -> str | None:
    return None if path is None else str(path)
