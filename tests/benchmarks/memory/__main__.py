"""`./doorstep bench memory`: how much memory all of `./doorstep demo` takes at most, with 300 cases and with ten times
that.

Every process that takes part is looked at each half second, by its proportional size. `baseline` is the same servers
without anybody who uses them, and an empty asyncio process. A run counts only if its verdict is fine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.local.folder import ROOT
from deploy.local.ports import free_port
from tests.arguments import whole
from tests.benchmarks.counted.costs import listener, postmaster
from tests.benchmarks.counted.stand import EMPTY, Stand, stand, unset

from .held import held, told_here

WANTED_MB = 900
EVERY_S, TOLD_EVERY_S, SETTLED_S = 0.5, 30.0, 3.0
MB = 2**20


def baseline(stand: Stand) -> Mapping[str, int]:
    empty = subprocess.Popen([sys.executable, "-c", EMPTY])
    try:
        time.sleep(SETTLED_S)  # what a process takes while it begins is not what it holds
        servers = held([listener(stand.kafka), postmaster(stand.postgres)])
        return {**servers, "empty": sum(held([empty.pid]).values())}
    finally:
        empty.terminate()
        empty.wait()


def demo(folder: Path, cases: int) -> Mapping[str, int]:
    """What each held at the moment when all together held most."""
    env = unset()
    env |= {"DOORSTEP_DATA": str(folder / "data"), "DOORSTEP_CONSOLE_PORT": str(free_port())}
    log, began, told = folder / "demo.log", time.monotonic(), 0.0
    most: Mapping[str, int] = {}
    folder.mkdir()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.console.cli", "demo", "--cases", str(cases)],
            cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            while process.poll() is None:
                now = held([process.pid])
                most = max(most, now, key=total)
                if time.monotonic() - told > TOLD_EVERY_S:
                    told = time.monotonic()
                    print(f"  {told - began:4.0f} s: {total(now) / MB:,.0f} MB", flush=True)
                time.sleep(EVERY_S)  # the distance between two looks
        finally:
            process.terminate()
            process.wait(60)
    if process.returncode:
        raise SystemExit(f"demo ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    return most


def total(found: Mapping[str, int]) -> int:
    return sum(found.values())


def tell(who: str, found: Mapping[str, int]) -> None:
    each = ", ".join(f"{name} {held / MB:,.0f}" for name, held in sorted(found.items(), key=lambda item: -item[1]))
    print(f"{who}: {total(found) / MB:,.0f} MB: {each}", flush=True)


def measured(options: argparse.Namespace, stand: Stand) -> str:
    """The last line."""
    alone = baseline(stand)
    tell("baseline", alone)
    told = list[str]()
    for cases in options.cases:
        most = demo(stand.folder / f"demo-{cases}", cases)
        tell(f"demo, {cases:,} cases, at most", most)
        told.append(f"{total(most) / MB:,.0f} MB with {cases:,} cases")
    return (
        f"memory: all of demo at most {', '.join(told)} (at most {WANTED_MB} are wanted); "
        f"bare servers and an empty process: {total(alone) / MB:,.0f} MB"
    )


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="doorstep bench memory", description=__doc__)
    made.add_argument("--cases", type=whole(1, 50_000), nargs="+", default=[300, 3_000], help="(300 3000)")
    return made


def main() -> None:
    options = parser().parse_args()
    if not told_here():
        raise SystemExit("this system does not tell the proportional size of a process: measured on Linux alone")
    with stand() as made:
        print(measured(options, made))


if __name__ == "__main__":
    main()
