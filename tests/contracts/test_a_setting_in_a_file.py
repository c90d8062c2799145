"""A setting in a file has the effect of the same one in the environment, in each process that reads it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from deploy.local.command_settings import CommandSettings
from docs.generate.settings_models import PROCESSES
from shared.runtime.settings import FILE, SettingsError, load

MODELS: dict[str, type[BaseModel]] = {**PROCESSES, "commands": CommandSettings}
EACH = [
    (process, field.alias)
    for process, model in MODELS.items()
    for field in model.model_fields.values()
    if field.alias and not field.alias.endswith(FILE)
]
# One of them is another value than the default for any setting, or is refused with its name.
VALUES = ("yes", "3", "127.0.0.2", "warm", "§", __file__)


@pytest.fixture
def needed(tmp_path: Path) -> dict[str, str]:
    clock = tmp_path / "clock"
    clock.write_bytes(bytes(8))
    return {
        "DATABASE_URL": "postgresql://u@127.0.0.1/x", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9",
        "DOORSTEP_MASTER_KEY_FILE": __file__, "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_FROM": "+15005550006",
        "TWILIO_AUTH_TOKEN": "0123456789abcdef", "TWILIO_API_URL": "http://127.0.0.1:1",
        "DOORSTEP_PUBLIC_URL": "http://127.0.0.1:2", "DOORSTEP_WEBHOOK_PORT": "2", "DOORSTEP_CONSOLE_JARS": ".",
        "DOORSTEP_CLOCK_FILE": str(clock), "SANDBOX_FOLDER": ".",
    }  # fmt: skip


@pytest.mark.parametrize(("process", "name"), EACH)
def test_a_setting_means_the_same_in_a_file(process: str, name: str, needed: dict[str, str], tmp_path: Path) -> None:
    file, told = tmp_path / "value", []
    without = {other: value for other, value in needed.items() if other != name}
    for value in VALUES:
        file.write_text(f"{value}\n", encoding="utf-8")
        plain = outcome(MODELS[process], without | {name: value})
        assert outcome(MODELS[process], without | {name + FILE: str(file)}) == plain
        told.append(plain)
    assert any(each != outcome(MODELS[process], without) for each in told)


def outcome(model: type[BaseModel], env: Mapping[str, str]) -> object:
    try:
        return load(model, env).model_dump()
    except SettingsError as error:
        return str(error)
