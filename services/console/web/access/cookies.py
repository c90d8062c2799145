"""Cookies that only we can set and only our pages send: `__Host-`, Secure, HttpOnly, SameSite=Lax. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FLAGS = "Path=/; Secure; HttpOnly; SameSite=Lax"
LENGTH_MAX = 100


@dataclass(frozen=True, slots=True)
class CookieNames:
    """`port` on a loopback address: cookies don't know ports, and two consoles of one machine would take each other's
    session away."""

    port: int | None = None

    @property
    def session(self) -> str:
        return "__Host-doorstep" + ("" if self.port is None else f"-{self.port}")

    def journey(self, state: str) -> str:
        """One for each journey to the identity provider: two tabs may be under way."""
        return f"{self.session}-{state[:12]}"


def set_cookie(name: str, value: str, max_age_s: int | None = None) -> tuple[str, str]:
    """A header. Without an age it ends with the browser."""
    age = "" if max_age_s is None else f"; Max-Age={max_age_s}"
    return "set-cookie", f"{name}={value}; {FLAGS}{age}"


def end_cookie(name: str) -> tuple[str, str]:
    return set_cookie(name, "", 0)


def read_cookie(headers: Iterable[str], name: str) -> str | None:
    """Its value out of `Cookie` headers. None when there are two of it: one of them was slipped in, and nobody can say
    which."""
    found = [
        value.strip()
        for header in headers
        for part in header.split(";")
        for key, _, value in (part.partition("="),)
        if key.strip() == name
    ]
    return found[0] if len(found) == 1 and 0 < len(found[0]) <= LENGTH_MAX else None
