"""A name that looks like a setting and is none is said, with what may have been meant."""

from __future__ import annotations

import pytest

from shared.runtime.misspelt import Misspelt, misspelt


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DOORSTEP_HELTH_PORT", "DOORSTEP_HEALTH_PORT"),
        ("DOORSTEP_TOPICS_PREFIX", "DOORSTEP_TOPIC_PREFIX"),
        ("DOORSETP_BIND", "DOORSTEP_BIND"),
        ("doorstep_bind", "DOORSTEP_BIND"),
        ("KAFKA_BOOTSTRAP_SERVER", "KAFKA_BOOTSTRAP_SERVERS"),
        ("TWILIO_ACCOUNT_ID", "TWILIO_ACCOUNT_SID"),
        ("TWILIO_AUTH_TOKN_FILE", "TWILIO_AUTH_TOKEN_FILE"),
        ("DOORSTEP_MASTERKEY_FILE", "DOORSTEP_MASTER_KEY_FILE"),
        ("DATABASE_URLS", "DATABASE_URL"),
        ("SANDBOX_CITTY", "SANDBOX_CITY"),
    ],
)
def test_a_typo_is_found_with_the_nearest_name(written: str, meant: str) -> None:
    assert misspelt({written: "x"}) == [Misspelt(written, meant)]


def test_what_resembles_nothing_is_said_without_a_guess() -> None:
    (found,) = misspelt({"KAFKA_HOME": "/opt/kafka"})
    assert str(found) == "KAFKA_HOME is no setting of ours and has no effect"


@pytest.mark.parametrize(
    "name",
    ["DOORSTEP_BIND", "DOORSTEP_BIND_FILE", "DOORSTEP_MASTER_KEY_FILE", "DOORSTEP_PYTHON", "SANDBOX_CITY",
     "DOORSTEP_TEST_KAFKA", "HOME", "PATH", "DOOR", "STEP_BACK"],
)  # fmt: skip
def test_what_is_a_setting_or_somebody_elses_is_no_finding(name: str) -> None:
    assert misspelt({name: "x"}) == []


def test_a_value_is_never_said() -> None:
    (found,) = misspelt({"TWILIO_AUTH_TOKNE": "hush"})
    assert "hush" not in str(found)
