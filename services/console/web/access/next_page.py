"""Where somebody goes after they signed in: a page of ours, whatever the address says. Pure."""

from __future__ import annotations

import re

HOME = "/"
LENGTH_MAX = 2_000
# A path of printable ASCII, as a browser writes one. No backslash: browsers read it as a slash; no control character:
# they leave it out and then read what is left.
PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
NOWHERE = ("/sign-in", "/sign-out", "/signed-in", "/first/", "/oidc/")


def next_page(asked: str | None) -> str:
    """`asked` when it is a path of this console, else the first page."""
    if not asked or len(asked) > LENGTH_MAX or not PATH.fullmatch(asked):
        return HOME
    path = asked.partition("?")[0].partition("#")[0]
    # `/./` and `/..` are taken away by browsers, and what is left may be a name of somebody else's.
    if "//" in path or any(part in (".", "..") or part.lower().startswith("%2") for part in path.split("/")):
        return HOME
    return HOME if path.startswith(NOWHERE) else asked
