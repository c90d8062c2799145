"""Whether a request that changes something comes from a page of our own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from shared.runtime.loopback import is_this_machine

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_own(headers: Mapping[str, str], own: str | None) -> bool:
    """`own` is the console's public origin; None on a loopback address, where it is what the browser asked for.

    A browser sends `Origin` with every POST of a form or script. Who sends none is no page of ours, and `null` is
    anybody. `Sec-Fetch-Site` is believed only where it says no: an old browser sends none.
    """
    origin = headers.get("origin", "")
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    if own is not None:
        return origin == own
    host = headers.get("host", "")
    return is_loopback_host(host) and origin == f"http://{host}"


def is_loopback_host(host: str) -> bool:
    """Whether a `Host` header is a name of this machine, with or without a port."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        _ = urlsplit(f"//{host}").port
    except ValueError:
        return False
    return not any(letter in host for letter in "@/\\") and is_this_machine(name)


def origin_of(url: str) -> str:
    """`https://console.bank.example` of a URL; without the port that its scheme has anyway."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, {"https": 443, "http": 80}.get(parts.scheme)) else f":{parts.port}"
    name = parts.hostname or ""
    return f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{port}"
