"""Our webhook's address as Twilio calls and signs it, and the paths under which its requests arrive here.

Between Twilio and us there usually is a proxy. Where the public URL has a path of its own (`https://bank.example/texts`),
some proxies take it off before they pass a request on and some leave it; both are understood. What is signed is the
public URL in either case, so which of the two it was changes nothing about who is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

ROOT = "/twilio/"


@dataclass(frozen=True, slots=True)
class Address:
    """`public_url` ends without a slash. Paths of ours begin with `ROOT`."""

    public_url: str

    def arrivals(self, path: str) -> tuple[str, ...]:
        """Paths at which requests for `path` arrive, taken off first."""
        base = self._base
        return (path, base + path) if base else (path,)

    def signed(self, arrived: str, query: str = "") -> str:
        """The URL that Twilio has signed, of a request that arrived under a path."""
        base = self._base
        path = arrived.removeprefix(base) if base and arrived.startswith(base + ROOT) else arrived
        return self.public_url + path + (f"?{query}" if query else "")

    @property
    def _base(self) -> str:
        return unquote(urlsplit(self.public_url).path)
