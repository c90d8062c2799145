"""`./doorstep test simulation --seeds N`, `--seed S`, `--sweep`, `--mutants`."""

from __future__ import annotations

import os
import sys

from .options import options


def main() -> int:
    asked = options(sys.argv[1:])
    if asked.seed is not None:
        from .replay import replay

        return replay(asked.seed, asked.trace, asked.events)
    if asked.sweep:
        from .sweep import sweep_all

        return sweep_all(asked.workers, asked.pairs)
    if asked.mutants:
        from .mutants.hunt import hunt_all

        return hunt_all(asked.workers)
    from .seeds import run_seeds

    return run_seeds(asked)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read has seen enough (`| head`); what is left to write goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
