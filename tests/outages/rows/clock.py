"""The clock of the services' machine is set wrong, and set right again; the database's stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..outage_system import Wanted
from ..row import Row
from ..skewed import write_ahead
from ..trial import Trial

JUMPS = {"three days forth": 3 * 86400.0, "two weeks forth": 14 * 86400.0, "three days back": -3 * 86400.0}
WRONG_S, SAID_S_MAX = 25.0, 30.0
ZONES = (
    "Pacific/Auckland", "Australia/Brisbane", "Asia/Tokyo", "Asia/Bangkok", "Asia/Karachi", "Asia/Dubai",
    "Africa/Nairobi", "Africa/Lagos", "Europe/Lisbon", "Atlantic/Azores", "America/Sao_Paulo", "America/New_York",
    "America/Denver", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Pago_Pago",
)  # fmt: skip
BY_DAY, BY_NIGHT = range(10, 17), (*range(6), 22, 23)


async def _jumps(trial: Trial) -> None:
    """Texts for those at home where it is night have to wait for the morning; a clock that is days ahead says that it
    has come. Each time nothing at all may be posted while the clock is wrong, also by a notifier that starts then."""
    system = trial.system
    day, night = _zone(BY_DAY, week=True), _zone(BY_NIGHT, week=False)
    file = system.world / "ahead"
    write_ahead(file, 0.0)
    await system.stop()
    argv = {
        name: (program.argv[0], "-m", "tests.outages.skewed", str(file), name)
        for name, program in system.programs.items()
    }
    await system.stack.supervisor.start(
        *(replace(program, argv=argv[name]) for name, program in system.programs.items())
    )
    asleep = await trial.debtors(10, zone=night)
    trial.report(asleep, texts=0)
    if day is not None:
        trial.report(await trial.debtors(4, zone=day))
    await trial.texts_are_posted()
    await trial.until(lambda: _deferred(trial, [debtor.case for debtor in asleep]), 30, "texts for the morning")
    new = await trial.debtors(4, zone=day or night)
    async with trial.outage():
        for jump, (name, seconds) in enumerate(JUMPS.items()):
            before = len(system.carrier.rows())
            with _ahead(file, seconds):
                await trial.until_heard("ready:clock", SAID_S_MAX, again=jump > 0)
                if jump == 1:
                    await system.stack.supervisor.kill("notifier")
                    trial.report(new, texts=int(day is not None))
                await trial.wait(WRONG_S)
                if posted := [row for row in system.carrier.rows()[before:] if row.kind == "post"]:
                    trial.wrong.append(f"{len(posted)} texts were posted while the clock was {name}")
            await trial.until(trial.not_ready, 30, f"not ready after the clock was {name}")
            await trial.texts_are_posted()  # what may go now goes before the clock is wrong again
        # What waits by the clock must not wait for a future that is no more.
        await system.stack.supervisor.kill("kafka")
        await trial.until_heard("ready:kafka", 20, again=True)
    trial.told.add("text-without-a-fate")  # what waits for the morning: it is looked at below
    await trial.recover()
    if waiting := await _deferred(trial, [debtor.case for debtor in asleep]):
        trial.wrong.append(f"who sleeps has to be texted in the morning, and not before: {waiting}")


@contextmanager
def _ahead(file: Path, seconds: float) -> Iterator[None]:
    write_ahead(file, seconds)
    try:
        yield
    finally:
        write_ahead(file, 0.0)


async def _deferred(trial: Trial, cases: list[str]) -> str:
    """All wait for a timer of theirs."""
    rows = await trial.system.rows(
        "SELECT count(DISTINCT aggregate) FROM notifier.timers WHERE aggregate = ANY(%s) AND kind LIKE 'text%%'"
        " AND due_at > now()", cases,
    )  # fmt: skip
    return "" if rows[0][0] == len(cases) else f"{rows[0][0]} of {len(cases)} texts wait for their time"


def _zone(hours: range | tuple[int, ...], *, week: bool) -> str | None:
    """Where it is such an hour now, and if asked a day on which people may be texted: on a Sunday maybe nowhere."""
    for zone in ZONES:
        there = datetime.now(UTC).astimezone(ZoneInfo(zone))
        if there.hour in hours and (not week or there.isoweekday() < 6):
            return zone
    assert week, "somewhere it is always night"
    return None


ROWS = (
    Row(
        "clock-wrong", "the services' clock is 3 days ahead, then 14, then 3 behind, and right in between", _jumps,
        ("ready:clock",), said_within_s=20, recovers_within_s=90, bound_s=420, own=Wanted(real_clock=True),
    ),
)  # fmt: skip
