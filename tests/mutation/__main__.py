"""`./doorstep test mutation --core notifier`: does a test notice when a core is changed in some small way?

Works on a copy of the tree in a temporary folder, which goes away with it; the checkout may be edited meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.arguments import file, whole

from .verdicts import interval, report, reported, share_killed

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("services", "shared", "deploy", "tests")
CORES = ("notifier", "scheduler", "router")
LEAST = 90


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./doorstep test mutation", description=__doc__)
    made.add_argument("--core", choices=CORES, required=True)
    made.add_argument("--sample", type=whole(0), default=0, metavar="N", help="judge N mutants drawn at random; 0: all")
    made.add_argument("--seed", type=int, default=0, metavar="S", help="of the sample")
    made.add_argument("--only", action="append", default=[], metavar="PATTERN", help="of names, such as '*/gate.py*'")
    made.add_argument("--report", type=file, metavar="FILE", help="write the survivors there, as diffs (Markdown)")
    made.add_argument("--again", type=former, metavar="FILE", help="only the survivors in that report")
    return made


def former(path: str) -> str:
    """The text of a report. Raises `ArgumentTypeError`, which argparse tells."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise argparse.ArgumentTypeError(f"{path} can't be read: {why}") from None


def main() -> int:
    asked = parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="doorstep-mutation-") as folder:
        lines = _judged(asked, Path(folder))
    if lines is None:
        print("Nothing was judged: see above.", file=sys.stderr)
        return 2
    counts = Counter(line["verdict"] for line in lines)
    heading = _summary(asked.core, counts, sampled=bool(asked.sample))
    print(heading)
    if asked.report is not None:
        asked.report.write_text(report(lines, heading), encoding="utf-8")
    return 0 if share_killed(counts) * 100 >= LEAST else 1


def _judged(asked: argparse.Namespace, folder: Path) -> list[dict[str, str]] | None:
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    results = folder / "results.jsonl"
    again = reported(asked.again) if asked.again is not None else []
    plan = {
        "core": asked.core, "sample": asked.sample, "seed": asked.seed, "only": asked.only, "again": again,
        "results": str(results),
    }  # fmt: skip
    (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    env = {
        **os.environ,
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
        "PYTHONHASHSEED": "0",
        # Far from every zone in the tests: what the machine's own clock shows must matter to nobody.
        "TZ": "Pacific/Chatham",
        # Machine code of a changed loop would have to be made for every mutant; the loops themselves say the same.
    }
    command = [sys.executable, "-m", "tests.mutation.campaign"]
    done = subprocess.run(command, cwd=folder, env=env, check=False, preexec_fn=lambda: os.nice(15))
    if done.returncode:
        return None
    return [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]


def _summary(core: str, counts: Counter[str], *, sampled: bool) -> str:
    caught, judged = counts["killed"] + counts["timeout"], sum(counts.values())
    low, high = interval(caught, judged)
    drawn = f" (a sample; 95 % interval of the share {low:.1%} to {high:.1%})" if sampled else ""
    return (
        f"{core}: {judged} mutants, {counts['killed']} killed, {judged - caught} survived, "
        f"{counts['timeout']} timeouts: {share_killed(counts):.1%} found out{drawn}"
    )


if __name__ == "__main__":
    sys.exit(main())
