"""The site out of its settings. Raises `SettingsError`."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette

from deploy.local.jars import is_good, read_list
from deploy.local.stack import BROWSER_JARS
from shared.runtime.settings import SettingsError

from ..acts.world import WorldLink
from ..model.projector import Projector
from ..model.reading import ReadModel
from ..target import Target
from ..views.monitor_counts import MonitorCounts
from ..views.why_not import ServicesAsked
from . import health
from .access.parts import access_parts
from .access.routes import ROUTES as SIGNING_IN
from .assets import Assets, of_jars, own_files
from .database import PublishedViews
from .flow.parts import FlowParts
from .pages import ROUTES
from .processes import Processes
from .settings import ConsoleSettings
from .site import Parts, site
from .stream.reader import StreamReader
from .stream.ring import Ring
from .text_lengths import SegmentPrice


def application(settings: ConsoleSettings, env: Mapping[str, str]) -> Starlette:
    target, ring, processes = Target(env, None, None), Ring(), Processes(settings.processes)
    access = access_parts(settings, settings.listens_on)
    flow = FlowParts.of(target)
    parts = Parts(
        target=target,
        database_url=settings.database_url,
        views=PublishedViews(settings.live("DATABASE_URL")),
        assets=assets(settings),
        processes=processes,
        access=access,
        model=ReadModel(access.tables),
        projector=Projector(target, settings.live("DATABASE_URL")),
        monitor=MonitorCounts(processes.port("monitor")),
        ring=ring,
        reader=StreamReader(target, ring, flow.throughput),
        flow=flow,
        tiles=settings.tiles,
        tiles_by=settings.tiles_by,
        segment_price=SegmentPrice.read(settings.segment_price),
        world=WorldLink(int(settings.world.rpartition(":")[2]), settings.world_token) if settings.world else None,
        services=ServicesAsked(processes.port),
    )
    return site(parts, [*health.ROUTES, *SIGNING_IN, *ROUTES])


def assets(settings: ConsoleSettings) -> Assets:
    """Our own files, and the libraries out of jars that are what they should be."""
    listed = read_list(BROWSER_JARS)
    bad = [jar.filename for jar in listed if not is_good(jar, settings.jars)]
    if bad:
        raise SettingsError(f"DOORSTEP_CONSOLE_JARS: not there, or not the files they should be: {', '.join(bad)}")
    return Assets(dict([*own_files(), *of_jars(settings.jars / jar.filename for jar in listed)]))
