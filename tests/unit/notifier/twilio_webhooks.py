"""Webhooks as Twilio posts them, against a notifier process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from twilio.request_validator import RequestValidator

from services.notifier.shell.tokens import Tokens, fixed
from services.notifier.shell.webhook import Hook

from .notifier_process import KEYS, PHONE, PUBLIC_URL, NotifierProcess

TOKEN = "a token of sixteen or more"
SECOND = "another token of sixteen"
SID = "SM" + "a" * 32
ACCOUNT, OURS = "AC" + "0" * 32, "+351900000000"


def hook(notifier: NotifierProcess, *, tokens: Tokens = fixed(TOKEN), **more: Any) -> Hook:  # noqa: B008 (constant)
    return Hook(notifier.store, notifier.ring, KEYS, notifier.clock, tokens, PUBLIC_URL, **more)


async def post(
    to: Hook,
    form: Mapping[str, str],
    *,
    path: str = "/twilio/replies",
    token: str = TOKEN,
    url: str = PUBLIC_URL + "/twilio/replies",
    headers: Mapping[str, str] | None = None,
) -> int:
    """Post the form, signed with the token for that URL, to the path that a proxy makes of it; the status answered."""
    app = Starlette(routes=list(to.routes()))
    signed = {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, dict(form)), **(headers or {})}
    signed["Content-Type"] = "application/x-www-form-urlencoded"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://inside") as client:
        return (await client.post(path, content=urlencode(form).encode(), headers=signed)).status_code


def reply_form(words: str | None = "STOP", sender: str = PHONE, sid: str = SID, **more: str) -> dict[str, str]:
    """The form of a message that somebody wrote."""
    body = {} if words is None else {"Body": words}
    return {"MessageSid": sid, "From": sender, **body, "NumMedia": "0", **more}
