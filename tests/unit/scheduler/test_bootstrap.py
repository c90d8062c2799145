"""What the service is put together from, and what it refuses to start with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from services.scheduler.bootstrap import MIGRATIONS, QUERIES, RECIPE, SERVICE, machine
from services.scheduler.core.events_out import ReleaseTime, ReserveTime
from services.scheduler.core.rules import rules_of
from services.scheduler.core.state import initial
from services.scheduler.settings import SchedulerSettings
from shared.contracts.catalogue import BY_NAME
from shared.policy import load_pack, resolve
from shared.privacy.master import MasterKeys
from shared.runtime.settings import SettingsError, load
from tests.memory.scheduler import APPLIES, READS

from .events import CASE


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "master.key"
    key.write_text("a2" * 21 + "k=")
    return {
        "DATABASE_URL": "postgresql://somebody@localhost/doorstep",
        "KAFKA_BOOTSTRAP_SERVERS": "localhost:9092",
        "DOORSTEP_MASTER_KEY_FILE": str(key),
    }


def test_settings_name_a_policy_pack_that_exists(env: dict[str, str]) -> None:
    assert load(SchedulerSettings, env).policy == "default"
    with pytest.raises(SettingsError, match="DOORSTEP_POLICY"):
        load(SchedulerSettings, env | {"DOORSTEP_POLICY": "atlantis"})


def test_the_machine_listens_to_all_topics_that_the_catalogue_gives_scheduler() -> None:
    made = machine(load_pack("default"), MasterKeys.of(b"k" * 32))
    assert set(made.topics) == {
        name
        for name, topic in BY_NAME.items()
        if "scheduler" in topic.consumers and name not in ("switches", "operations") and not topic.is_read_whole
    }
    assert made.policy_version == load_pack("default").version
    assert made.initial_state(CASE) == initial(CASE)


def test_every_row_and_every_read_has_its_statement_on_both_stores() -> None:
    assert set(QUERIES) == set(READS) | set(APPLIES)
    assert {ReserveTime.statement, ReleaseTime.statement} == set(APPLIES)
    assert (RECIPE.service, RECIPE.migrations) == (SERVICE, MIGRATIONS)


def test_rules_come_from_the_pack_and_check_codes_stay_secret() -> None:
    day = date(2026, 11, 2)
    pack, rules = resolve("default", day), rules_of(load_pack("default"), b"a secret", day)
    assert rules.lead.total_seconds() == pack.notice.lead_min.value * 60
    assert rules.lead_cite == pack.notice.lead_min.rule
    assert "secret" not in repr(rules)
