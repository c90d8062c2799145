"""A setting that is refused says what it should be: with its range, wherever it has one."""

from __future__ import annotations

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deploy.local.command_settings import CommandSettings
from docs.generate.settings_models import PROCESSES
from shared.runtime.settings import KafkaSettings, SettingsError, load

MODELS: tuple[type[BaseModel], ...] = (*PROCESSES.values(), CommandSettings)
FIELDS = {
    f"{model.__name__}.{field.alias}": field for model in MODELS for field in model.model_fields.values() if field.alias
}
BOUNDS = ("ge", "le", "gt", "lt", "min_length", "max_length")
PATTERNS = {
    "KAFKA_BOOTSTRAP_SERVERS": "host:port", "KAFKA_SASL_OIDC_URL": "https URL",
    "DOORSTEP_TOPIC_PREFIX": "at most 60 letters, digits, dots, _ and -", "DATABASE_URL": "postgresql://",
    "TWILIO_ACCOUNT_SID": "AC and 32 hex", "TWILIO_FROM": "E.164",
    "TWILIO_API_URL": "https:// and a host, without a path",
    "DOORSTEP_PUBLIC_URL": "https:// and", "DOORSTEP_CONSOLE_URL": "https:// and a name",
    "DOORSTEP_OIDC_ISSUER": "an https URL", "DOORSTEP_CONSOLE_READY": "name=host:port",
    "DOORSTEP_CONSOLE_TILES": "https://", "DOORSTEP_SEGMENT_PRICE": "at most 9999.999999",
    "DOORSTEP_CONSOLE_WORLD": "127.0.0.1:port", "SANDBOX_SEED": "1 to 32 letters, digits and -",
}  # fmt: skip
"""What is said of those whose range is a form."""


def bounds(field: FieldInfo) -> list[str]:
    found = [getattr(rule, name, None) for rule in field.metadata for name in BOUNDS]
    return [f"{bound:g}" if bound < 1e5 else str(bound) for bound in found if bound]


def pattern(field: FieldInfo) -> bool:
    return any(getattr(rule, "pattern", None) for rule in field.metadata)


@pytest.mark.parametrize("name", sorted(name for name, field in FIELDS.items() if bounds(field)))
def test_every_bound_stands_in_what_the_setting_should_be(name: str) -> None:
    said = (FIELDS[name].description or "").replace(",", " ").split()
    assert set(bounds(FIELDS[name])) <= {word.rstrip(".:;") for word in said}


@pytest.mark.parametrize("name", sorted(name for name, field in FIELDS.items() if pattern(field)))
def test_every_form_is_told(name: str) -> None:
    assert PATTERNS[name.partition(".")[2]] in (FIELDS[name].description or "")


@pytest.mark.parametrize("prefix", ["a b", "x" * 61, "bank/", "bank\n"])
def test_a_prefix_that_no_topic_can_have_is_refused_with_what_it_may_be(prefix: str) -> None:
    with pytest.raises(SettingsError, match="at most 60 letters"):
        load(KafkaSettings, {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DOORSTEP_TOPIC_PREFIX": prefix})
