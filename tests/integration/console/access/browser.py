"""A browser as far as signing in needs one: it keeps cookies and says where a form comes from."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp

HERE = "http://127.0.0.1:8123"


class Browser:
    """`cookies` are those it has, by name. Headers that are given replace its own; None leaves one out."""

    def __init__(self, app: ASGIApp, address: str = "127.0.0.1", at: str = HERE) -> None:
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []
        self._at = at
        transport = httpx.ASGITransport(app=app, client=(address, 40_000))
        self._client = httpx.AsyncClient(transport=transport, base_url=at)

    async def get(self, path: str, **headers: str | None) -> httpx.Response:
        return await self.send("GET", path, headers={"sec-fetch-mode": "navigate", **_spelt(headers)})

    async def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str | None) -> httpx.Response:
        own = {
            "content-type": "application/x-www-form-urlencoded",
            "origin": self._at,
            "sec-fetch-site": "same-origin",
            "sec-fetch-mode": "navigate",
        }
        return await self.send("POST", path, form=form or {}, headers={**own, **_spelt(headers)})

    async def send(
        self, method: str, path: str, *, headers: Mapping[str, str | None], form: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> httpx.Response:  # fmt: skip
        sent = {name: value for name, value in headers.items() if value is not None}
        if self.cookies and "cookie" not in sent:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = self._client.build_request(method, path, headers=sent, data=form, content=body)
        request.headers.pop("cookie", None)
        if "cookie" in sent:
            request.headers["cookie"] = sent["cookie"]
        answer = await self._client.send(request)
        for line in answer.headers.get_list("set-cookie"):
            self._keep(line)
        return answer

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """One step, within this site."""
        assert answer.is_redirect, (answer.status_code, answer.text)
        to = urlsplit(answer.headers["location"])
        assert not to.netloc, to
        return await self.get(to.path + (f"?{to.query}" if to.query else ""))

    def _keep(self, line: str) -> None:
        self.set_cookies.append(line)
        pair, *flags = (part.strip() for part in line.split(";"))
        name, _, value = pair.partition("=")
        if "Max-Age=0" in flags:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def _spelt(headers: Mapping[str, str | None]) -> dict[str, str | None]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
