"""What Twilio tells us: status reports of texts, and borrowers' replies.

Checked against the signature over the configured public URL, stored, and only then answered; so an answer of 200 means
it can't be lost. Answers: 413 too large, 403 wrong signature, 400 not what Twilio sends, 404 a text we do not know, or
a message that is not the one of this text, 503 when it can't be stored now. Personal values go nowhere but into the
database, sealed.

Nothing tells an old request that is sent again from a new one but the id of its message, so that counts for ever.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
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

from .address import Address

BODY_BYTES_MAX = 64 * 1024
WORDS_CHARS_MAX = 4000
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
FIELDS_MAX = 200
SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
CODE = re.compile(r"[0-9]{0,9}")
READ = ("MessageSid", "MessageStatus", "ErrorCode", "From", "Body")


class Form(dict[str, list[str]]):
    """Each field with all its values, in the shape in which the signing library reads them."""

    def getlist(self, name: str) -> list[str]:
        return self[name]

    def one(self, name: str) -> str | None:
        """The only value of a field; None without any."""
        return self[name][0] if name in self else None

    @property
    def plain(self) -> bool:
        """Is no field that we read said twice in different words?"""
        return all(len(set(self.get(name, ()))) <= 1 for name in READ)


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
        taken = (
            ("/twilio/status/{intent}", self._guarded(self._status)),
            ("/twilio/replies", self._guarded(self._reply)),
        )
        address = Address(self.public_url)
        return tuple(Route(at, take, methods=["POST"]) for path, take in taken for at in address.arrivals(path))

    def _guarded(self, take: Callable[[Request, Form], Awaitable[str]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            outcome = await self._checked(request, take)
            metrics.count("webhooks", outcome=outcome)
            status = STATUS.get(outcome, 200)
            return Response(EMPTY if status == 200 else "", status, media_type="text/xml" if status == 200 else None)

        return endpoint

    async def _checked(self, request: Request, take: Callable[[Request, Form], Awaitable[str]]) -> str:
        try:
            raw = await _body(request)
        except ClientDisconnect:
            return "gone"
        if raw is None:
            return "too-large"
        form = _form(raw)
        if form is None:
            return "malformed"
        signature = request.headers.get("X-Twilio-Signature", "")
        url = Address(self.public_url).signed(request.url.path, request.url.query)
        if not RequestValidator(self.token).validate(url, form, signature):
            return "wrong-signature"
        if not form.plain:
            return "malformed"
        try:
            return await take(request, form)
        except Unavailable:
            return "unavailable"

    async def _status(self, request: Request, form: Form) -> str:
        try:
            intent = UUID(request.path_params["intent"])
        except ValueError:
            return "malformed"
        sid, said, code = (form.one(name) or "" for name in ("MessageSid", "MessageStatus", "ErrorCode"))
        if not SID.fullmatch(sid) or not CODE.fullmatch(code):
            return "malformed"
        status = CARRIER.get(said)
        if status is None:
            return "ignored"
        async with self.store.unit() as unit:
            rows = await unit.select("text_of", {"intent": intent})
        if not rows or rows[0]["sid"] not in (None, sid):
            return "unknown-text"  # a receipt counts for the message that it names
        now = self.clock.now()
        report = StatusReported(intent, sid, status, int(code) if code else None, now)
        row = IntakeRow(derive("status", sid, said), rows[0]["case_id"], now, INPUTS.dump_json(report))
        await self.store.take_in([row])
        probes.reached("webhook-stored")
        return "status"

    async def _reply(self, request: Request, form: Form) -> str:
        sid, sender, words = form.one("MessageSid") or "", form.one("From") or "", form.one("Body")
        if not SID.fullmatch(sid) or not PHONE.fullmatch(sender) or words is None:
            return "malformed"
        hashed = self.keys.phone_hash(sender)
        async with self.store.unit() as unit:
            cases = await unit.select("cases_of", {"phones": [hashed]})
            ids = {case["case_id"]: derive("reply", sid, case["case_id"]) for case in cases}
            if await unit.select("replies_known", {"cases": list(ids), "ids": list(ids.values())}):
                return "known-reply"  # and cases that the phone got since are not what it was about
            kids = await unit.select("kids_of", {"cases": list(ids), "phone": hashed})
        if not cases:
            return "unknown-phone"  # never texted from here, so there is nobody whose key could seal the words
        now = self.clock.now()
        known = await self.ring.keys({row["kid"] for row in kids})
        rows = []
        for case, kid in ((row["case_id"], row["kid"]) for row in kids):
            if kid not in known:
                continue  # the person was forgotten: their words are not kept, and nothing goes out to them anyway
            sealed = await self.ring.seal(words[:WORDS_CHARS_MAX], kid=kid, of=sid, field="words")
            doc = INPUTS.dump_json(ReplyReceived(sid, hashed, now, sealed))
            rows.append(IntakeRow(ids[case], case, now, doc))
        if not rows:
            return "forgotten-person"
        await self.store.take_in(rows)
        probes.reached("webhook-stored")
        return "reply"


STATUS: dict[str, int] = {
    "too-large": 413,
    "malformed": 400,
    "gone": 400,
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


def _form(raw: bytes) -> Form | None:
    """The form with its blank fields: they are signed too. None for what is no form in UTF-8."""
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        return None
    form = Form()
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
