"""A site of two pages behind the console's access: what tests of signing in sign in to."""

from __future__ import annotations

from typing import Any

from argon2 import PasswordHasher
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from deploy.local.folder import ROOT
from services.console.may import Right
from services.console.web.access.middleware import AccessMiddleware
from services.console.web.access.parts import AccessParts
from services.console.web.access.passwords import Passwords
from services.console.web.access.required import needs
from services.console.web.access.routes import ROUTES
from services.console.web.access.signed_in import person_of

CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
BASE = "<title>{% block title %}{% endblock %}</title>{% block styles %}{% endblock %}{% block main %}{% endblock %}"


class SmallPages:
    """The console's templates in a plain frame."""

    def __init__(self) -> None:
        loader = ChoiceLoader(
            [DictLoader({"base.html": BASE}), FileSystemLoader(ROOT / "services/console/web/templates")]
        )
        self._jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)

    def render(self, request: Request, template: str, *, code: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(self._jinja.get_template(template).render(values), status_code=code)


@needs(Right.LOOK, asks=("find",))
async def _look(request: Request) -> Response:
    person = person_of(request)
    assert person is not None
    return PlainTextResponse(f"{person.name}: {person.role_names}" + (" (only looks)" if person.only_looks else ""))


@needs(Right.FORGET)
async def _forget(_: Request) -> Response:
    return PlainTextResponse("forgotten")


PAGES = [
    Route("/", _look),
    Route("/cases", _look),
    Route("/forget", _forget, methods=["POST"]),
    *ROUTES,
]


def cheap_passwords() -> Passwords:
    return Passwords(CHEAP)


def small_site(access: AccessParts) -> Starlette:
    app = Starlette(routes=PAGES, middleware=[Middleware(AccessMiddleware, access=access, routes=PAGES)])
    app.state.pages = SmallPages()
    return app
