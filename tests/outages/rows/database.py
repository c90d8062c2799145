"""PostgreSQL stops, starts again, or can't be reached."""

from __future__ import annotations

import signal

from ..row import Row
from ..trial import Trial

STOPPED_S, AWAY_S = 58.0, 40.0


async def _stopped(trial: Trial) -> None:
    """Replies come while nobody can store them; the carrier gives up after 15 s, as Twilio does."""
    known, new = await trial.texted(8), await trial.debtors(6)
    async with trial.outage():
        trial.system.signal("postgres", signal.SIGSTOP)
        try:
            trial.report(new)
            trial.replies_of(known[:4])
            await trial.wait(STOPPED_S)
            trial.replies_of(known[4:])
        finally:
            trial.system.signal("postgres", signal.SIGCONT)
    trial.system.clock.speed = 20.0  # the list is read again after half a minute, by the world's clock


async def _restarted(trial: Trial) -> None:
    known, new = await trial.texted(8), await trial.debtors(12)
    supervisor = trial.system.stack.supervisor
    async with trial.outage():
        for turn, number in enumerate((signal.SIGINT, signal.SIGQUIT)):
            trial.report(new[turn * 6 : turn * 6 + 6])
            trial.replies_of(known[turn * 4 : turn * 4 + 4])
            await supervisor.kill("postgres", number)
            await supervisor.up("postgres")
    trial.system.clock.speed = 20.0


async def _half_open(trial: Trial) -> None:
    known, new = await trial.texted(), await trial.debtors(6)
    link = trial.system.links["postgres"]
    async with trial.outage():
        link.become("half-open")
        try:
            trial.report(new)
            trial.replies_of(known)
            await trial.wait(AWAY_S)
        finally:
            link.become("pass")
    trial.system.clock.speed = 20.0


ROWS = (
    Row("database-stopped", "PostgreSQL is stopped (SIGSTOP) for 58 s; replies come", _stopped, ("ready:database",)),
    Row(
        "database-restarted", "PostgreSQL is restarted, fast and then immediate, while replies come", _restarted,
        ("supervisor:postgres",),
    ),
    Row("database-half-open", "what goes to PostgreSQL is swallowed for 40 s", _half_open, ("ready:database",)),
)  # fmt: skip
