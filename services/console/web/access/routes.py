"""Signing in and out with an account of the console's own, and links that work once."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ...store.accounts import may_be_name
from ...store.links import SeenLink
from ...store.sign_ins import TooManyAttempts
from ...trail.entry import TrailDeed, about_of
from .answers import DONE, again, come_in, page
from .cookies import end_cookie, read_cookie
from .form import read_form
from .middleware import sign_in_address
from .next_page import HOME, next_page
from .oidc.routes import ROUTES as OIDC
from .parts import access_of
from .passwords import LENGTH_MAX, LENGTH_MIN, TooBusy, trouble_with
from .required import open_to_all
from .signed_in import person_of
from .watched import SIGN_OUT, deed_of, note_failed

FIRST_ACCOUNT, PASSWORD_SET = "account-first", "account-password"
WRONG = "Name and password don't belong together."
BUSY = "Many people sign in right now. Try again in a moment."
NO_COOKIE = "Your browser did not keep the session's cookie. Use https, or a browser that keeps it on this machine."
OVER = "This link was used already, or is too old. ./doorstep console link makes another one."
BAD_NAME = "A name has letters, digits and . _ @ - and begins with a letter or a digit. The console's own are taken."
DIFFERENT = "The two passwords are not the same."


@open_to_all("whoever wants in has to be asked who they are", asks=("next",))
async def _form(request: Request) -> Response:
    after = next_page(request.query_params.get("next"))
    if person_of(request) is not None:
        return RedirectResponse(after, 303)
    return await again(request, None, 200, after)


@open_to_all("it tells name and password together from wrong ones, and nothing else")
async def _sign_in(request: Request) -> Response:
    access, form = access_of(request), await read_form(request)
    name, password = form.get("name", "").strip().lower(), form.get("password", "")
    after, now = next_page(form.get("next")), access.clock.now()
    address = request.client.host if request.client is not None else ""
    try:
        attempt = await access.sign_ins.begin(name, address, now)
    except TooManyAttempts as many:
        await note_failed(access, None)
        wait_s = max(1, round(many.wait_s))
        answer = await again(request, f"Too many attempts. Try again in {_spoken(wait_s)}.", 429, after, name)
        answer.headers["retry-after"] = str(wait_s)
        return answer
    account = await access.accounts.named(name)
    # Whether there is such an account, it has a password and is not disabled, nobody learns by how long it takes.
    hash = None if account is None or account.disabled else account.password
    try:
        if not await access.passwords.is_right(hash, password):
            answer = await again(request, WRONG, 403, after, name)
            # Written once it is answered, so that no clock tells whose name is known.
            answer.background = BackgroundTask(note_failed, access, None if account is None else account.name)
            return answer
        assert account is not None
        assert hash is not None
        if access.passwords.is_outdated(hash):
            await access.accounts.rehash(account.id, hash, await access.passwords.hash(password))
    except TooBusy:
        return await again(request, BUSY, 503, after, name)
    await access.sign_ins.succeeded(attempt)
    return await come_in(request, account.id, "password", after)


@open_to_all("it says whether the browser kept the cookie, and leads on", asks=("next",))
async def _signed_in(request: Request) -> Response:
    after = next_page(request.query_params.get("next"))
    if person_of(request) is None:
        return await again(request, NO_COOKIE, 400, after)
    return RedirectResponse(after, 303)


@open_to_all("it ends a session that the browser has")
async def _sign_out(request: Request) -> Response:
    access = access_of(request)
    token = read_cookie(request.headers.getlist("cookie"), access.cookies.session)
    if token is not None:
        await access.sessions.end(token)
        if (person := person_of(request)) is not None:
            await access.trail.add(deed_of(person, SIGN_OUT), DONE, access.clock.now())
    answer = RedirectResponse(sign_in_address(HOME), 303)
    answer.headers.append(*end_cookie(access.cookies.session))
    answer.headers["clear-site-data"] = '"cache"'
    return answer


@open_to_all("whoever has the link may see what it is for; looking does not use it")
async def _link(request: Request) -> Response:
    access = access_of(request)
    seen = await access.links.look(request.path_params["token"], access.clock.now())
    return await again(request, OVER, 404) if seen is None else _first(request, seen)


@open_to_all("the link is the permission, and works once")
async def _use_link(request: Request) -> Response:
    access, form, token = access_of(request), await read_form(request), request.path_params["token"]
    seen = await access.links.look(token, access.clock.now())
    if seen is None:
        return await again(request, OVER, 404)
    name = form.get("name", "").strip().lower() if seen.name is None else seen.name
    password = form.get("password", "")
    trouble = BAD_NAME if not may_be_name(name) else trouble_with(password, name)
    if trouble is None and form.get("again", "") != password:
        trouble = DIFFERENT
    if trouble is not None:
        return _first(request, seen, trouble, name)
    try:
        hash = await access.passwords.hash(password)
    except TooBusy:
        return _first(request, seen, BUSY, name)
    account = await access.links.use(token, name, hash, access.clock.now())
    if account is None:
        return await again(request, OVER, 404)
    what = FIRST_ACCOUNT if seen.name is None else PASSWORD_SET
    await access.trail.add(TrailDeed(name, what, about_of(name)), DONE, access.clock.now())
    return await come_in(request, account, "link", HOME)


def _first(request: Request, seen: SeenLink, trouble: str | None = None, name: str = "") -> Response:
    return page(
        request, "access/first.html", code=200 if trouble is None else 400, trouble=trouble, account=seen.name,
        name=name, shortest=LENGTH_MIN, longest=LENGTH_MAX,
    )  # fmt: skip


def _spoken(wait_s: int) -> str:
    return f"{wait_s} s" if wait_s < 90 else f"{round(wait_s / 60)} min"


ROUTES = [
    Route("/sign-in", _form, methods=["GET"]),
    Route("/sign-in", _sign_in, methods=["POST"]),
    Route("/signed-in", _signed_in, methods=["GET"]),
    Route("/sign-out", _sign_out, methods=["POST"]),
    Route("/first/{token}", _link, methods=["GET"]),
    Route("/first/{token}", _use_link, methods=["POST"]),
    *OIDC,
]
