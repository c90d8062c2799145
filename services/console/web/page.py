"""A page out of a template: with who looks, where they are, and how old what they see is.

Templates escape everything. A page that refreshes itself asks for its own address again and takes its `main` from it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.decision.figures import counted
from shared.runtime.clock import VirtualClock

from ..views.formatting import local, spoken
from ..views.formatting import moment as parsed
from ..views.timer_words import timer_words
from .access.signed_in import person_of
from .assets import Assets
from .last_seen import Seen
from .letters.escaped import escaped, escaped_settings
from .nav import current, nav_groups
from .shown import calm, rendered

TEMPLATES = Path(__file__).parent / "templates"
THEMES = ("light", "dark")
THEME_COOKIE = "doorstep-theme"


class Pages:
    """Renders templates; one for the process. `world`: there is a sandbox beside it, whose page is led to."""

    def __init__(self, assets: Assets, *, world: bool = False) -> None:
        self._world = world
        self._jinja = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, auto_reload=False, finalize=rendered,
        )  # fmt: skip
        self._jinja.globals |= {"asset": assets.url}
        self._jinja.filters |= {
            "moment": moment, "moment_of": moment_of, "hour": hour, "spoken": spoken, "calm": calm, "age": age,
            "plural": counted, "words": words, "span": span, "timer": timer_words,
            "escaped": escaped, "escaped_settings": escaped_settings,
        }  # fmt: skip

    def render(
        self, request: Request, template: str, seen: Seen[Any] | None = None, *, code: int = 200, **values: Any
    ) -> HTMLResponse:
        """`seen` says how old the page is. `values` are the template's."""
        theme = request.cookies.get(THEME_COOKIE, "")
        person, world = person_of(request), self._world
        common: dict[str, Any] = {
            "person": person,
            "nav": nav_groups(person.rights, world=world) if person else [],
            "here": current(request.url.path, world=world),
            "theme": theme if theme in THEMES else "",
            "address": address_of(request),
            "seen": seen,
            "now": request.app.state.clock.now(),
            "virtual": isinstance(request.app.state.clock, VirtualClock),
            "real_now": datetime.now(UTC),
        }
        return HTMLResponse(self._jinja.get_template(template).render(common | values), status_code=code)


def address_of(request: Request) -> str:
    """Of this page, spelt as an address is: in ASCII."""
    query = quote(request.scope["query_string"], safe="%&=+/:;,@!$'()*?-._~")
    return quote(request.url.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")


def pages_of(request: Request) -> Pages:
    return cast("Pages", request.app.state.pages)


def moment(at: datetime | None, zone: str = "UTC") -> Markup:
    """`2026-11-02 09:00` in the zone, with the moment in UTC for whoever points at it; `-` for none."""
    if at is None:
        return Markup("-")
    ours = at.astimezone(ZoneInfo(zone))
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        at.astimezone(UTC).isoformat(timespec="seconds"), f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", local(ours, zone)
    )


def hour(at: datetime, zone: str = "UTC") -> Markup:
    """`09:00`, where the day stands above it."""
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(
        at.astimezone(UTC).isoformat(timespec="seconds"), f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        f"{at.astimezone(ZoneInfo(zone)):%H:%M}",
    )  # fmt: skip


def moment_of(text: object, zone: str = "UTC") -> Markup:
    """The same for a moment that a document holds as text."""
    return moment(text if isinstance(text, datetime) else parsed(text), zone)


def age(at: datetime | None, now: datetime) -> str:
    """`12 s`, `5 min`, `3 h`, `2 d`: how long ago, in its largest unit; `-` for never."""
    if at is None:
        return "-"
    seconds = max(0, int((now - at).total_seconds()))
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def span(time: timedelta | None) -> str:
    """The same of a time that passed."""
    moment = datetime.now(UTC)
    return age(moment - time, moment) if time is not None else "-"


def words(code: str) -> Markup:
    """A code with its hyphens as places where a line may end."""
    return Markup("-<wbr>").join(escape(part) for part in code.split("-"))
