"""`./doorstep bench replies`: our reader of replies, beside the libraries that read times and the lists of opt-outs.

Speed and memory of our reader on the development corpus and on adversarial texts; then times: every library and ours
read the same file of time expressions in the same run, each with its best settings, and our own counting says how many
best readings are exact and ahead; then opt-outs, by published lists of keywords and by our reader. Libraries that are
not installed are named with how to get them. The last line is the ratio of our median to that of the fastest library
that reaches half of our accuracy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from deploy.local.folder import ROOT
from services.console.cli.replies_evaluate import case, rows

from .corpus_times import only_beginnings, proposed_times
from .counting import by_language, count
from .opt_out_lists import LISTS, WAYS, opt_outs
from .peers import OURS, OURS_IN_THEIR_DAY, OWN, PEERS, Absent, Reader, ask, how_to_get
from .reader_speed import corpus_files

ROUNDS = 3
HALF = 0.5
FIELDS = ("id", "lang", "now", "text", "any_of")


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="doorstep bench replies", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument(
        "--times", type=times_rows, metavar="FILE", help="time expressions, a JSON line each, with any_of"
    )
    made.add_argument("--python", type=executable, metavar="PATH", help="a Python that has the libraries of peers.txt")
    made.add_argument("--node", type=node_folder, metavar="FOLDER", help="where npm installed chrono and Recognizers")
    made.add_argument("--rounds", type=positive, default=ROUNDS, help="the fastest of so many counts (3)")
    return made


def times_rows(path: str) -> list[dict[str, Any]]:
    """The rows of a times file. Raises `ArgumentTypeError`, which argparse tells."""
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{path} can't be read: {error}") from None
    found: list[dict[str, Any]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            datetime.fromisoformat(row["now"])
            missing = [field for field in FIELDS if not row.get(field)]
        except (ValueError, TypeError, KeyError):
            missing = list(FIELDS)
        if missing:
            raise argparse.ArgumentTypeError(f"line {number} of {path} is no time expression: no {', '.join(missing)}")
        found.append(row)
    if not found:
        raise argparse.ArgumentTypeError(f"{path} has no rows")
    return found


def executable(path: str) -> str:
    # Not resolved: what a virtual environment has hangs on the name by which its Python is called.
    found = Path(path).absolute()
    if not found.is_file():
        raise argparse.ArgumentTypeError(f"there is no program {path}")
    return str(found)


def node_folder(path: str) -> Path:
    if not (Path(path) / "node_modules").is_dir():
        raise argparse.ArgumentTypeError(f"{path} has no node_modules")
    return Path(path)


def positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rounds")
    return int(text)


def tell_speed() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.replies.reader_speed"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    found = json.loads(ran.stdout)
    print("Our reader (ms of the processor)")
    for name, part in (
        (f"{found['texts']:,} texts of the development corpus", "corpus"),
        ("the same, each for the first time", "corpus_first"),
        (f"{found['strings']} adversarial texts (slowest: {found['worst_kind']})", "adversarial"),
    ):
        spread = found[part]
        print(f"  {name:60} median {spread['median']:.3f}, p99 {spread['p99']:.2f}, worst {spread['worst']:.2f}")
    print(
        f"  loaded in {found['import_s']:.2f} s, the very first reply {found['first_ms']:.0f} ms, "
        f"memory of the reader after a thousand replies {found['after_mb']:.0f} MB",
        flush=True,
    )


def tell_opt_outs() -> None:
    labelled = [json.loads(line) for path in corpus_files() for line in path.read_text("utf-8").splitlines()]
    read = {one["id"]: "stop" in one["intents"] for path in corpus_files() for one in map(case, rows(path))}
    print("\nOpt-outs of the development corpus, and of its English (our reader is built with it, the lists are not)")
    for listed in LISTS:
        for way, applied in WAYS.items():
            said = {row["id"]: applied(row["text"], listed.keywords) for row in labelled}
            print(f"  {listed.name:24} {way:18} {found_in_both(labelled, said)}")
    print(f"  {'our reader':43} {found_in_both(labelled, read)}", flush=True)


def found_in_both(labelled: Sequence[Mapping[str, Any]], said: Mapping[str, bool]) -> str:
    """Opt-outs found in all texts; in the English ones."""
    english = [row for row in labelled if row["lang"] == "en"]
    return "; ".join(
        str(opt_outs(("stop" in row["intents"], "stop" in row.get("also_ok", ()), said[row["id"]]) for row in part))
        for part in (labelled, english)
    )


def tell_times(expressions: Sequence[Mapping[str, Any]], asked: Sequence[Reader | Absent], counted: str) -> None:
    languages = list(dict.fromkeys(row["lang"] for row in expressions))
    print(f"\n{len(expressions)} time expressions: per cent {counted}; ms of the processor")
    print(f"  {'':33} {'all':>5} " + " ".join(f"{lang:>5}" for lang in languages) + "   median      p99    worst")
    for one in asked:
        if isinstance(one, Absent):
            continue
        parts = by_language(expressions, one.readings)
        shares = [f"{percent(parts[lang].ahead, parts[lang].rows):>5}" for lang in languages]
        shares = [share if lang in one.languages else "    -" for lang, share in zip(languages, shares, strict=True)]
        whole = count(expressions, one.readings)
        ms = sorted(one.ms.values())
        failed = f"  {one.failed} failed" if one.failed else ""
        print(
            f"  {f'{one.name} {one.version}':33} {percent(whole.ahead, whole.rows):>5} {' '.join(shares)} "
            f"{median(ms):8.3f} {ms[int(len(ms) * 0.99)]:8.2f} {ms[-1]:8.2f}{failed}"
        )
    print("  -: a language that it does not have; its rows count as missed under `all`", flush=True)


def tell_absent(asked: Sequence[Reader | Absent]) -> None:
    gone = {one.name: one.why for one in asked if isinstance(one, Absent)}
    if gone:
        print("\nNot measured, since not installed")
    for peer in PEERS:
        if peer.engine in gone:
            print(f"  {peer.engine}: {gone[peer.engine]}. To get it: {how_to_get(peer)}")


def verdict(expressions: Sequence[Mapping[str, Any]], ours: Reader, asked: Sequence[Reader | Absent]) -> str:
    """Our median to that of the fastest that reaches half of our accuracy."""
    own = {one.engine for one in OWN}
    bar = HALF * count(expressions, ours.readings).ahead
    good = [
        one for one in asked
        if isinstance(one, Reader) and one.name not in own and count(expressions, one.readings).ahead >= bar
    ]  # fmt: skip
    mine = median(ours.ms.values())
    if not good:
        return f"replies: times are read in {mine:.3f} ms; no library that was there reaches half of our accuracy"
    fastest = min(good, key=lambda one: median(one.ms.values()))
    theirs = median(fastest.ms.values())
    return (
        f"replies: our median is {mine / theirs:.2f} of {fastest.name}'s ({mine:.3f} and {theirs:.3f} ms), "
        f"the fastest that reaches half of our accuracy"
    )


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def main() -> None:
    options = parser().parse_args()
    tell_speed()
    tell_opt_outs()
    expressions = options.times or proposed_times()
    ours = ask(OURS, expressions, options.rounds, None, None)
    if isinstance(ours, Absent):
        raise SystemExit(f"our own reader did not run: {ours.why}")
    beside = [ask(OURS_IN_THEIR_DAY, expressions, options.rounds, None, None)] if options.times else []
    peers = [ask(peer, expressions, options.rounds, options.python, options.node) for peer in PEERS]
    asked = [ours, *beside, *peers]
    counted = "exact and ahead"
    if not options.times:
        counted = "begun where the label does (our own corpus; --times FILE counts exact readings)"
        asked = [
            replace(one, readings=only_beginnings(one.readings)) if isinstance(one, Reader) else one for one in asked
        ]
        ours = next(one for one in asked if isinstance(one, Reader))
    tell_times(expressions, asked, counted)
    tell_absent(asked)
    print(verdict(expressions, ours, asked))


if __name__ == "__main__":
    main()
