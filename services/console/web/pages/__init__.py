"""The pages. Each module has its routes; this is all of them."""

from __future__ import annotations

from . import case, cases, now, tail

ROUTES = [*now.ROUTES, *tail.ROUTES, *cases.ROUTES, *case.ROUTES]
