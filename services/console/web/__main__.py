"""`python -m services.console.web`: serves the pages until it is told to stop (SIGTERM)."""

from __future__ import annotations

import os
import sys

from shared.runtime import misspelt
from shared.runtime.limits import set_limits
from shared.runtime.logs import configure, logger
from shared.runtime.refusal import WRONG_SETTINGS
from shared.runtime.settings import SettingsError, load
from shared.runtime.web import PortTakenError, can_listen

from .bootstrap import application
from .server import connections_that_fit, server_of, viewers_that_fit
from .settings import ConsoleSettings
from .site import VIEWERS_MAX, Parts

STEPS_BEHIND = 5
"""Of the scheduler's niceness: where the processors are short, the services' work goes first."""
log = logger("console")


def main() -> int:
    """The process's exit code: 0 after SIGTERM, 78 for wrong settings, a port that is taken or too few open files."""
    set_limits()
    try:
        settings = load(ConsoleSettings)
        connections = connections_that_fit()
        can_listen(settings.listens_on, settings.console_bind)
        app = application(settings, os.environ)
    except (SettingsError, PortTakenError) as error:
        sys.stderr.write(f"console can't start: {error}\n")
        return WRONG_SETTINGS
    configure("console", settings.log_level)
    misspelt.warn("console", os.environ)
    os.nice(STEPS_BEHIND)
    parts: Parts = app.state.parts
    parts.viewers.limit = viewers_that_fit(connections, VIEWERS_MAX)
    if parts.viewers.limit < VIEWERS_MAX:
        log.warning("few-files", count=parts.viewers.limit)
        sys.stderr.write(
            f"console: at most {parts.viewers.limit} streams of events at once, not {VIEWERS_MAX:,}: this process may "
            "open too few files (`ulimit -n`)\n"
        )
    log.info("console-started", port=settings.listens_on)
    server = server_of(
        app, parts.viewers, connections, host=settings.console_bind, port=settings.listens_on,
        behind_proxy=settings.console_url is not None,
    )  # fmt: skip
    server.run()
    log.info("console-stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
