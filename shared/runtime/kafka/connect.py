"""How to reach Kafka, from the settings: the same for consumers, producers and administration."""

from __future__ import annotations

from typing import Any

from shared.runtime.kafka_settings import BY_TOKEN
from shared.runtime.refusal import StartRefused
from shared.runtime.settings import KafkaSettings

from . import fetched, goodbyes, live_password, quiet_fetch, token_patch, uvloop_patch
from .live_certificate import CertificateFiles, LiveCertificates
from .tokens import EndpointToken, FileToken

__all__ = ["connection", "fetched", "goodbyes", "live_password", "quiet_fetch", "token_patch", "uvloop_patch"]


def connection(settings: KafkaSettings) -> dict[str, Any]:
    """Keyword arguments for aiokafka's clients. Raises `StartRefused` when the certificates can't be used."""
    found: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_bootstrap,
        "security_protocol": settings.kafka_protocol,
    }
    if "SSL" in settings.kafka_protocol:
        try:
            found["ssl_context"] = LiveCertificates.of(
                CertificateFiles(
                    settings.kafka_cafile, settings.kafka_certfile, settings.kafka_keyfile,
                    settings.kafka_key_password or "",
                )
            )  # fmt: skip
        except (OSError, ValueError) as error:
            raise StartRefused(
                f"The files in KAFKA_SSL_CAFILE, KAFKA_SSL_CERTFILE and KAFKA_SSL_KEYFILE can't be used"
                f" ({type(error).__name__}).",
                "Each is PEM, the key the certificate's own; one with a passphrase needs it in KAFKA_SSL_KEY_PASSWORD.",
            ) from None
    if settings.kafka_protocol.startswith("SASL"):
        found["sasl_mechanism"] = settings.kafka_mechanism
        if settings.kafka_mechanism == BY_TOKEN:
            found["sasl_oauth_token_provider"] = _token_provider(settings)
        else:
            found["sasl_plain_username"] = settings.kafka_username
            found["sasl_plain_password"] = settings.live("KAFKA_SASL_PASSWORD")
    return found


def _token_provider(settings: KafkaSettings) -> FileToken | EndpointToken:
    if settings.kafka_token_file is not None:
        return FileToken(settings.kafka_token_file)
    url, who, secret = settings.kafka_oidc_url, settings.kafka_oidc_client_id, settings.kafka_oidc_client_secret
    return EndpointToken(url or "", who or "", secret or "", settings.kafka_oidc_scope)
