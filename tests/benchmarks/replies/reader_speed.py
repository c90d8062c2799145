"""python -m tests.benchmarks.replies.reader_speed: our reader alone in a process. How fast, how large, how soon.

Prints one JSON object. Times are of the processor, so that a busy machine does not count; of each text the fastest of
`ROUNDS` after a first reading.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from time import thread_time

from deploy.local.folder import ROOT

CORPUS = ROOT / "tests" / "corpus" / "replies" / "development"
ROUNDS, STARTS, STRINGS = 3, 5, 450
LOADED = """
import time
began = time.process_time()
import services.notifier.understanding.reader
print(time.process_time() - began)
"""


def corpus_files() -> list[Path]:
    return sorted(CORPUS.glob("*.jsonl"))


def main() -> None:
    import datetime
    import unicodedata
    import zoneinfo  # what a notifier has loaded anyway: not the reader's

    lines = [json.loads(line) for path in corpus_files() for line in path.read_text("utf-8").splitlines()]
    before = resident_mb()
    from services.notifier.understanding import reader, reading  # the room, so that its memory is counted

    at = datetime.datetime(2026, 3, 6, 17, 42, tzinfo=zoneinfo.ZoneInfo("America/Chicago"))
    began = thread_time()
    reader.read("ok", reading.OpenQuestion(), at)
    first_ms = (thread_time() - began) * 1e3
    for line in lines:
        reader.read(line["text"], reading.OpenQuestion(), at, line["lang"])
    found = {"first_ms": first_ms, "after_mb": resident_mb() - before, "unicode": unicodedata.unidata_version}

    from services.console.cli.replies_evaluate import rows

    replies = [row for path in corpus_files() for row in rows(path)]
    texts = [(row["text"], row["asked"], row["now"], row["lang"]) for row in replies]
    slot = reading.OfferedWindow(1, at.replace(hour=19), at.replace(hour=21))
    offer = reading.OpenQuestion("offer", (slot,), "We can come today 19:00 to 21:00. Reply 1 to take it, STOP to end.")

    def took(text: str, asked: reading.OpenQuestion, moment: datetime.datetime, lang: str) -> float:
        began = thread_time()
        reader.read(text, asked, moment, lang)
        return (thread_time() - began) * 1e3

    first = [took(*one) for one in texts]
    warm = [min(took(*one) for _ in range(ROUNDS)) for one in texts]
    found |= {"corpus": spread(warm), "corpus_first": spread(first)}

    from .adversarial import KINDS, strings

    made = list(strings(STRINGS))
    hard = [min(took(text, offer, at, "") for _ in range(ROUNDS)) for text in made]
    worst = max(range(STRINGS), key=hard.__getitem__)
    found |= {"adversarial": spread(hard), "worst_kind": KINDS[worst % len(KINDS)].__name__}
    found |= {"texts": len(texts), "strings": STRINGS, "import_s": import_s()}
    print(json.dumps(found))


def spread(times: Iterable[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {"median": median(ordered), "p99": ordered[int(len(ordered) * 0.99)], "worst": ordered[-1]}


def import_s() -> float:
    """Median of some fresh processes; the first, which may have to compile, does not count."""
    runs = [
        subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
        for _ in range(STARTS + 1)
    ]
    return median(float(run.stdout) for run in runs[1:])


def resident_mb() -> float:
    """Resident memory now; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
