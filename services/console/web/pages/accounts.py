"""Accounts: who may come in, as what. Changed by supervisors, never their own; a link is shown once, kept nowhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deploy.local.user_error import UserError
from shared.runtime.logs import logger

from ...acts.accounts import add_account, disable_account, give_roles, password_link
from ...may import BY_NAME, TABLE, Right, StaffRole, is_second_person
from ...trail.entry import about_of
from ..access.parts import AccessParts, access_of
from ..access.required import needs
from ..acting import answered, by_of, result_of
from ..asked import SAID
from ..forms import form_of
from ..last_seen import just_read
from ..page import pages_of
from ..results import ToldOnce

BACK = "/accounts"
log = logger("console")


@needs(Right.MANAGE_ACCOUNTS, asks=(SAID,))
async def _accounts(request: Request) -> Response:
    access, by = access_of(request), by_of(request)
    rows = await access.accounts.all()
    return pages_of(request).render(
        request, "accounts.html", just_read(rows), accounts=rows, roles=list(StaffRole), rights=TABLE,
        own={account.name for account in rows if not is_second_person(account.name, by)},
        result=result_of(request), sandbox=access.sandbox,
    )  # fmt: skip


@needs(Right.MANAGE_ACCOUNTS)
async def _add(request: Request) -> Response:
    form, roles = await _form(request)
    name = form.get("name", "").strip().lower()

    async def made(access: AccessParts, by: str) -> str:
        return await add_account(access.accounts, access.links, name, roles, by, access.clock.now())

    return await _link(request, "account-add", name, made, form | {"new": "yes"}, roles)


@needs(Right.MANAGE_ACCOUNTS)
async def _new_link(request: Request) -> Response:
    form = await form_of(request)
    name = form.get("name", "")

    async def made(access: AccessParts, _by: str) -> str:
        return await password_link(access.links, name, access.clock.now())

    return await _link(request, "account-link", name, made, form)


@needs(Right.MANAGE_ACCOUNTS)
async def _roles(request: Request) -> Response:
    form, roles = await _form(request)
    by = by_of(request)

    async def act() -> str:
        said = await give_roles(access_of(request).accounts, form.get("name", ""), roles, by)
        log.info("account-roles", count=len(roles))
        return said

    about = about_of(form.get("name", ""), *sorted(roles))
    return await answered(request, BACK, act, form, what="account-roles", about=about)


@needs(Right.MANAGE_ACCOUNTS)
async def _disable(request: Request) -> Response:
    form, by = await form_of(request), by_of(request)

    async def act() -> str:
        if form.get("sure") != "yes":
            raise UserError("Nobody was disabled: tick that you know what it means.", "")
        access = access_of(request)
        said = await disable_account(access.accounts, form.get("name", ""), by, access.clock.now())
        log.info("account-disabled")
        return said

    return await answered(request, BACK, act, form, what="account-disable", about=about_of(form.get("name", "")))


async def _link(
    request: Request,
    what: str,
    name: str,
    made: Callable[[AccessParts, str], Awaitable[str]],
    typed: dict[str, str],
    roles: list[StaffRole] | None = None,
) -> Response:
    """The page that follows shows the link, once: neither an address nor a log holds it."""
    access, by = access_of(request), by_of(request)

    async def act() -> ToldOnce:
        token = await made(access, by)
        base = access.own or f"{request.url.scheme}://{request.headers['host']}"
        log.info("account-link")
        return ToldOnce(f"{name} sets a password with this link.", f"{base}/first/{token}")

    return await answered(request, BACK, act, typed, what=what, about=about_of(name, *sorted(roles or ())))


async def _form(request: Request) -> tuple[dict[str, str], list[StaffRole]]:
    """The fields, and those roles that are some."""
    form = await form_of(request)
    return form, [BY_NAME[name] for name in form if name in BY_NAME and form[name] == "yes"]


ROUTES = [
    Route("/accounts", _accounts),
    Route("/accounts/add", _add, methods=["POST"]),
    Route("/accounts/link", _new_link, methods=["POST"]),
    Route("/accounts/roles", _roles, methods=["POST"]),
    Route("/accounts/disable", _disable, methods=["POST"]),
]
