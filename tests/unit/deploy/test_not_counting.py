"""Who sets what a demo or a sandbox does not go by is told so, by its name and never with its value."""

from __future__ import annotations

from deploy.local.not_counting import not_counting
from services.console.cli.up import MADE_UP
from services.sandbox.demo.run import HONOURED

DEMO = "a demo"


def test_settings_that_do_not_count_are_named_without_their_values() -> None:
    env = {"DATABASE_URL": "postgresql://me:hush@bank/db", "TWILIO_AUTH_TOKEN_FILE": "/secret", "PATH": "/bin",
           "DOORSTEP_POLICY": "mine", "DOORSTEP_DATA": "here", "DOORSTEP_WEBHOOK_PORT": "8080"}  # fmt: skip
    (line,) = not_counting(env, HONOURED, DEMO)
    assert line == "set here, and without effect on a demo: DATABASE_URL, DOORSTEP_POLICY, TWILIO_AUTH_TOKEN_FILE"


def test_where_all_count_nothing_is_said() -> None:
    assert list(not_counting({"DOORSTEP_DATA": "x", "DOORSTEP_POLICY": ""}, HONOURED, DEMO)) == []


def test_a_name_that_only_looks_like_a_setting_is_told_too() -> None:
    (line,) = not_counting({"DOORSTEP_WEBHOK_PORT": "1"}, HONOURED, DEMO)
    assert "is DOORSTEP_WEBHOOK_PORT meant?" in line


def test_many_are_not_all_named() -> None:
    env = {f"KAFKA_SASL_{name}": "x" for name in ("MECHANISM", "USERNAME", "PASSWORD", "TOKEN_FILE", "OIDC_URL")}
    env |= {f"KAFKA_SSL_{name}": "x" for name in ("CAFILE", "CERTFILE", "KEYFILE", "KEY_PASSWORD")}
    (line,) = not_counting(env, HONOURED, DEMO)
    assert line.endswith(" and 1 more")


def test_a_sandbox_takes_the_port_of_its_webhook_and_the_policy_pack_and_makes_up_who_the_carrier_is() -> None:
    assert not {"DOORSTEP_WEBHOOK_PORT", "DOORSTEP_POLICY"} & MADE_UP
    assert {"TWILIO_API_URL", "DOORSTEP_PUBLIC_URL", "DOORSTEP_PARTITIONS"} <= MADE_UP
