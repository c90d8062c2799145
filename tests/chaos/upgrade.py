"""A rolling upgrade under load: everything runs on another version first, then one replica after the other on this one.

The former version's world (bank, carrier, crews) stays to the end: it is no part of what is upgraded. Each replica is
told to end and comes back from this tree while the world goes on; the second of each service is killed instead, so that
this version takes over what the former left in the middle of its work. Whichever of this version starts first brings
the tables of its service up to date, under the former ones.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import psycopg
from psycopg import sql
from rich.console import Console

from deploy.local.progress import ProgressOutput
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError
from services.sandbox.progress import read_progress
from services.verifier.verdict import SENTENCE, RunVerdict

from .former import Former, former
from .ground import SANDBOX, SERVICES, Ground, Replica, ground
from .options import Options
from .rest import at_rest
from .run import REST_S_MAX, gathered
from .vigil import Vigil

FIRST, LAST = 0.4, 0.8
"""Of the virtual time: the first replica to be replaced, and the last."""
LOOK_EVERY_S = 0.1
GIVES_UP_AFTER_S = 240.0
SIDES = ("by the former version alone", "beside each other", "by this version alone")


@dataclass(frozen=True, slots=True)
class Upgraded:
    """`decisions` by service: before the first replica was replaced, while both versions ran, after the last."""

    options: Options
    former: Former
    verdict: RunVerdict
    order: Sequence[str]
    decisions: dict[str, tuple[int, int, int]]
    cases_of_both: int
    parked: dict[str, int]
    unfinished: dict[str, int]
    stuck: Sequence[str]
    restarts: dict[str, int]
    seconds: float

    def problems(self) -> list[str]:
        found = list(self.verdict.first())
        found += [f"parked: {count} of {service}" for service, count in self.parked.items() if count]
        found += [f"not at rest: {count} of {what}" for what, count in self.unfinished.items()]
        found += [f"a loop hung for more than a minute: {one}" for one in self.stuck]
        found += [f"{name} ended by itself, {count} times" for name, count in self.restarts.items() if count]
        found += [
            f"nothing was decided {side} in {service}"
            for service, counts in self.decisions.items()
            for side, count in zip(SIDES, counts, strict=True)
            if not count
        ]
        return found

    @property
    def fine(self) -> bool:
        return not self.problems()

    def doc(self) -> dict[str, Any]:
        return {
            "from": self.former.commit, "seed": self.options.seed, "seconds": round(self.seconds, 1),
            "order": list(self.order), "decisions": {name: list(counts) for name, counts in self.decisions.items()},
            "cases_of_both": self.cases_of_both, "parked": self.parked, "all_cases_accounted": self.fine,
            "problems": self.problems(), "verifier": self.verdict.to_json(),
        }  # fmt: skip

    def lines(self) -> list[str]:
        found = self.verdict.to_json()
        shown = [
            f"from {self.former.commit[:12]}: {found['cases']} cases, {found['events']} events, "
            f"{found['texts_posted']} texts posted, {found['visits']} visits in {self.seconds / 60:.1f} minutes",
            f"replaced: {', '.join(self.order)}",
        ]
        for service, counts in self.decisions.items():
            told = ", ".join(f"{count} {side}" for count, side in zip(counts, SIDES, strict=True))
            shown.append(f"decisions of {service}: {told}")
        shown.append(f"cases and regions that both versions decided on: {self.cases_of_both}")
        shown.append(
            f"lost {found['lost']}, doubled {found['doubled']}, unlawful {found['unlawful']}, held by us "
            f"{found['held_by_us']}, parked {sum(self.parked.values())}; {found['poison']} poisoned records, "
            f"{found['dead_letters']} dead letters"
        )
        return [*shown, *(self.problems() or [SENTENCE])]


async def upgrade(options: Options) -> Upgraded:
    """Raises `UserError` when something does not start or nothing moves any more."""
    assert options.upgrade_from is not None
    began = time.monotonic()
    progress = ProgressOutput(Console(stderr=True, highlight=False, soft_wrap=True))
    old = await asyncio.to_thread(former, options.upgrade_from)
    StopSignal(progress)
    async with ground(options, progress) as stands:
        supervisor = stands.stack.supervisor
        world = stands.stack.python(SANDBOX, "services.sandbox", env=stands.env)
        progress.say(f"all services start from {old.commit[:12]}")
        await supervisor.start(*(old.program(each.program) for each in stands.members), old.program(world))
        order = _order(stands, options.seed)
        async with Vigil(stands.members, progress.say) as vigil:
            moments, restarts = [], {}
            for number, replica in enumerate(order):
                at, further = (_share(step, len(order)) for step in (number, number + 1))
                stands.let_run_to(at)
                moments.append(await _reached(stands, at))
                restarts[replica.name] = supervisor.restarts(replica.name)
                # On while it is replaced: there has to be work then.
                stands.let_run_to(further)
                await _replace(stands, replica, killed=_is_second(replica, order))
                progress.say(f"{moments[-1]:%Y-%m-%d}  {replica.name} runs this version")
            moments.append(_now(stands))
            stands.let_run_to(1.0)
            await _reached(stands, 1.0)
        ended = _now(stands)
        unfinished = await at_rest(stands, ended, REST_S_MAX)
        for replica in order:
            restarts[replica.name] += supervisor.restarts(replica.name)
        await asyncio.gather(*(supervisor.stop(name) for name in (*(r.name for r in stands.members), SANDBOX)))
        evidence = await gathered(stands, ended)
        decisions, both = await _decisions(stands.database_url, moments[0], moments[-1])
    parked = {service: book.left["parked"] for service, book in evidence.tables.books.items()}
    return Upgraded(
        options, old, evidence.verdict(), [replica.name for replica in order], decisions, both, parked, unfinished,
        vigil.stuck, restarts, time.monotonic() - began,
    )  # fmt: skip


def _order(stands: Ground, seed: str) -> list[Replica]:
    """Any order has to do: who upgrades does not ask which service reads whose events."""
    order = list(stands.members)
    Random(f"{seed}/upgrade").shuffle(order)
    return order


def _is_second(replica: Replica, order: Sequence[Replica]) -> bool:
    return [each for each in order if each.service == replica.service][-1] is replica


def _share(step: int, steps: int) -> float:
    return FIRST + (LAST - FIRST) * step / steps


async def _replace(stands: Ground, replica: Replica, *, killed: bool) -> None:
    supervisor = stands.stack.supervisor
    if killed:
        await supervisor.kill(replica.name)
    await supervisor.stop(replica.name)
    await supervisor.start(replica.program)
    await supervisor.up(replica.name)


async def _reached(stands: Ground, share: float) -> datetime:
    """Until the world is there; its time then."""
    moved, last = time.monotonic(), ""
    while True:
        seen = read_progress(stands.world)
        if seen.get("done"):
            return datetime.fromisoformat(seen["virtual"])
        if "virtual" in seen:
            at, begins, ends = (datetime.fromisoformat(seen[name]) for name in ("virtual", "begins", "ends"))
            if share < 1 and (at - begins) / (ends - begins) >= share - 1e-6:
                return at
        if seen.get("virtual", "") != last:
            moved, last = time.monotonic(), seen.get("virtual", "")
        if time.monotonic() - moved > GIVES_UP_AFTER_S:
            waits = ", ".join(f"{name} {count}" for name, count in seen.get("waiting", {}).items())
            raise UserError(
                f"Nothing has moved for {GIVES_UP_AFTER_S:.0f} s at {last or 'the start'}: "
                f"waiting for {waits or 'the sandbox'}.",
                f"The logs are in {stands.stack.folder.logs}.",
            )
        await asyncio.sleep(LOOK_EVERY_S)


def _now(stands: Ground) -> datetime:
    return datetime.fromisoformat(read_progress(stands.world)["virtual"])


async def _decisions(url: str, first: datetime, last: datetime) -> tuple[dict[str, tuple[int, int, int]], int]:
    """By service: before, between and after the two; and how many have some of before and some of after."""
    counts, both = {}, 0
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for service in SERVICES:
            history = sql.Identifier(service, "history")
            rows = await connection.execute(
                sql.SQL(
                    "SELECT count(*) FILTER (WHERE at < %(first)s), count(*) FILTER (WHERE at BETWEEN %(first)s AND "
                    "%(last)s), count(*) FILTER (WHERE at > %(last)s), (SELECT count(*) FROM (SELECT FROM {history} "
                    "GROUP BY aggregate HAVING min(at) < %(first)s AND max(at) > %(last)s) AS long) FROM {history}"
                ).format(history=history),
                {"first": first, "last": last},
            )
            before, between, after, of_both = await rows.fetchone() or (0, 0, 0, 0)
            counts[service], both = (before, between, after), both + of_both
    return counts, both
