"""Watches the supervisor and ends what it started when it dies without doing so, also under SIGKILL.

The supervisor writes the list of its processes, one JSON line each time it changes, into a pipe that only it holds.
When the pipe closes, the processes of the newest list are ended in order. An orderly supervisor leaves an empty list.
"""

from __future__ import annotations

import json
import signal
import sys

from deploy.local.identity import Identity, end_all


def main() -> None:
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, signal.SIG_IGN)
    newest: list[Identity] = []
    for line in sys.stdin:
        # A line cut short by the supervisor's death: the list before it holds.
        if line.endswith("\n"):
            newest = [one for doc in json.loads(line) if (one := Identity.read(doc))]
    end_all(newest)


if __name__ == "__main__":
    main()
