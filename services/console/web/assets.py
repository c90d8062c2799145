"""Styles and scripts: our own files, and three libraries out of their WebJars. Each address holds the hash of its
bytes, so a browser may keep it for ever and never sees an old one beside a new page."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .access.required import open_to_all

STATIC = Path(__file__).parent / "static"
KEPT = "public, max-age=31536000, immutable"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
IN_JARS = {
    "htmx.js": "htmx.org/{version}/dist/htmx.min.js",
    "leaflet.js": "leaflet/{version}/dist/leaflet.js",
    "leaflet.css": "leaflet/{version}/dist/leaflet.css",
    "uplot.js": "uplot/{version}/dist/uPlot.iife.min.js",
    "uplot.css": "uplot/{version}/dist/uPlot.min.css",
}
"""Name → path in a WebJar, below `META-INF/resources/webjars/`."""
# A module names its neighbours as `./name.js`; it is served under a hash, so they are named anew.
IMPORTED = re.compile(rb'(from\s*|import\s*)"\./([a-z_-]+\.js)"')


@dataclass(frozen=True, slots=True)
class Asset:
    """`address` is its path below `/assets/`."""

    address: str
    body: bytes
    media_type: str


class Assets:
    """All files by name. Raises `KeyError` for a name that is none."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._by_name: dict[str, Asset] = {}
        for name in sorted(found):
            self._add(name, found)
        self._by_address = {asset.address: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        return f"/assets/{self._by_name[name].address}"

    def route(self) -> Route:
        return Route("/assets/{address}", open_to_all("the sign-in page has a style too")(self._serve))

    async def _serve(self, request: Request) -> Response:
        asset = self._by_address.get(request.path_params["address"])
        if asset is None:
            raise HTTPException(404)
        return Response(asset.body, media_type=asset.media_type, headers={"cache-control": KEPT})

    def _add(self, name: str, found: Mapping[str, bytes]) -> Asset:
        if name not in self._by_name:
            body = found[name]
            if name.endswith(".js"):
                body = IMPORTED.sub(
                    lambda match: match[1] + f'"./{self._add(match[2].decode(), found).address}"'.encode(), body
                )
            stem, dot, kind = name.rpartition(".")
            address = f"{stem}-{hashlib.sha256(body).hexdigest()[:12]}{dot}{kind}"
            self._by_name[name] = Asset(address, body, TYPES[dot + kind])
        return self._by_name[name]


def own_files() -> Iterator[tuple[str, bytes]]:
    for path in sorted(STATIC.iterdir()):
        if path.suffix in TYPES:
            yield path.name, path.read_bytes()


def of_jars(jars: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """The libraries' files, out of jars whose hashes were checked."""
    for jar in jars:
        artifact, _, version = jar.stem.rpartition("-")
        with zipfile.ZipFile(jar) as opened:
            for name, where in IN_JARS.items():
                if where.startswith(f"{artifact}/"):
                    yield name, opened.read(f"META-INF/resources/webjars/{where.format(version=version)}")
