"""Run notifier: python -m services.notifier. With `recover` as first argument: the way back after a restore."""

import sys

from shared.runtime.service import main

if __name__ == "__main__":
    if sys.argv[1:2] == ["recover"]:
        try:
            from .recovery.command import recovery

            sys.exit(recovery(sys.argv[2:]))
        except KeyboardInterrupt:
            sys.stderr.write(
                "not recovered: it was ended before it was done\n  What it holds stays held; run it again.\n"
            )
            sys.exit(130)
    from .bootstrap import RECIPE

    main(RECIPE)
