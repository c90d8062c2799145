"""What a recovery works with: what is set, and what services know of a sandbox's world."""

from pathlib import Path

from deploy.local.folder import Folder
from services.console.cli.recover import environment_of
from services.console.target import Target

SET = {"DATABASE_URL": "postgresql://127.0.0.1/x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}
WORLD = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN_FILE": "/there/token", "DOORSTEP_CLOCK_FILE": "/there/clock"}


def target(tmp_path: Path) -> Target:
    return Target(SET, Folder(tmp_path), {"processes": [{"name": "sandbox", "settings": WORLD}], "facts": {}})


def test_in_a_sandbox_it_has_the_carrier_and_the_clock_of_the_services(tmp_path: Path) -> None:
    found = environment_of(target(tmp_path), SET)
    assert WORLD.items() <= found.items()
    assert found["DOORSTEP_MASTER_KEY_FILE"] == str(tmp_path / "keys" / "master")


def test_what_is_set_here_counts_first_in_either_form(tmp_path: Path) -> None:
    found = environment_of(target(tmp_path), SET | {"TWILIO_AUTH_TOKEN": "mine", "TWILIO_ACCOUNT_SID": "AC2"})
    assert (found["TWILIO_AUTH_TOKEN"], found["TWILIO_ACCOUNT_SID"]) == ("mine", "AC2")
    assert "TWILIO_AUTH_TOKEN_FILE" not in found


def test_without_a_world_nothing_is_added() -> None:
    assert environment_of(Target(SET, None, None), SET) == SET
