"""The sandbox's world driven: its clock, its phones, its bank, its carrier, the services' processes. Only where it is.

The sandbox is a process of its own and listens on this machine alone; what is asked of it and what it answers is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from deploy.local.user_error import UserError

from ..target import Target

HOST = "127.0.0.1"
PATIENCE_S = 5.0
TYPED_MAX = 2_000
NO_ROUTE = (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED)
"""Also where a case is called so that its address is another one: "", "..", "a/b"."""
NO_WORLD = "There is no world to drive here."
AWAY = "The world does not answer"
NOBODY = {"error": "The bank has no such customer."}
WorldDocument = dict[str, Any]


class NoSuchCustomer(UserError):
    """The bank of this world has nobody of that case."""


@dataclass(frozen=True, slots=True)
class WorldLink:
    """To the sandbox's control surface. What it refuses is a `UserError` with its sentence."""

    port: int
    token: str

    async def state(self) -> WorldDocument:
        return await self._ask("GET", "/state")

    async def customers(self, find: str = "") -> WorldDocument:
        return await self._ask("GET", f"/customers?find={_segment(find)}")

    async def phone(self, case: str) -> WorldDocument:
        """Raises `NoSuchCustomer`."""
        return await self._ask("GET", f"/phones/{_segment(case)}")

    async def clock(self, do: str, **how: object) -> str:
        """`pause`, `go`, `speed` (`speed`), `jump` (`hours`, or `to`: `morning`, `text`)."""
        return await self._do("/clock", do=do, **how)

    async def type_text(self, case: str, text: str) -> str:
        # More than any phone sends is refused in the world's own words, and need not travel.
        return await self._do(f"/phones/{_segment(case)}", text=text[:TYPED_MAX])

    async def miss(self, case: str, days: int) -> str:
        return await self._do(f"/customers/{_segment(case)}/miss", days=days)

    async def pay(self, case: str) -> str:
        return await self._do(f"/customers/{_segment(case)}/pay")

    async def kill(self, service: str) -> str:
        return await self._do("/kill", service=service)

    async def poison(self, case: str = "") -> str:
        return await self._do("/poison", case=case)

    async def weather(self, name: str) -> str:
        return await self._do("/weather", weather=name)

    async def _do(self, path: str, **asked: object) -> str:
        return str((await self._ask("POST", path, asked))["said"])

    async def _ask(self, method: str, path: str, asked: Mapping[str, object] | None = None) -> WorldDocument:
        headers = {"authorization": f"Bearer {self.token}", "content-type": "application/json"}
        content = _utf8(json.dumps(asked, ensure_ascii=False)) if asked is not None else None
        try:
            async with httpx.AsyncClient(headers=headers, timeout=PATIENCE_S, trust_env=False) as client:
                answer = await client.request(method, f"http://{HOST}:{self.port}{path}", content=content)
                found = answer.json() if answer.status_code not in NO_ROUTE or _is_json(answer) else NOBODY
        except httpx.InvalidURL:
            raise NoSuchCustomer("No case is called by a name as long as that.", "See ./doorstep world ls.") from None
        except (httpx.HTTPError, ValueError):
            raise UserError(f"{AWAY}.", "See ./doorstep status.") from None
        if not isinstance(found, dict):
            raise UserError(f"{AWAY} as it should.", "See ./doorstep status.")
        if answer.status_code in NO_ROUTE:
            raise NoSuchCustomer(str(found.get("error", "")), "")
        if answer.is_error:
            raise UserError(str(found.get("error", "")), "")
        return found


def _is_json(answer: httpx.Response) -> bool:
    return str(answer.headers.get("content-type", "")).startswith("application/json")


def _segment(typed: str) -> str:
    return quote(_utf8(typed), safe="")


def _utf8(typed: str) -> bytes:
    """Bytes of a command line that are no UTF-8 are halves of characters to Python."""
    try:
        return typed.encode()
    except UnicodeEncodeError:
        raise UserError("What is asked of the world is not UTF-8.", "Type it again.") from None


def world_of(target: Target) -> WorldLink | None:
    """None where there is no sandbox."""
    found = target.world()
    return WorldLink(*found) if found is not None else None


def the_world(target: Target) -> WorldLink:
    """Raises `UserError`."""
    found = world_of(target)
    if found is None:
        raise UserError(NO_WORLD, "Start one with ./doorstep up --sandbox or ./doorstep demo --stay.")
    return found
