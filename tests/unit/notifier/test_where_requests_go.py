"""Requests go where TWILIO_API_URL says, whatever else stands in the environment."""

from __future__ import annotations

import pytest

from services.notifier.shell.sms import Accepted
from services.notifier.shell.twilio_http import where

from .test_twilio import MESSAGE, TEXT, answer, carrier

HOME, TWIN, IRELAND = "https://api.twilio.com", "http://127.0.0.1:8081", "https://api.dublin.ie1.twilio.com"


@pytest.mark.parametrize(("name", "value"), [("TWILIO_REGION", "ie1"), ("TWILIO_EDGE", "dublin")])
async def test_a_text_to_a_sandbox_stays_there(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    async with carrier(answer(201, {"sid": MESSAGE, "status": "queued"})) as (sms, there):
        assert await sms.send([TEXT]) == [Accepted(MESSAGE)]
        assert len(there.got) == 1


@pytest.mark.parametrize(
    ("api_url", "asked", "at"),
    [
        (HOME, "https://api.twilio.com/a?b=c", "https://api.twilio.com/a?b=c"),
        (HOME, "https://api.dublin.ie1.twilio.com/a", "https://api.twilio.com/a"),
        (HOME, "https://messaging.twilio.com/v1", "https://messaging.twilio.com/v1"),
        (IRELAND, "https://api.twilio.com/a", "https://api.dublin.ie1.twilio.com/a"),
        (IRELAND, "https://messaging.twilio.com/v1", "https://messaging.dublin.ie1.twilio.com/v1"),
        (TWIN, "https://api.ie1.twilio.com/a", "http://127.0.0.1:8081/a"),
        (TWIN, "https://messaging.twilio.com", "http://127.0.0.1:8081"),
        (TWIN, "http://127.0.0.1:8081/a", "http://127.0.0.1:8081/a"),
        (TWIN, "https://api.twilio.com.example/a", "https://api.twilio.com.example/a"),
    ],
)
def test_each_of_twilios_apis_is_asked_beside_the_one_that_is_named(api_url: str, asked: str, at: str) -> None:
    assert where(api_url, asked) == at
