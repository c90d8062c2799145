"""What Twilio tells us: status reports of texts, and borrowers' replies.

Checked against the signature over the configured public URL, stored, and only then answered; so an answer of 200 means
it can't be lost. Answers: 413 too large, 403 wrong signature, 400 not what Twilio sends, 404 a text we do not know,
503 when it can't be stored now. Personal values go nowhere but into the database, sealed.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from services.notifier.core.inputs import INPUTS, ReplyReceived, StatusReported
from services.notifier.core.texts import CARRIER
from shared.ids import derive
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime import metrics, probes
from shared.runtime.ports import Clock, IntakeRow, Store, Unavailable

BODY_BYTES_MAX = 64 * 1024
WORDS_CHARS_MAX = 4000
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
SID = re.compile(r"^(SM|MM)[0-9a-f]{32}$")
PHONE = re.compile(r"^\+[1-9]\d{6,14}$")
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hook:
    """`public_url` is our address as Twilio sees it: what it signs, whatever proxies stand between."""

    store: Store
    ring: KeyRing
    keys: MasterKeys
    clock: Clock
    token: str
    public_url: str

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("/twilio/status/{intent}", self._guarded(self._status), methods=["POST"]),
            Route("/twilio/replies", self._guarded(self._reply), methods=["POST"]),
        )

    def _guarded(self, take: Callable[[Request, Form], Awaitable[str]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            outcome = await self._checked(request, take)
            metrics.count("webhooks", outcome=outcome)
            status = STATUS.get(outcome, 200)
            return Response(EMPTY if status == 200 else "", status, media_type="text/xml" if status == 200 else None)

        return endpoint

    async def _checked(self, request: Request, take: Callable[[Request, Form], Awaitable[str]]) -> str:
        raw = await _body(request)
        if raw is None:
            return "too-large"
        form = _form(raw)
        if form is None:
            return "malformed"
        signature = request.headers.get("X-Twilio-Signature", "")
        url = self.public_url + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        if not RequestValidator(self.token).validate(url, dict(form), signature):
            return "wrong-signature"
        try:
            return await take(request, form)
        except Unavailable:
            return "unavailable"

    async def _status(self, request: Request, form: Form) -> str:
        try:
            intent = UUID(request.path_params["intent"])
        except ValueError:
            return "malformed"
        sid, said, code = form.get("MessageSid", ""), form.get("MessageStatus", ""), form.get("ErrorCode", "")
        if not SID.match(sid) or (code and not code.isdecimal()):
            return "malformed"
        status = CARRIER.get(said)
        if status is None:
            return "ignored"
        async with self.store.unit() as unit:
            rows = await unit.select("text_of", {"intent": intent})
        if not rows:
            return "unknown-text"
        now = self.clock.now()
        report = StatusReported(intent, sid, status, int(code) if code else None, now)
        row = IntakeRow(derive("status", sid, said), rows[0]["case_id"], now, INPUTS.dump_json(report))
        await self.store.take_in([row])
        probes.reached("webhook-stored")
        return "status"

    async def _reply(self, request: Request, form: Form) -> str:
        sid, sender, words = form.get("MessageSid", ""), form.get("From", ""), form.get("Body")
        if not SID.match(sid) or not PHONE.match(sender) or words is None:
            return "malformed"
        hashed = self.keys.phone_hash(sender)
        async with self.store.unit() as unit:
            cases = await unit.select("cases_of", {"phones": [hashed]})
        if not cases:
            return "unknown-phone"  # never texted from here, so there is nobody whose key could seal the words
        now = self.clock.now()
        rows = []
        for case in cases:
            sealed = await self.ring.seal(words[:WORDS_CHARS_MAX], kid=f"b-{case['borrower']}", of=sid, field="words")
            doc = INPUTS.dump_json(ReplyReceived(sid, hashed, now, sealed))
            rows.append(IntakeRow(derive("reply", sid, case["case_id"]), case["case_id"], now, doc))
        await self.store.take_in(rows)
        probes.reached("webhook-stored")
        return "reply"


STATUS: dict[str, int] = {
    "too-large": 413,
    "malformed": 400,
    "wrong-signature": 403,
    "unknown-text": 404,
    "unavailable": 503,
}


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is larger than anything Twilio sends."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > BODY_BYTES_MAX:
            return None
    return bytes(read)


def _form(raw: bytes) -> dict[str, str] | None:
    """The form with its blank fields: they are signed too."""
    try:
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=200, errors="strict"))
    except ValueError:
        return None
