"""The public URL may have a path of its own; a proxy in between may leave it or take it off. Both reach us."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
import pytest
from twilio.request_validator import RequestValidator

from services.notifier.settings import NotifierSettings
from services.notifier.shell.address import Address
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook
from shared.runtime.routing import application
from shared.runtime.settings import SettingsError, load

from .notifier_process import KEYS, PHONE, Memory, NotifierProcess, notifier_process

TOKEN = "a token of sixteen or more"
FORM = {"MessageSid": "SM" + "a" * 32, "From": PHONE, "Body": "STOP"}
PUBLIC = "https://bank.example/texts"


async def answered(notifier: NotifierProcess, public: str, signed: str, arrives: str) -> int:
    hook = Hook(notifier.store, notifier.ring, KEYS, notifier.clock, fixed(TOKEN), public)
    transport = httpx.ASGITransport(app=application(hook.routes()))
    heads = {
        "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(signed, FORM),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    async with httpx.AsyncClient(transport=transport, base_url="http://inside:1") as client:
        return (await client.post(arrives, content=urlencode(FORM), headers=heads)).status_code


@pytest.mark.parametrize(
    ("public", "arrives", "status"),
    [
        (PUBLIC, "/twilio/replies", 200),
        (PUBLIC, "/texts/twilio/replies", 200),
        (PUBLIC, "/texts/twilio/replies?a=b", 200),
        (PUBLIC, "/other/twilio/replies", 404),
        (PUBLIC, "/texts/texts/twilio/replies", 404),
        ("https://bank.example/twilio", "/twilio/replies", 200),
        ("https://bank.example/twilio", "/twilio/twilio/replies", 200),
        ("https://bank.example/a%20b/c", "/a%20b/c/twilio/replies", 200),
        ("https://bank.example", "/twilio/replies", 200),
        ("https://bank.example", "/texts/twilio/replies", 404),
        ("https://bank.example:8443/texts", "/twilio/replies", 200),
        ("https://bank.example:8443/texts", "/texts/twilio/replies?a=b&c=%20d", 200),
        ("https://bank.example:443/texts", "/texts/twilio/replies", 200),
        (PUBLIC, "/texts/twilio/replies/", 404),
        (PUBLIC, "/texts//twilio/replies", 404),
        ("https://bank.example/texts", "/TEXTS/twilio/replies", 404),
    ],
)
async def test_a_request_arrives_whether_the_proxy_takes_the_path_off_or_not(
    public: str, arrives: str, status: int
) -> None:
    query = arrives.partition("?")[2]
    async with notifier_process(Memory()) as notifier:
        signed = f"{public}/twilio/replies" + (f"?{query}" if query else "")
        assert await answered(notifier, public, signed, arrives) == status


@pytest.mark.parametrize("arrives", ["/twilio/replies", "/texts/twilio/replies"])
@pytest.mark.parametrize(
    "signed", ["https://bank.example/twilio/replies", "https://bank.example/texts/texts/twilio/replies"]
)
async def test_what_counts_is_the_signature_over_the_public_url_alone(arrives: str, signed: str) -> None:
    async with notifier_process(Memory()) as notifier:
        assert await answered(notifier, PUBLIC, signed, arrives) == 403


@pytest.mark.parametrize("written", ["https://bank.example:443/texts", "https://bank.example/texts"])
@pytest.mark.parametrize("called", ["https://bank.example:443/texts", "https://bank.example/texts"])
async def test_the_port_that_https_has_anyway_may_be_written_or_not(written: str, called: str) -> None:
    async with notifier_process(Memory()) as notifier:
        assert await answered(notifier, written, f"{called}/twilio/replies", "/twilio/replies") == 200


@pytest.mark.parametrize("wrong", ["#rc=2&rp=all", "?a=b", "/"])
def test_what_is_not_signed_with_every_path_is_no_part_of_the_public_url(wrong: str) -> None:
    env = {"DOORSTEP_PUBLIC_URL": f"{PUBLIC}{wrong}"}
    with pytest.raises(SettingsError, match="DOORSTEP_PUBLIC_URL is not usable"):
        load(NotifierSettings, env)


def test_the_public_url_is_what_is_signed() -> None:
    address = Address(PUBLIC)
    for arrived in address.arrivals("/twilio/status/1"):
        assert address.signed(arrived, "rc=2") == "https://bank.example/texts/twilio/status/1?rc=2"
