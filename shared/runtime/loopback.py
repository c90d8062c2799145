"""Whether a URL stays on this machine, where nobody else reads what goes to it."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Does this URL lead to this machine?"""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def travels_safely(url: str) -> bool:
    """Is what goes to this URL readable for nobody on the way?"""
    return urlsplit(url).scheme == "https" or is_loopback(url)
