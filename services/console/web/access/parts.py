"""What signing in works with, opened and closed with the site."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from shared.runtime.clock import SystemClock
from shared.runtime.ports import Clock

from ...store.accounts import Accounts
from ...store.journeys import Journeys
from ...store.links import Links
from ...store.sessions import Sessions
from ...store.sign_ins import SignIns
from ...store.tables import ConsoleTables
from ...store.trail import Trail
from .cookies import CookieNames
from .known_sessions import KnownSessions
from .oidc.provider import Provider
from .oidc.role_map import RoleMap
from .origin import origin_of
from .passwords import Passwords
from .seen_lately import SeenLately
from .settings import AccessSettings


@dataclass(frozen=True, slots=True)
class Federation:
    """An identity provider, and what its word is worth here. `back_at` is our address that it sends people back to."""

    provider: Provider
    roles: RoleMap
    back_at: str
    label: str


@dataclass(frozen=True, slots=True)
class AccessParts:
    """`own` is the console's public origin, None on a loopback address. `sandbox`: nobody has to sign in.

    The clock is the real one also where the services' is not: a virtual day would end every session in a minute.
    """

    tables: ConsoleTables
    accounts: Accounts
    links: Links
    begun: Sessions
    sessions: KnownSessions
    sign_ins: SignIns
    journeys: Journeys
    passwords: Passwords
    cookies: CookieNames
    own: str | None
    sandbox: bool
    federation: Federation | None
    clock: Clock
    trail: Trail
    lately: SeenLately

    async def open(self) -> None:
        """Does not wait for a database or provider that is not there yet."""
        await self.tables.open()

    async def close(self) -> None:
        await self.tables.close()
        if self.federation is not None:
            await self.federation.provider.close()


def access_parts(
    settings: AccessSettings, port: int, *, clock: Clock | None = None, passwords: Passwords | None = None
) -> AccessParts:
    """`port` is where the console listens."""
    tables = ConsoleTables(settings.live("DATABASE_URL"))
    sessions, own = Sessions(tables), origin_of(settings.console_url) if settings.console_url else None
    return AccessParts(
        tables=tables,
        accounts=Accounts(tables),
        links=Links(tables),
        begun=sessions,
        sessions=KnownSessions(sessions),
        sign_ins=SignIns(tables),
        journeys=Journeys(tables),
        passwords=passwords or Passwords(),
        cookies=CookieNames(port if own is None else None),
        own=own,
        sandbox=settings.console_open == "sandbox",
        federation=_federation(settings, own or f"http://127.0.0.1:{port}"),
        clock=clock or SystemClock(),
        trail=Trail(tables),
        lately=SeenLately(),
    )


def access_of(request: Request) -> AccessParts:
    parts = request.state.access
    assert isinstance(parts, AccessParts)
    return parts


def _federation(settings: AccessSettings, origin: str) -> Federation | None:
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    roles = RoleMap.of(settings.oidc_roles, settings.oidc_roles_claim)
    secret = settings.live("DOORSTEP_OIDC_CLIENT_SECRET") if settings.oidc_client_secret is not None else None
    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, secret)
    return Federation(provider, roles, f"{origin}/oidc/callback", settings.oidc_label)
