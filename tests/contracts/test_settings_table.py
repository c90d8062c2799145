"""README's table of settings is the settings there are, those of the sandbox and of tests apart."""

from __future__ import annotations

import re

from docs.generate.settings_models import LAUNCHER, PROCESSES, fields
from tests.architecture.sources import ROOT

TABLE = re.search(r"\| setting \| what \|\n(.*?)\n\n", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
TOLD = [
    name
    for row in (TABLE[1] if TABLE else "").splitlines()
    for name in re.findall(r"`([A-Z][A-Z_]+)`", row.split("|")[1])
]
OF_TESTS = {"DOORSTEP_CLOCK_FILE", "DOORSTEP_FAILPOINTS"}


def test_the_table_has_every_setting_once() -> None:
    settings = {name for name in fields() if not name.startswith("SANDBOX_")}
    assert sorted(TOLD) == sorted((settings | {LAUNCHER}) - OF_TESTS)


def test_every_process_has_its_settings_in_the_page() -> None:
    assert {field.alias for model in PROCESSES.values() for field in model.model_fields.values()} <= fields().keys()
