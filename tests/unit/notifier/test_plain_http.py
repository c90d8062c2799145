"""What texts say and what people answer is readable for nobody on the way: plain http stays on this machine."""

from __future__ import annotations

import pytest

from services.notifier.settings import NotifierSettings
from shared.runtime.settings import SettingsError, load


def refused(env: dict[str, str]) -> dict[str, str]:
    """The lines, by setting. Whatever else is missing is named along with them."""
    with pytest.raises(SettingsError) as caught:
        load(NotifierSettings, env)
    return {line.split()[0].rstrip(":"): line for line in str(caught.value).splitlines()}


@pytest.mark.parametrize("name", ["DOORSTEP_PUBLIC_URL", "TWILIO_API_URL"])
@pytest.mark.parametrize(
    "url", ["http://bank.example", "http://127.0.0.1.bank.example", "http://10.0.0.1:8080", "http://127.bank.example"]
)
def test_plain_http_to_another_machine_is_refused_along_with_what_is_missing(name: str, url: str) -> None:
    lines = refused({name: url})
    assert lines[name] == f"{name}: plain http is for this machine only; it should begin with https://"
    assert "TWILIO_ACCOUNT_SID" in lines


@pytest.mark.parametrize("name", ["DOORSTEP_PUBLIC_URL", "TWILIO_API_URL"])
@pytest.mark.parametrize(
    "url",
    ["https://bank.example", "http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost", "http://127.0.0.2"],
)
def test_https_and_this_machine_are_taken(name: str, url: str) -> None:
    assert name not in refused({name: url})
