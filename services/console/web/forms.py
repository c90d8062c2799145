"""What a form sent: short texts by name. Larger than any form of ours is refused while it comes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from deploy.local.user_error import UserError

from ..typed import is_code, reason_trouble
from .access.form import body_of, is_form

FIELDS_MAX = 50
NO_NUL = str.maketrans({"\0": "\N{REPLACEMENT CHARACTER}"})
"""No database takes a NUL, and to drop it would make another value of what was typed."""


async def form_of(request: Request) -> dict[str, str]:
    """Of a field that is there twice the last; a form without fields is empty. Raises `HTTPException`: 413, 415."""
    body = await body_of(request)
    if body and not is_form(request):
        raise HTTPException(415)
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="replace")
    except ValueError:
        raise HTTPException(413) from None
    form = {name: value.translate(NO_NUL) for name, value in pairs}
    request.state.form = form
    return dict(form)


def typed_in(request: Request) -> Mapping[str, str]:
    """What its form sent, as far as somebody has read it."""
    found: Mapping[str, str] = getattr(request.state, "form", {})
    return found


def kept_reason(form: Mapping[str, str]) -> str:
    """The reason, or the cause, where it may be kept; nothing otherwise."""
    with contextlib.suppress(UserError):
        return reason_of(form)
    cause = form.get("cause", "").strip()
    return cause if is_code(cause) and not reason_trouble(cause) else ""


def reason_of(form: Mapping[str, str]) -> str:
    """Why it is done. Raises `UserError`."""
    why = form.get("reason", "").strip()
    if trouble := reason_trouble(why):
        raise UserError(trouble, "")
    return why


def sure_of(form: Mapping[str, str]) -> None:
    """Of what can't be taken back: one press is too few. Raises `UserError`."""
    if form.get("sure") != "yes":
        raise UserError("Nothing was given up: tick that you know what it means.", "")


def whole(form: Mapping[str, str], name: str, *, least: int, most: int, default: int) -> int:
    """A number of the form, within what it may be. Raises `UserError` for what is none."""
    text = form.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and least <= int(text) <= most):
        raise UserError(f"{name.capitalize()} is a whole number from {least} to {most:,}.", "")
    return int(text)
