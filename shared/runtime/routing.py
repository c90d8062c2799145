"""An application of routes that answers what it has, and sends nobody elsewhere.

Starlette answers a path with one slash more or less by a redirect to whatever the Host header says: to a stranger's
address, where a stranger wrote that header.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute


def application(routes: Sequence[BaseRoute]) -> Starlette:
    app = Starlette(routes=list(routes))
    app.router.redirect_slashes = False
    return app
