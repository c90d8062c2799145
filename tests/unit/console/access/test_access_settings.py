"""An open console is for the sandbox alone, and half a provider is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.web.access.settings import AccessSettings, is_loopback_database
from shared.runtime.settings import SettingsError, load

SANDBOX = {
    "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092",
    "DATABASE_URL": "postgresql://me:secret@127.0.0.1:5432/doorstep",
    "TWILIO_API_URL": "http://127.0.0.1:8001",
    "DOORSTEP_CONSOLE_OPEN": "sandbox",
}
OIDC = {
    "DOORSTEP_OIDC_ISSUER": "https://id.bank.example",
    "DOORSTEP_OIDC_CLIENT_ID": "doorstep",
    "DOORSTEP_OIDC_ROLES": "desk=operator",
}


@pytest.fixture
def key(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "master"
    path.write_text("unused", encoding="ascii")
    return {"DOORSTEP_MASTER_KEY_FILE": str(path)}


def refused(env: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(AccessSettings, env)
    assert "secret" not in str(caught.value)
    return str(caught.value)


def test_the_sandbox_may_be_open_and_nothing_is_by_default(key: dict[str, str]) -> None:
    assert load(AccessSettings, {**SANDBOX, **key}).console_open == "sandbox"
    assert load(AccessSettings, {**SANDBOX, **key, "DOORSTEP_CONSOLE_OPEN": ""}).console_open == ""


@pytest.mark.parametrize(
    "real",
    [
        {"KAFKA_BOOTSTRAP_SERVERS": "kafka.bank.example:9092"},
        {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092,kafka.bank.example:9092"},
        {"DATABASE_URL": "postgresql://me:secret@db.bank.example/doorstep"},
        {"DATABASE_URL": "postgresql://me:secret@127.0.0.1/doorstep?host=db.bank.example"},
        {"DATABASE_URL": "postgresql://me:secret@127.0.0.1,db.bank.example/doorstep"},
        {"DATABASE_URL": "postgresql://me:secret@127.0.0.1/doorstep?hostaddr=10.0.0.1"},
        {"DATABASE_URL": "postgresql:///doorstep"},
        {"DATABASE_URL": "postgresql://127.0.0.1/doorstep?service=bank"},
        {"TWILIO_API_URL": ""},
        {"TWILIO_API_URL": "https://api.twilio.com"},
        {"TWILIO_API_URL": "http://127.0.0.1.evil.example"},
        {"DOORSTEP_CONSOLE_URL": "https://console.bank.example"},
        OIDC,
        {"DOORSTEP_CONSOLE_OPEN": "yes"},
    ],
    ids=str,
)
def test_an_open_console_is_refused_with_anything_that_is_real(key: dict[str, str], real: dict[str, str]) -> None:
    assert "DOORSTEP_CONSOLE_OPEN" in refused({**SANDBOX, **key, **real})


@pytest.mark.parametrize(
    "url", ["postgresql://127.0.0.1/x", "postgresql://[::1]:1/x", "postgresql:///x?host=/run/postgresql"]
)
def test_a_database_of_this_machine_is_known(url: str) -> None:
    assert is_loopback_database(url)


@pytest.mark.parametrize(
    "wrong",
    [
        {"DOORSTEP_OIDC_CLIENT_ID": ""},
        {"DOORSTEP_OIDC_ROLES": ""},
        {"DOORSTEP_OIDC_ROLES": "desk=emperor"},
        {"DOORSTEP_OIDC_ISSUER": "http://id.bank.example"},
        {"DOORSTEP_OIDC_ISSUER": "https://id.bank.example?x=1"},
        {"DOORSTEP_CONSOLE_URL": "http://console.bank.example"},
        {"DOORSTEP_CONSOLE_URL": "https://console.bank.example/path"},
    ],
    ids=str,
)
def test_half_a_provider_or_a_plain_address_is_refused(key: dict[str, str], wrong: dict[str, str]) -> None:
    base = {**SANDBOX, **key, "DOORSTEP_CONSOLE_OPEN": "", **OIDC}
    assert load(AccessSettings, base).oidc_client_secret is None
    assert "DOORSTEP_" in refused({**base, **wrong})
