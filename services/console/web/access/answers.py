"""Answers that signing in has in common: a page, the sign-in page once more, and the way in."""

from __future__ import annotations

from typing import Any, Protocol, cast
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...store.sessions import How
from ...trail.entry import TrailOutcome
from .cookies import read_cookie, set_cookie
from .middleware import sign_in_address
from .next_page import HOME
from .parts import access_of
from .watched import SIGN_IN, deed_of

DONE = TrailOutcome.DONE


class Renders(Protocol):
    """The site's templates."""

    def render(self, request: Request, template: str, *, code: int = 200, **values: Any) -> HTMLResponse: ...


def page(request: Request, template: str, *, code: int = 200, **values: Any) -> Response:
    return cast("Renders", request.app.state.pages).render(request, template, code=code, **values)


async def again(request: Request, trouble: str | None, code: int, after: str = HOME, name: str = "") -> Response:
    """The sign-in page, with a sentence about what went wrong."""
    access = access_of(request)
    label = None if access.federation is None else access.federation.label
    return page(
        request, "access/sign_in.html", code=code, trouble=trouble, next="" if after == HOME else after, name=name,
        label=label,
    )  # fmt: skip


async def come_in(request: Request, account: UUID, how: How, after: str) -> Response:
    """A new session, whatever the browser brought: what somebody slipped in before is worth nothing afterwards. Nobody
    comes in unwritten: where the trail can't be asked, the browser gets no cookie."""
    access = access_of(request)
    before = read_cookie(request.headers.getlist("cookie"), access.cookies.session)
    now = access.clock.now()
    token = await access.begun.begin(account, how, now, instead_of=before)
    await access.trail.add(deed_of(await access.sessions.person(token, now, attended=True), SIGN_IN, how), DONE, now)
    to = "/signed-in" if after == HOME else sign_in_address(after).replace("/sign-in", "/signed-in", 1)
    answer = RedirectResponse(to, 303)
    answer.headers.append(*set_cookie(access.cookies.session, token))
    return answer
