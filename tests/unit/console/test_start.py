"""How the monitor starts: settings, and the names of its runs."""

import pytest

from services.console.monitor import topics
from services.console.monitor.__main__ import main
from services.console.monitor.app import credentials
from services.console.monitor.settings import MonitorSettings
from shared.contracts.catalogue import TOPICS
from shared.runtime.settings import SettingsError, load

KAFKA = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092"}


def test_wrong_settings_are_named_and_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
    monkeypatch.setenv("DOORSTEP_MONITOR_HOURS", "900")
    assert main() == 78
    assert "DOORSTEP_MONITOR_HOURS is not usable: it should be hours to look back, 1 to 24" in capsys.readouterr().err


def test_it_needs_neither_a_database_nor_a_key() -> None:
    settings = load(MonitorSettings, KAFKA)
    assert settings.topics == [topic.name for topic in TOPICS]
    assert credentials(settings) is None


def test_topics_and_runs_carry_the_prefix_of_a_shared_kafka() -> None:
    settings = load(MonitorSettings, KAFKA | {"DOORSTEP_TOPIC_PREFIX": "bank."})
    assert settings.topics[0] == "bank.loans"
    assert topics.run_name("bank.", 1.5) == "bank.doorstep-monitor-1500"


def test_sasl_without_a_user_is_refused() -> None:
    with pytest.raises(SettingsError, match="KAFKA_SASL_USERNAME"):
        load(MonitorSettings, KAFKA | {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"})


def test_faust_gets_in_with_the_same_credentials_as_everybody() -> None:
    secured = {"KAFKA_SECURITY_PROTOCOL": "SASL_SSL", "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
               "KAFKA_SASL_USERNAME": "monitor", "KAFKA_SASL_PASSWORD": "hush"}  # fmt: skip
    found = credentials(load(MonitorSettings, KAFKA | secured))
    assert (found.protocol.value, found.mechanism.value, found.username) == ("SASL_SSL", "SCRAM-SHA-512", "monitor")
    assert credentials(load(MonitorSettings, KAFKA | {"KAFKA_SECURITY_PROTOCOL": "SSL"})).protocol.value == "SSL"
