"""Whether a name or a URL is of this machine, where nobody else reads what goes to it."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_this_machine(host: str) -> bool:
    """Is it a name or an address of this machine's own, without a port?"""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def is_loopback(url: str) -> bool:
    """Does this URL lead to this machine?"""
    return is_this_machine(urlsplit(url).hostname or "")


def travels_safely(url: str) -> bool:
    """Is what goes to this URL readable for nobody on the way?"""
    return urlsplit(url).scheme == "https" or is_loopback(url)
