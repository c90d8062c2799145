"""JSON from an identity provider: read with limits, and never from where it sends us on to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from shared.runtime.loopback import is_loopback

BYTES_MAX = 256 * 1024
TIMEOUT_S = 5.0
WHOLE_S = 10.0
"""For request and answer: httpx's own timeout is that of each read, and somebody waits."""


class ProviderAway(Exception):
    """It does not answer, or not what it should. `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False, headers={"accept": "application/json"})


async def fetched(
    http: httpx.AsyncClient, method: str, url: str, *, form: Mapping[str, str] | None = None,
    auth: httpx.Auth | None = None, bearer: str | None = None,
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    """Status and document of an answer below 500. Raises `ProviderAway`."""
    headers = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
    try:
        async with (
            asyncio.timeout(WHOLE_S),
            http.stream(method, url, data=form, auth=auth, headers=headers) as answer,
        ):
            body = bytearray()
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > BYTES_MAX:
                    raise ProviderAway("too-large")
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderAway(type(error).__name__) from None
    except TimeoutError:
        raise ProviderAway("late") from None
    except (ValueError, RecursionError):
        raise ProviderAway("not-json") from None
    if answer.status_code >= 500 or answer.is_redirect or not isinstance(found, dict):
        raise ProviderAway(f"status-{answer.status_code}")
    return answer.status_code, found


def endpoint(document: Mapping[str, Any], name: str, issuer: str) -> str:
    """An address out of a discovery document. Raises `ProviderAway` for one that others could read along."""
    url = document.get(name)
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname or parts.fragment:
        raise ProviderAway(f"no-{name}")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(str(url)) and is_loopback(issuer)):
        raise ProviderAway(f"insecure-{name}")
    return str(url)


def basic(client_id: str, secret: str) -> httpx.BasicAuth:
    """RFC 6749, 2.3.1: both are form-encoded first, or a secret with a percent or colon is another one. A blank is %20,
    which those understand too who don't take a plus for one."""
    return httpx.BasicAuth(quote(client_id, safe=""), quote(secret, safe=""))
