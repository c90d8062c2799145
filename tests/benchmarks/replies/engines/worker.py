"""python worker.py ENGINE ROUNDS < rows: what one library reads in every row, and how long each took.

Runs under whichever Python has the library, so it imports nothing but the standard library and one module of this
folder. A row is a JSON line of `id`, `lang`, `now`, `text`. The first line printed is about the library, then one line
a row: `id`, `readings` best first (or `failed`), `ms` of the processor, the fastest of the rounds. The first round
warms up and is told apart, as `first_ms`.
"""

from __future__ import annotations

import json
import sys
import warnings
from datetime import datetime
from importlib import import_module
from time import thread_time
from typing import Any

SOME_DAY = datetime.fromisoformat("2026-01-05T12:00:00")


def main(name: str, rounds: int) -> None:
    warnings.simplefilter("ignore")
    engine: Any = import_module(f"of_{name}")
    rows = [json.loads(line) for line in sys.stdin]
    print(json.dumps({"name": name, "version": engine.version(), "languages": sorted(engine.LANGUAGES)}))
    for lang in engine.LANGUAGES:
        engine.warm(lang, SOME_DAY)
    for row in rows:
        print(json.dumps({"id": row["id"], **_of(engine, row, rounds)}))


def _of(engine: Any, row: dict[str, Any], rounds: int) -> dict[str, Any]:
    lang, text, now = row["lang"], row["text"], datetime.fromisoformat(row["now"])
    if lang not in engine.LANGUAGES:
        return {"readings": [], "ms": None}
    took = []
    try:
        for _ in range(rounds + 1):
            began = thread_time()
            found = engine.parse(text, lang, now)
            took.append((thread_time() - began) * 1e3)
        readings = list(engine.readings(found, now))
    except Exception as error:
        return {"readings": [], "ms": min(took, default=None), "failed": type(error).__name__}
    return {"readings": readings, "ms": min(took[1:]), "first_ms": took[0]}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
