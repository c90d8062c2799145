"""A site whose people sign in with a real provider."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from deploy.local.ports import free_port
from services.console.web.access.parts import access_parts
from services.console.web.access.settings import AccessSettings
from shared.runtime.web import Web

from .browser import Browser
from .identity_provider import CLIENT, SECRET, IdentityProvider
from .sign_in_site import SetClock, SignInSite
from .small_site import cheap_passwords, small_site

BACK_AT = "http://127.0.0.1:8123/oidc/callback"


HOUR_S = 3_600


@dataclass
class Federated:
    site: SignInSite
    provider: IdentityProvider
    settings: AccessSettings
    seen: list[str] = field(default_factory=list)

    async def leave(self, browser: Browser, after: str = "") -> str:
        """To the provider; the address at which it sends the browser back."""
        page = await browser.post("/oidc/leave", {"next": after})
        assert page.status_code == 200, page.text
        to = page.text.partition('content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
        self.seen.append(to)
        async with httpx.AsyncClient(verify=False) as client:
            answer = await client.get(to)
        assert answer.is_redirect, answer.text
        back = answer.headers["location"]
        assert back.startswith(BACK_AT)
        return str(back).removeprefix("http://127.0.0.1:8123")

    async def sign_in(self, browser: Browser, after: str = "") -> httpx.Response:
        return await browser.get(await self.leave(browser, after), sec_fetch_site="cross-site")

    def of_now(self) -> dict[str, int]:
        """Claims of a provider whose clock was moved with ours."""
        now = int(self.site.clock.now().timestamp())
        return {"iat": now, "exp": now + HOUR_S}

    async def refused(self) -> httpx.Response:
        """Somebody tries, and does not come in."""
        browser = self.site.browser()
        answer = await self.sign_in(browser)
        assert answer.status_code in (400, 403, 503), answer.headers
        assert browser.cookies == {}
        assert (await browser.get("/")).status_code == 303
        return answer


@asynccontextmanager
async def federation(settings: AccessSettings) -> AsyncIterator[Federated]:
    port = free_port()
    provider = IdentityProvider(f"http://127.0.0.1:{port}", BACK_AT)
    web = Web(provider.app, port, setting="TEST_PORT")
    await web.start()
    configured = AccessSettings.model_validate(
        settings.model_dump(exclude_unset=True)
        | {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_roles": "desk=operator;leads=supervisor;leads=operator;CN=dpo,OU=bank=privacy_officer",
        }
    )
    access = access_parts(configured, 8123, clock=SetClock(datetime.now(UTC)), passwords=cheap_passwords())
    await access.open()
    clock = access.clock
    assert isinstance(clock, SetClock)
    yield Federated(SignInSite(settings.database_url, access, small_site(access), clock), provider, configured)
    await access.close()
    await web.stop()
