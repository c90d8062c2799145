"""Which settings of Kafka go together. One that would have no effect, or half of it, refuses the start. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

SASL = ("KAFKA_SASL_MECHANISM", "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD")
OIDC = ("KAFKA_SASL_OIDC_URL", "KAFKA_SASL_OIDC_CLIENT_ID", "KAFKA_SASL_OIDC_CLIENT_SECRET")
TOKENS = ("KAFKA_SASL_TOKEN_FILE", *OIDC, "KAFKA_SASL_OIDC_SCOPE")
TLS = ("KAFKA_SSL_CAFILE", "KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE", "KAFKA_SSL_KEY_PASSWORD")
BY_TOKEN = "OAUTHBEARER"


def unfit(given: Mapping[str, str], protocol: str) -> Iterator[str]:
    """A line for each setting that does not fit the others. `given` are those that somebody made, and their values."""
    if not protocol.startswith("SASL"):
        yield from _idle(given, (*SASL, *TOKENS), f"KAFKA_SECURITY_PROTOCOL is {protocol}", "SASL_SSL")
    elif given.get("KAFKA_SASL_MECHANISM", "PLAIN") == BY_TOKEN:
        yield from _idle(given, SASL[1:], f"KAFKA_SASL_MECHANISM is {BY_TOKEN}", "PLAIN or SCRAM-SHA-512")
        yield from _token(given)
    else:
        yield from _idle(given, TOKENS, "KAFKA_SASL_MECHANISM goes by user and password", BY_TOKEN)
        if not {"KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"} <= given.keys():
            yield "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD: both are needed with SASL"
    if not protocol.endswith("SSL"):
        yield from _idle(given, TLS, f"KAFKA_SECURITY_PROTOCOL is {protocol}", "SSL or SASL_SSL")
    elif "KAFKA_SSL_CERTFILE" not in given:
        yield from _idle(given, TLS[2:], "there is no KAFKA_SSL_CERTFILE", "")


def _idle(given: Collection[str], names: Collection[str], because: str, instead: str) -> Iterator[str]:
    """Settings that nothing reads as the others are."""
    for name in names:
        if name in given:
            yield f"{name} has no effect: {because}. {f'Did you mean {instead}? ' if instead else ''}Else take it out"


def _token(given: Mapping[str, str]) -> Iterator[str]:
    oidc = [name for name in OIDC if name in given]
    file = "KAFKA_SASL_TOKEN_FILE" in given
    if file:
        yield from _idle(given, TOKENS[1:], "KAFKA_SASL_TOKEN_FILE is given", "")
    elif not oidc:
        yield f"KAFKA_SASL_TOKEN_FILE or {OIDC[0]}: one of them is needed with {BY_TOKEN}"
    elif len(oidc) < len(OIDC):
        yield f"{' and '.join(name for name in OIDC if name not in given)}: needed with {' and '.join(oidc)}"
