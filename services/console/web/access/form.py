"""What a form sent, read strictly: what a browser would not send is refused before anything looks at it."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.requests import Request

BYTES_MAX = 64 * 1024
FIELDS_MAX = 64
MEDIA_TYPE = "application/x-www-form-urlencoded"
BAD_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class BadForm(ValueError):
    """No browser sends this. Holds nothing of what was sent."""


def fields(body: bytes) -> dict[str, str]:
    """Values by name. Raises `BadForm`: wrong encodings, a NUL, a name twice, too many."""
    if BAD_PERCENT.search(body):
        raise BadForm("percent encoding")
    parts = [part for part in body.split(b"&") if part]
    if len(parts) > FIELDS_MAX:
        raise BadForm("too many fields")
    found: dict[str, str] = {}
    for part in parts:
        key, _, value = part.partition(b"=")
        try:
            name, text = (unquote_to_bytes(each.replace(b"+", b" ")).decode("utf-8") for each in (key, value))
        except UnicodeDecodeError:
            raise BadForm("not UTF-8") from None
        if "\0" in name or "\0" in text:
            raise BadForm("a NUL")
        if name in found:
            raise BadForm("a field twice")
        found[name] = text
    return found


def is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == MEDIA_TYPE


async def body_of(request: Request) -> bytes:
    """What was sent; raises HTTP 413 while it comes, where it is larger than any form of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BYTES_MAX:
            raise HTTPException(413)
    return bytes(body)


async def read_form(request: Request) -> dict[str, str]:
    """Raises HTTP 413, 415 or 400."""
    if not is_form(request):
        raise HTTPException(415)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415)
    try:
        return fields(await body_of(request))
    except BadForm:
        raise HTTPException(400) from None
