"""Carries signed webhooks to the product, in order for each phone, side by side for different ones.

As patient as Twilio is and no more: see `overrides`. What is not answered by then was said in vain; the product has to
ask for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

from .overrides import RetryCause, overrides_of

AT_ONCE_MAX = 16


@dataclass(frozen=True, slots=True)
class WebhookAnswer:
    """`http` is 0 when nobody answered at all."""

    http: int
    tries: int


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    form: Mapping[str, str]
    then: Callable[[WebhookAnswer], None]


class Courier:
    """`token` signs; whoever changes it rotates it."""

    def __init__(self, token: str, client: httpx.AsyncClient) -> None:
        self.token = token
        self._client = client
        self._waiting: dict[str, deque[Webhook]] = {}
        self._runs: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE_MAX)

    @property
    def in_flight(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    def carry(self, phone: str, webhook: Webhook) -> None:
        """Queue behind the earlier webhooks of this phone."""
        queue = self._waiting.get(phone)
        if queue is not None:
            queue.append(webhook)
            return
        self._waiting[phone] = deque([webhook])
        run = asyncio.create_task(self._run(phone))
        self._runs.add(run)
        run.add_done_callback(self._runs.discard)

    async def close(self) -> None:
        for run in tuple(self._runs):
            run.cancel()
        await asyncio.gather(*self._runs, return_exceptions=True)

    async def _run(self, phone: str) -> None:
        queue = self._waiting[phone]
        while queue:
            webhook = queue[0]
            answered = await self._post(webhook)
            webhook.then(answered)
            queue.popleft()  # only now: what is in flight counts as waiting
        del self._waiting[phone]

    async def _post(self, webhook: Webhook) -> WebhookAnswer:
        url, asked = overrides_of(webhook.url)
        headers = {
            "X-Twilio-Signature": RequestValidator(self.token).compute_signature(url, dict(webhook.form)),
            "I-Twilio-Idempotency-Token": str(uuid4()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        request = self._client.build_request(
            "POST", url, content=urlencode(webhook.form), headers=headers,
            timeout=httpx.Timeout(asked.read_s, connect=asked.connect_s),
        )  # fmt: skip
        tries = 0
        async with self._room:
            clock = asyncio.get_running_loop().time
            ends = clock() + asked.total_s
            while True:
                tries += 1
                http, failure = await self._once(request, ends)
                if failure not in asked.on or clock() >= ends or tries > asked.retries:
                    return WebhookAnswer(http, tries)

    async def _once(self, request: httpx.Request, ends: float) -> tuple[int, RetryCause | None]:
        """The answer's status, 0 without one, and what kind of failure it is."""
        try:
            async with asyncio.timeout_at(ends):
                response = await self._client.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return 0, "ct"
        except Exception:  # of whatever kind: not all that goes wrong under httpx is one of its errors
            return 0, "rt"
        if response.status_code < 400:
            return response.status_code, None
        return response.status_code, "4xx" if response.status_code < 500 else "5xx"
