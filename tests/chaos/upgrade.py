"""A rolling upgrade under load: everything runs on another version first, then one replica after the other on this one.

The former version's world (bank, carrier, crews) stays to the end: it is no part of what is upgraded. Each replica is
told to end and comes back from this tree while the world goes on; the second of each service is killed instead, so that
this version takes over what the former left in the middle of its work. Whichever of this version starts first brings
the tables of its service up to date, under the former ones.

Before the second of a service is replaced, each version is alone for a while: this one, so that it has written all that
there is, and then the former, which goes on with that. Replicas of this version run beside the former (the setting is
`DOORSTEP_BESIDE_FORMER`) until the last of the former is gone; then each is started again as it will stay.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Any, Literal

from rich.console import Console

from deploy.local.program import http_status
from deploy.local.progress import ProgressOutput
from deploy.local.stop_signal import StopSignal
from deploy.local.user_error import UserError
from services.sandbox.progress import read_progress
from services.verifier.verdict import SENTENCE, RunVerdict

from .campaign_system import SANDBOX, CampaignSystem, Replica, campaign_system
from .former import Former, former
from .options import Options
from .rest import at_rest
from .run import REST_S_MAX, gathered
from .stuck_loops import StuckLoopWatch
from .writers import ReadBack, Window, both_versions, read_back, signed, watch_writers

FIRST, LAST = 0.4, 0.95
"""Of the virtual time: the first step, and the end of the last."""
BESIDE = {"DOORSTEP_BESIDE_FORMER": "yes"}
READERS_FIRST = ("notifier", "scheduler", "router")
"""Who reads new kinds of texts starts to stay before who asks for them."""
LOOK_EVERY_S = 0.1
GIVES_UP_AFTER_S = 240.0
SIDES = ("by the former version alone", "beside each other", "by this version alone")


SAID = {
    "replace": "runs this version",
    "former-away": "is away: this version is alone",
    "former-back": "runs the former version again",
    "away": "is away: the former version is alone again",
    "back": "runs this version again",
    "stay": "runs this version by itself",
}


@dataclass(frozen=True, slots=True)
class Step:
    """`replace`: the former version ends and this one starts. `away` and `back`: this version's ends, and starts again.
    `former-away` and `former-back`: so does the former's. `stay`: nothing of the former version runs any more, so this
    one starts again without knowing of it.

    `killed`: by SIGKILL, else told to end. `lasts` is its share of the time, compared with others.
    """

    does: Literal["replace", "former-away", "former-back", "away", "back", "stay"]
    replica: Replica
    killed: bool = False
    lasts: float = 1.0


@dataclass(frozen=True, slots=True)
class Upgraded:
    """`decisions` by service: before the first replica was replaced, while both versions ran, after the last.

    `read_back` by service: of the former version, while the replica of this one was away.
    """

    options: Options
    former: Former
    verdict: RunVerdict
    order: Sequence[str]
    decisions: dict[str, tuple[int, int, int]]
    cases_of_both: int
    read_back: dict[str, ReadBack]
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
        found += [
            f"the former version of {service} read nothing that this one had written, while it was alone again"
            for service, seen in self.read_back.items()
            if not seen.directly
        ]
        return found

    @property
    def fine(self) -> bool:
        return not self.problems()

    def doc(self) -> dict[str, Any]:
        return {
            "from": self.former.commit, "seed": self.options.seed, "seconds": round(self.seconds, 1),
            "order": list(self.order), "decisions": {name: list(counts) for name, counts in self.decisions.items()},
            "cases_of_both": self.cases_of_both,
            "read_back": {name: asdict(seen) for name, seen in self.read_back.items()},
            "parked": self.parked, "all_cases_accounted": self.fine,
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
        for service, seen in self.read_back.items():
            shown.append(
                f"the former {service} alone again: {seen.on} decisions on what this version had decided on before, "
                f"{seen.directly} of them straight on a state that it had written"
            )
        shown.append(f"cases and regions that both versions decided on: {self.cases_of_both}")
        shown.append(
            f"lost {found['lost']}, doubled {found['doubled']}, unlawful {found['unlawful']}, held by us "
            f"{found['held_by_us']}, parked {sum(self.parked.values())}; {found['poison']} poisoned records, "
            f"{found['dead_letters']} dead letters ({found['refused_again']} of further readers of a record)"
        )
        return [*shown, *(self.problems() or [SENTENCE])]


async def upgrade(options: Options) -> Upgraded:
    """Raises `UserError` when something does not start or nothing moves any more."""
    assert options.upgrade_from is not None
    began = time.monotonic()
    progress = ProgressOutput(Console(stderr=True, highlight=False, soft_wrap=True))
    old = await asyncio.to_thread(former, options.upgrade_from)
    StopSignal(progress)
    async with campaign_system(options, progress) as system:
        supervisor = system.stack.supervisor
        world = system.stack.python(SANDBOX, "services.sandbox", env=system.env)
        members = [replace(each, program=signed(each.program, "this")) for each in system.members]
        beside = {each.name: replace(each.program, env={**each.program.env, **BESIDE}) for each in members}
        former_ones = {each.name: signed(old.program(each.program), "former") for each in system.members}
        progress.say(f"all services start from {old.commit[:12]}")
        await supervisor.start(*former_ones.values(), old.program(world))
        await watch_writers(system.database_url)
        order = _order(members, options.seed)
        steps = plan_of(order)
        restarts = dict.fromkeys((replica.name for replica in order), 0)
        async with StuckLoopWatch(members, progress.say) as loops:
            moments: list[datetime] = []
            windows: dict[str, Window] = {}
            for step, at, further in zip(steps, *_shares(steps), strict=True):
                name, service = step.replica.name, step.replica.service
                system.let_run_to(at)
                await _reached(system, at)
                if step.does == "back":
                    windows[service] = replace(windows[service], ends=_now(system))
                elif step.does != "former-back":
                    restarts[name] += supervisor.restarts(name)
                    await _end(system, name, killed=step.killed)
                moments.append(_now(system))
                if step.does == "away":
                    windows[service] = Window(_now(system), _now(system))
                # On while one comes: there has to be work then.
                system.let_run_to(further)
                if step.does not in ("away", "former-away"):
                    await supervisor.start(
                        former_ones[name] if step.does == "former-back"
                        else step.replica.program if step.does == "stay"
                        else beside[name]
                    )  # fmt: skip
                    await supervisor.up(name)
                progress.say(f"{moments[-1]:%Y-%m-%d}  {name} {SAID[step.does]}")
            moments.append(_now(system))
            system.let_run_to(1.0)
            await _reached(system, 1.0)
        ended = _now(system)
        unfinished = await at_rest(system, ended, REST_S_MAX)
        for replica in order:
            restarts[replica.name] += supervisor.restarts(replica.name)
        await asyncio.gather(*(supervisor.stop(name) for name in (*(r.name for r in order), SANDBOX)))
        evidence = await gathered(system, ended)
        decisions, both = await both_versions(system.database_url, moments[0], moments[-1])
        seen = await read_back(system.database_url, windows)
    parked = {service: book.left["parked"] for service, book in evidence.tables.books.items()}
    return Upgraded(
        options, old, evidence.verdict(), [replica.name for replica in order], decisions, both, seen, parked,
        unfinished, loops.stuck, restarts, time.monotonic() - began,
    )  # fmt: skip


def _order(members: Sequence[Replica], seed: str) -> list[Replica]:
    """Any order has to do: who upgrades does not ask which service reads whose events."""
    order = list(members)
    Random(f"{seed}/upgrade").shuffle(order)
    return order


def plan_of(order: Sequence[Replica]) -> list[Step]:
    """The second of each service is killed, and every other that goes away."""
    steps: list[Step] = []
    first: dict[str, Replica] = {}
    for replica in order:
        if (other := first.setdefault(replica.service, replica)) is replica:
            steps.append(Step("replace", replica))
            continue
        killed = sum(step.does == "away" for step in steps) % 2 == 0
        steps += [
            Step("former-away", replica), Step("former-back", replica, lasts=0.5),
            Step("away", other, killed, lasts=2), Step("back", other, lasts=0.5),
            Step("replace", replica, killed=True),
        ]  # fmt: skip
    stay = sorted(order, key=lambda replica: READERS_FIRST.index(replica.service))
    return [*steps, *(Step("stay", replica, lasts=0.5) for replica in stay)]


def _shares(steps: Sequence[Step]) -> tuple[list[float], list[float]]:
    """Of the virtual time: when each begins, and when the next does."""
    whole = sum(step.lasts for step in steps)
    ends = [FIRST + (LAST - FIRST) * done / whole for done in accumulate(step.lasts for step in steps)]
    return [FIRST, *ends[:-1]], ends


async def _end(system: CampaignSystem, name: str, *, killed: bool) -> None:
    if killed:
        await system.stack.supervisor.kill(name)
    await system.stack.supervisor.stop(name)


async def _reached(system: CampaignSystem, share: float) -> datetime:
    """Until the world is there; its time then."""
    moved, last = time.monotonic(), ""
    while True:
        seen = read_progress(system.world)
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
                f"waiting for {waits or 'the sandbox'}. {await _unready(system)}",
                f"The logs are in {system.stack.folder.logs}.",
            )
        await asyncio.sleep(LOOK_EVERY_S)


def _now(system: CampaignSystem) -> datetime:
    return datetime.fromisoformat(read_progress(system.world)["virtual"])


async def _unready(system: CampaignSystem) -> str:
    """Who leaves its work to others says so here, and why."""
    asked = [(each.name, await http_status(each.program.about["health_port"], "/ready", 2)) for each in system.members]
    told = [f"{name}: {answer[1].decode(errors='replace')}" for name, answer in asked if answer and answer[0] != 200]
    return "Not ready: " + "; ".join(told) if told else ""
