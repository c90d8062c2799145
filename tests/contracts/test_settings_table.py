"""README's table of settings is the settings there are: none is missing, none is told that nobody reads."""

from __future__ import annotations

import re

import pytest

from deploy.local.environment import known, unknown
from services.console.cli.service_settings import MODELS
from tests.architecture.sources import ROOT, python_files

TABLE = re.search(r"\| setting \| what \|\n(.*?)\n\n", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
TOLD = [
    name
    for row in (TABLE[1] if TABLE else "").splitlines()
    for name in re.findall(r"`([A-Z][A-Z_]+)`", row.split("|")[1])
]
SOURCES = "\n".join((ROOT / path).read_text("utf-8") for path in python_files("services", "shared", "deploy"))


def test_the_table_has_every_setting_once() -> None:
    assert sorted(TOLD) == sorted(known(MODELS))


@pytest.mark.parametrize(
    "name", sorted(known(MODELS) - {"DOORSTEP_PYTHON", "DOORSTEP_KAFKA_PORT", "DOORSTEP_POSTGRES_PORT"})
)
def test_every_setting_of_the_table_is_read_somewhere(name: str) -> None:
    assert f'"{name}"' in SOURCES


def test_a_name_that_looks_like_a_setting_and_is_none_is_found() -> None:
    env = {"DOORSTEP_TOPICS_PREFIX": "a", "KAFKA_SASL_PASSWORD_FILE": "b", "DOORSTEP_POLICY": "c", "HOME": "d"}
    assert unknown(env, MODELS) == ["DOORSTEP_TOPICS_PREFIX"]
