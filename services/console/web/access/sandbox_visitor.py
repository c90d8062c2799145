"""In the sandbox whoever sits at this machine is in, without a password: there is nobody's data to protect.

Only a browser of this machine, by a name of this machine, and not through a proxy, which would let the world in.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

from ...may import StaffRole
from .origin import is_loopback_host
from .signed_in import SignedIn

VISITOR = SignedIn("sandbox-visitor", frozenset({StaffRole.SUPERVISOR, StaffRole.AUDITOR}), "sandbox")
"""There is one person, so they see what they did, too: nowhere else is somebody both."""
PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def visitor(client: str, headers: Mapping[str, str]) -> SignedIn | None:
    """None for who does not sit here."""
    try:
        near = ip_address(client).is_loopback
    except ValueError:
        near = False
    if not near or not is_loopback_host(headers.get("host", "")) or any(name in headers for name in PROXIED):
        return None
    return VISITOR
