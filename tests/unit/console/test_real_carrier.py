"""A sandbox beside a real carrier, or among real customers, is refused."""

from __future__ import annotations

import pytest

from deploy.local.user_error import UserError
from services.console.cli.real_carrier import refuse_real, without_carrier

TOKEN = {"TWILIO_AUTH_TOKEN_FILE": "/run/secrets/token"}


@pytest.mark.parametrize(
    "env",
    [
        {"TWILIO_ACCOUNT_SID": "AC1"}, {"TWILIO_FROM": "+15005550006"}, TOKEN,
        {"TWILIO_API_URL": "https://api.twilio.com"}, {"TWILIO_API_URL": "http://127.0.0.1:9", **TOKEN},
    ],
)  # fmt: skip
def test_a_carrier_that_is_set_up_is_named_and_refused(env: dict[str, str]) -> None:
    with pytest.raises(UserError) as caught:
        refuse_real(env)
    assert all(name in caught.value.what for name in env)
    assert "+1500" not in str(caught.value)


@pytest.mark.parametrize("env", [{}, {"TWILIO_ACCOUNT_SID": ""}, {"TWILIO_API_URL": "http://127.0.0.1:8001"}])
def test_where_there_is_none_it_may_begin(env: dict[str, str]) -> None:
    refuse_real(env)


@pytest.mark.parametrize("prefix", ["", "bank.", "not-sandbox"])
def test_on_a_kafka_of_theirs_made_up_customers_have_topics_of_their_own(prefix: str) -> None:
    theirs = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092"}
    with pytest.raises(UserError, match="topics of their own"):
        refuse_real({**theirs, "DOORSTEP_TOPIC_PREFIX": prefix})
    refuse_real({**theirs, "DOORSTEP_TOPIC_PREFIX": "sandbox."})


def test_in_a_postgresql_of_theirs_made_up_customers_have_a_database_of_their_own() -> None:
    with pytest.raises(UserError, match="database of their own") as caught:
        refuse_real({"DATABASE_URL": "postgresql://sandbox:hush@127.0.0.1/bank"})
    assert "hush" not in str(caught.value)
    refuse_real({"DATABASE_URL": "postgresql://me:hush@127.0.0.1/doorstep_sandbox"})


def test_what_says_how_texts_are_sent_is_left_out() -> None:
    env = {"TWILIO_API_URL": "x", "DOORSTEP_PUBLIC_URL": "y", "DOORSTEP_WEBHOOK_PORT": "1", "DOORSTEP_POLICY": "z"}
    assert without_carrier(env) == {"DOORSTEP_WEBHOOK_PORT": "1", "DOORSTEP_POLICY": "z"}
