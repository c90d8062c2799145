"""A campaign from the command line: progress, findings, speed, and what was reached."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.proof_folder import keep_record, proof_folder
from deploy.local.proof_record import CampaignRecord
from shared.decision.figures import counted

from .campaign import Found, Tally, campaign
from .proof import record_of
from .sometimes import missing

FOUND_MAX = 30


def run_seeds(asked: argparse.Namespace) -> int:
    """Exit code 0 when no promise was broken and everything was reached often enough."""
    began = time.monotonic()
    ends = began + 60 * asked.minutes if asked.minutes else None
    told, shown, newest, at = [began], [0], [Tally()], datetime.now(UTC)

    def said(tally: Tally) -> None:
        now, newest[0] = time.monotonic(), tally
        broken(tally.found[shown[0] :])
        shown[0] = len(tally.found)
        if now - told[0] >= asked.every:
            told[0] = now
            pace = tally.seeds / (now - began)
            _line(f"{tally.seeds} of {counted(asked.seeds, 'seed')}, {pace:.0f} a second, {len(tally.found)} broken")

    def stop(tally: Tally) -> bool:
        return len(tally.found) >= FOUND_MAX or (ends is not None and time.monotonic() > ends)

    seeds = iter(range(asked.start, asked.start + asked.seeds))
    try:
        tally = campaign(seeds, asked.workers, said, stop=stop)
    except KeyboardInterrupt:
        _keep(record_of(newest[0], at, time.monotonic() - began, first=asked.start, stopped=True))
        raise
    report(tally, time.monotonic() - began)
    _keep(record_of(tally, at, time.monotonic() - began, first=asked.start))
    if asked.report:
        found = [asdict(each) for each in tally.found]
        whole = {**vars_of(tally), "start": asked.start, "seen": dict(tally.seen), "found": found}
        whole["seconds"] = round(time.monotonic() - began)
        Path(asked.report).write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    short = missing(tally.seen, tally.seeds)
    for line in short:
        _line(f"too rare: {line}")
    next_seed = asked.start + tally.seeds
    _line(f"to go on: ./doorstep test simulation --start {next_seed} --seeds {asked.seeds}")
    verdict = "every promise held" if not tally.found else f"{counted(len(tally.found), 'seed')} broke a promise"
    _line(f"{counted(tally.seeds, 'seed')}: {verdict}" + (f"; reached too rarely: {len(short)}" if short else ""))
    return 1 if tally.found or short else 0


def _keep(record: CampaignRecord) -> None:
    """A campaign whose record can't be kept was one all the same."""
    try:
        keep_record(proof_folder(), record)
    except OSError as error:
        _line(f"the record of this campaign can't be kept: {error.strerror}")


def vars_of(tally: Tally) -> dict[str, float]:
    names = ("seeds", "calls", "turns", "events", "borrowers", "cpu_s")
    return {name: getattr(tally, name) for name in names}


def report(tally: Tally, seconds: float) -> None:
    _line("")
    for title, prefix in (
        ("faults", "fault: "),
        ("the carrier", ("post: ", "delivery: ", "report: ", "spell: ")),
        ("crashes", "crash at "),
    ):
        _line(f"{title}:")
        _table((name, number) for name, number in tally.seen.items() if name.startswith(prefix))
    services = ("notifier: ", "scheduler: ", "router: ")
    _line("decisions, by service and reason:")
    _table((name, number) for name, number in tally.seen.items() if name.startswith(services))
    known = ("fault: ", "post: ", "delivery: ", "report: ", "spell: ", "crash at ", *services)
    _line("other things that happened:")
    _table((name, number) for name, number in tally.seen.items() if not name.startswith(known))
    cpu_s = max(tally.cpu_s, 1e-9)
    _line(
        f"{counted(tally.seeds, 'seed')}, {counted(tally.borrowers, 'borrower')}, {counted(tally.events, 'event')}, "
        f"{counted(tally.calls, 'port call')}, {counted(tally.turns, 'turn')} in {seconds:.0f} s"
    )
    _line(
        f"a core: {tally.seeds / cpu_s:.1f} runs, {tally.turns / cpu_s:.0f} turns and {tally.calls / cpu_s:.0f} port "
        f"calls a second of processor time; a run has {tally.turns / max(1, tally.seeds):.0f} turns"
    )


def broken(found: Iterable[Found]) -> None:
    for each in found:
        _line(f"BROKEN {each}")
        _line(f"       replay: ./doorstep test simulation --seed {each.seed}")


def _table(rows: Iterable[tuple[str, int]]) -> None:
    for name, number in sorted(rows):
        _line(f"  {number:>9}  {name}")


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
