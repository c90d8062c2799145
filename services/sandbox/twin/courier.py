"""Carries signed webhooks to the product, in order for each phone, side by side for different ones.

It is more patient than Twilio is: a webhook that nobody answers is tried again until `PATIENCE_S` of real time have
passed, so that a demo in which every process is killed loses nothing to the carrier's own limits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx
from twilio.request_validator import RequestValidator

PATIENCE_S = 180.0
PAUSE_S_MAX = 0.5
AT_ONCE_MAX = 16


@dataclass(frozen=True, slots=True)
class Answered:
    """`http` is 0 when nobody answered at all."""

    http: int
    tries: int


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    form: Mapping[str, str]
    then: Callable[[Answered], None]


class Courier:
    def __init__(self, token: str, client: httpx.AsyncClient) -> None:
        self._signer = RequestValidator(token)
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

    async def _post(self, webhook: Webhook) -> Answered:
        headers = {
            "X-Twilio-Signature": self._signer.compute_signature(webhook.url, dict(webhook.form)),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(webhook.form)
        tries, http, pause_s, began = 0, 0, 0.05, asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() - began < PATIENCE_S:
            tries += 1
            try:
                async with self._room:
                    response = await self._client.post(webhook.url, content=body, headers=headers)
                http = response.status_code
                if http < 500:
                    return Answered(http, tries)
            except Exception:  # of whatever kind: not all that goes wrong under httpx is one of its errors
                http = 0
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, PAUSE_S_MAX)
        return Answered(http, tries)
