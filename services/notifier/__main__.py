"""Run notifier: python -m services.notifier. With `recover` as first argument: the way back after a restore."""

import sys

from shared.runtime.service import main

from .bootstrap import RECIPE
from .recovery.command import COMMAND, recovery

if __name__ == "__main__":
    if sys.argv[1:2] == [COMMAND]:
        sys.exit(recovery(sys.argv[2:]))
    main(RECIPE)
