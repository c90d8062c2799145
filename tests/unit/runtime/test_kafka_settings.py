"""A setting of Kafka that would have no effect refuses the start, with what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.runtime.kafka.connect import connection
from shared.runtime.kafka.tokens import FileToken, NoToken
from shared.runtime.settings import KafkaSettings, SettingsError, load

BROKER = {"KAFKA_BOOTSTRAP_SERVERS": "broker:9093"}
LOGIN = {"KAFKA_SASL_USERNAME": "u", "KAFKA_SASL_PASSWORD": "hush"}
OIDC = {
    "KAFKA_SASL_OIDC_URL": "https://id.bank.example/token", "KAFKA_SASL_OIDC_CLIENT_ID": "doorstep",
    "KAFKA_SASL_OIDC_CLIENT_SECRET": "hush",
}  # fmt: skip


def refused(env: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(KafkaSettings, BROKER | env)
    assert "hush" not in str(caught.value)
    return str(caught.value).splitlines()


def fine(env: dict[str, str]) -> KafkaSettings:
    return load(KafkaSettings, BROKER | env)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_text("a.b.c\n")
    return str(path)


def test_a_login_without_sasl_is_refused() -> None:
    assert refused(LOGIN) == [
        f"{name} has no effect: KAFKA_SECURITY_PROTOCOL is PLAINTEXT. Did you mean SASL_SSL? Else take it out"
        for name in LOGIN
    ]
    assert refused({"KAFKA_SASL_MECHANISM": "PLAIN", "KAFKA_SECURITY_PROTOCOL": "SSL"})
    assert fine(LOGIN | {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}).kafka_username == "u"


@pytest.mark.parametrize("protocol", ["PLAINTEXT", "SASL_PLAINTEXT"])
def test_a_file_for_tls_without_tls_is_refused(protocol: str, file: str) -> None:
    login = LOGIN if protocol.startswith("SASL") else {}
    for name in ("KAFKA_SSL_CAFILE", "KAFKA_SSL_CERTFILE", "KAFKA_SSL_KEYFILE", "KAFKA_SSL_KEY_PASSWORD"):
        (line,) = refused(login | {name: file, "KAFKA_SECURITY_PROTOCOL": protocol})
        assert line.startswith(f"{name} has no effect: KAFKA_SECURITY_PROTOCOL is {protocol}.")


def test_a_key_without_its_certificate_is_refused(file: str) -> None:
    tls = {"KAFKA_SECURITY_PROTOCOL": "SSL"}
    assert refused(tls | {"KAFKA_SSL_KEYFILE": file})[0].startswith("KAFKA_SSL_KEYFILE has no effect")
    assert refused(tls | {"KAFKA_SSL_KEY_PASSWORD": "hush"})[0].startswith("KAFKA_SSL_KEY_PASSWORD has no effect")
    fine(tls | {"KAFKA_SSL_CERTFILE": file})  # one file may hold both


def test_a_token_comes_from_one_place_and_goes_with_no_password(file: str) -> None:
    by_token = {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_MECHANISM": "OAUTHBEARER"}
    assert "one of them is needed" in refused(by_token)[0]
    assert refused(by_token | OIDC | {"KAFKA_SASL_TOKEN_FILE": file})[0].startswith("KAFKA_SASL_OIDC_URL has no effect")
    assert refused(by_token | {"KAFKA_SASL_TOKEN_FILE": file} | LOGIN)[0].startswith(
        "KAFKA_SASL_USERNAME has no effect"
    )
    (half,) = refused(by_token | {"KAFKA_SASL_OIDC_URL": OIDC["KAFKA_SASL_OIDC_URL"]})
    assert half == (
        "KAFKA_SASL_OIDC_CLIENT_ID and KAFKA_SASL_OIDC_CLIENT_SECRET: needed with KAFKA_SASL_OIDC_URL"
    )  # fmt: skip
    with_password = LOGIN | {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}
    assert refused(with_password | OIDC)[0].startswith("KAFKA_SASL_OIDC_URL has no effect")
    assert "sasl_oauth_token_provider" in connection(fine(by_token | OIDC))
    assert "sasl_plain_username" not in connection(fine(by_token | {"KAFKA_SASL_TOKEN_FILE": file}))


def test_a_clients_secret_is_sent_nowhere_without_tls_but_to_this_machine() -> None:
    by_token = {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_MECHANISM": "OAUTHBEARER"}
    assert "not https" in refused(by_token | OIDC | {"KAFKA_SASL_OIDC_URL": "http://id.bank.example/token"})[0]
    fine(by_token | OIDC | {"KAFKA_SASL_OIDC_URL": "http://127.0.0.1:9/token"})


async def test_a_token_is_read_anew_each_time_and_a_file_without_one_is_said(tmp_path: Path) -> None:
    path = tmp_path / "token"
    given = FileToken(path)
    with pytest.raises(NoToken, match="can't be read"):
        await given.token()
    for token in ("first", "second"):
        path.write_text(f"{token}\n")
        assert await given.token() == token
    for wrong in ("", "x" * (1 << 17)):
        path.write_text(wrong)
        with pytest.raises(NoToken, match="holds no token"):
            await given.token()
