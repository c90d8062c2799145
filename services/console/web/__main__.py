"""`python -m services.console.web`: serves the pages until it is told to stop (SIGTERM)."""

from __future__ import annotations

import os
import sys

import uvicorn

from shared.runtime.logs import configure, logger
from shared.runtime.refusal import WRONG_SETTINGS
from shared.runtime.settings import SettingsError, load
from shared.runtime.web import PortTakenError, can_listen

from .bootstrap import application
from .settings import ConsoleSettings

CONNECTIONS_MAX = 2_000
SLOW_S = 5
log = logger("console")


def main() -> int:
    """The process's exit code: 0 after SIGTERM, 78 for wrong settings or a port that is taken."""
    try:
        settings = load(ConsoleSettings)
        can_listen(settings.listens_on, settings.console_bind)
        app = application(settings, os.environ)
    except (SettingsError, PortTakenError) as error:
        sys.stderr.write(f"console can't start: {error}\n")
        return WRONG_SETTINGS
    configure("console", settings.log_level)
    log.info("console-started", port=settings.listens_on)
    uvicorn.run(
        app, host=settings.console_bind, port=settings.listens_on, access_log=False, log_config=None,
        server_header=False, date_header=False, limit_concurrency=CONNECTIONS_MAX, timeout_keep_alive=SLOW_S,
        timeout_graceful_shutdown=SLOW_S, proxy_headers=settings.console_url is not None,
    )  # fmt: skip
    log.info("console-stopped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
